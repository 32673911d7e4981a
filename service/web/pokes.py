"""Pokes by server-sent events: that something was recorded, so that who watches reads anew; never what."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import anyio
from fastapi import APIRouter, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from domain.identity import stream
from domain.refusals import Refusal
from projections.catalogue import marked, translate
from service.accounts.identified import Identified
from service.authority.judging import SignInNeeded
from service.live.hub import LISTENERS_OF_PERSON_MAX, Crowded, Hub, Listener
from service.web.guard import Permitted, permitted, require_known
from service.web.headers import IS_HEAD
from service.web.languages import preferred_language
from service.web.openapi import problems
from service.web.paths import PREFIX
from service.web.problems import problem_response
from service.web.reading import BallotId, CycleId

PING_SECONDS = 15  # proxies cut what is silent for half a minute
RECHECK_SECONDS = 60  # after which it is seen that a listener may listen no more
RETRY_MILLISECONDS = 2_000
ENDING_SECONDS = 1  # for a last word when the service stops, of the seconds that it takes to stop
SEND_SECONDS = 30  # who does not take what is sent is gone
RETRY_AFTER_SECONDS = "30"

router = APIRouter(prefix=PREFIX, tags=["live"])
_STREAM = {
    200: {
        "description": "Events `poke`, whose data is the position of the log: "
        "one at once, then one whenever something was recorded",
        "content": {
            "text/event-stream": {
                "schema": {"type": "string"},
                "example": 'event: poke\ndata: {"position":512}\n\n',
            }
        },
    },
    **problems(401, 403, 404, 429, 503),
}


@router.get(
    "/ballots/{ballot}/pokes",
    operation_id="follow_ballot",
    response_class=Response,
    responses=_STREAM,
    dependencies=[permitted("read_ballots")],
)
async def follow_ballot(request: Request, ballot: BallotId) -> Response:
    """Be told whenever something of a ballot is recorded, each vote included; what it is, is read anew."""
    return await _following(request, stream("ballot", ballot), Permitted("read_ballots"))


@router.get(
    "/cycles/{cycle}/pokes",
    operation_id="follow_cycle",
    response_class=Response,
    responses=_STREAM,
    dependencies=[permitted("read_cycle")],
)
async def follow_cycle(request: Request, cycle: CycleId) -> Response:
    """Be told whenever something of a cycle is recorded; what it is, is read anew."""
    return await _following(request, stream("cycle", cycle), Permitted("read_cycle"))


async def _following(request: Request, name: str, door: Permitted) -> Response:
    hub: Hub = request.app.state.hub
    position = await run_in_threadpool(_begun, request, hub)
    return Pokes(request, name, door, position)


def _begun(request: Request, hub: Hub) -> int:
    with request.app.state.thidua.log_recorder.reading() as connection:
        require_known(connection, request.path_params)
    return hub.follow()


class Pokes(Response):
    """The answer that goes on. Its place among the listeners is taken as it begins, and given back after."""

    media_type = "text/event-stream"

    def __init__(self, request: Request, name: str, door: Permitted, position: int) -> None:
        super().__init__()
        self._request = request
        self._name = name
        self._door = door
        self._position = position

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send pokes until the listener leaves, may listen no more, or the service stops."""
        state = self._request.app.state
        identified: Identified = self._request.state.identified
        try:
            with (
                state.hub.listening(self._name, identified.person, self._position) as listener,
                state.metrics.listeners.track_inprogress(),
            ):
                seconds = 0 if scope.get(IS_HEAD) else state.settings.listening_seconds
                stopping = anyio.Event()
                ending = asyncio.create_task(_end(listener, stopping))
                try:
                    await EventSourceResponse(
                        _pokes(listener, seconds, self._may_still_listen),
                        ping=PING_SECONDS,
                        ping_message_factory=lambda: ServerSentEvent(comment="ping"),
                        send_timeout=SEND_SECONDS,
                        shutdown_event=stopping,
                        shutdown_grace_period=ENDING_SECONDS,
                    )(scope, receive, send)
                finally:
                    ending.cancel()
        except Crowded as crowded:
            await self._crowded(crowded)(scope, receive, send)

    def _may_still_listen(self) -> bool:
        try:
            self._door.check(self._request)
        except (Refusal, SignInNeeded):
            return False
        return True

    def _crowded(self, crowded: Crowded) -> Response:
        headers = {"Retry-After": RETRY_AFTER_SECONDS}
        if not crowded.of_person:
            return problem_response(self._request, "too-many-listeners", headers=headers)
        sentence = marked(
            "Người gọi này đang giữ {limit} kết nối chờ tin, là số nhiều nhất. Đóng bớt các trang đang mở."
        )
        language = preferred_language(self._request)
        detail = translate(language, sentence, limit=str(LISTENERS_OF_PERSON_MAX))
        return problem_response(self._request, "too-many-requests", detail=detail, headers=headers)


async def _end(listener: Listener, stopping: anyio.Event) -> None:
    await stopping.wait()
    listener.end()


async def _pokes(
    listener: Listener, seconds: int, may_still_listen: Callable[[], bool]
) -> AsyncIterator[ServerSentEvent]:
    """Pokes for so many seconds at most; the listener comes again by itself."""
    clock = asyncio.get_running_loop().time
    checked = clock()
    ends, begun = checked + seconds, False
    while not listener.is_ended and (not begun or clock() < ends):
        if clock() >= checked + RECHECK_SECONDS:
            if not await run_in_threadpool(may_still_listen):
                return
            checked = clock()
        position = None
        with suppress(TimeoutError):
            async with asyncio.timeout_at(min(ends, checked + RECHECK_SECONDS)):
                position = await listener.position()
        if position is not None and not listener.is_ended:
            begun = True
            told = json.dumps({"position": position}, separators=(",", ":"))
            yield ServerSentEvent(told, event="poke", retry=RETRY_MILLISECONDS)
