"""The routes of the forms: opened by GET beside the address of what they make, sent to that address."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from secrets import token_hex
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from domain.facts import Entry
from domain.identity import stream
from domain.refusals import Refusal
from projections.catalogue import marked
from service.application import Contended, VersionDiffers
from service.authority.judging import FROM_MINUTES, NotPermitted
from service.commands.catalogue import COMMANDS
from service.pages.ballots.voting import vote_form
from service.pages.forms.about import address_of
from service.pages.forms.command_form import BACK, MORE, STEP, VERSION, CommandForm
from service.pages.forms.permitting import require_may
from service.pages.forms.problem import Problem
from service.pages.forms.reading import Typed
from service.pages.forms.sending import contended, outdated, read_version
from service.pages.forms.words import REVIEWED
from service.pages.looking import looking
from service.pages.notices import RECORDED
from service.pages.offers import NEW
from service.pages.preferences import safe_return
from service.pages.problem_pages import COMMAND_ID
from service.web.guard import Caller, asking
from service.web.payload import Payload
from service.web.problems import told_refusal
from service.web.recording import record, weigh
from service.web.refusing import noting_refusals
from service.web.resources import NUMBERS, RESOURCES, Resource

OWN = "_"  # what the names of the form's own fields begin with
KEY_BYTES = 16
FIELDS_MAX = 10_000
_STEPS = ("edit", "review", "record")
_REUSED = "command_id_reused"
_SENT_BEFORE = marked(
    "Biểu mẫu này đã được ghi một lần với nội dung khác. Nếu nay là việc khác thì bấm lại; chưa ghi gì thêm."
)


async def _sent(request: Request) -> FormData:
    return await request.form(max_fields=FIELDS_MAX)


def forms_router() -> APIRouter:
    """Two routes for each command that can be asked for over HTTP."""
    router = APIRouter(include_in_schema=False)
    for resource in RESOURCES.values():
        router.add_api_route(resource.path + NEW, _opening(resource), methods=["GET"])
        router.add_api_route(resource.path, _taking(resource), methods=["POST"])
    return router


def _opening(resource: Resource) -> Callable[..., Response]:
    def open_form(request: Request, caller: Any, **named: str | int) -> Response:
        with looking(request, caller) as look:
            form = CommandForm(look, resource, _texts(named))
            require_may(form)
            if look.travels:
                return RedirectResponse(look.untravelled, 303)
            if is_vote(form, request.query_params.get("channel")):
                return RedirectResponse(_room_of(form), 303)
            told = {name: value for name, value in request.query_params.items() if name not in named}
            hidden = {
                COMMAND_ID: token_hex(KEY_BYTES),
                BACK: safe_return(told.get(BACK, "")) if told.get(BACK) else _page_of(form),
                **_version(form),
            }
            return form.page(form.started(told), hidden)

    return _signed(open_form, resource, {})


def _taking(resource: Resource) -> Callable[..., Response]:
    def take_form(request: Request, caller: Any, sent: Any, **named: str | int) -> Response:
        typed: dict[str, list[str]] = {}
        for name, value in sent.multi_items():
            if isinstance(value, str):
                typed.setdefault(name, []).append(value)
        hidden = {name: values[-1] for name, values in typed.items() if name.startswith(OWN)}
        given = {name: values for name, values in typed.items() if not name.startswith(OWN)}
        return _Sent(request, caller, resource, _texts(named), given, hidden).answer()

    return _signed(take_form, resource, {"sent": Annotated[FormData, Depends(_sent)]})


def _texts(named: Mapping[str, str | int]) -> dict[str, str]:
    """The parameters of a path as they stand in it; that a number is one was seen to at the door.

    Raises:
        HTTPException: 404, as one is no id of anything; PostgreSQL would take a NUL for a fault.
    """
    told = {name: str(value) for name, value in named.items()}
    if not all(value.isprintable() for value in told.values()):
        raise HTTPException(404)
    return told


class _Sent:
    """A form that was sent: looked at again, reviewed, or recorded.

    What it reads and shows is looked at before and after the command is carried out, never around it: who
    waits for a second connection while holding one may wait for others who do the same.
    """

    def __init__(
        self,
        request: Request,
        caller: Caller,
        resource: Resource,
        named: Mapping[str, str],
        typed: Typed,
        hidden: Mapping[str, str],
    ) -> None:
        self._request = request
        self._caller = caller
        self._resource = resource
        self._named = named
        self._typed = typed
        self._hidden = {name: value for name, value in hidden.items() if name in (COMMAND_ID, VERSION)}
        if hidden.get(BACK):
            self._hidden[BACK] = safe_return(hidden[BACK])  # which becomes a link
        # Sent without a step, as by no button of ours, what others rely on is shown before it counts.
        usual = "review" if resource.command in REVIEWED else "record"
        self._step = hidden[STEP] if hidden.get(STEP) in _STEPS else usual
        self._more = hidden.get(MORE, "")

    def answer(self) -> Response:
        """The form again, its review, or the page of what was recorded."""
        try:
            with noting_refusals(self._request, self._resource.command, self._caller):
                asked = self._read()
                if isinstance(asked, Response):
                    return asked
                found = self._carried_out(asked)
        except NotPermitted:
            raise
        except Refusal as refusal:
            return self._refused(refusal)
        except VersionDiffers:
            return self._again([outdated()], 412)
        except Contended:
            return self._again([contended()], 409)
        if self._step == "review":
            return self._reviewed(found)
        back = self._hidden.get(BACK) or address_of(found[0].originator_id)
        path, _, query = back.partition("?")
        return RedirectResponse(_with(path, query, found[0].position), 303)

    def _read(self) -> Payload | Response:
        """The command that was sent; the form again where that is asked for, or something cannot be read."""
        problems: list[Problem] = []
        with self._form() as form:
            require_may(form)
            if self._step == "edit" or self._more:
                return self._shown(form, [])
            payload = form.payload(self._typed, problems)
            return self._shown(form, problems, status=422) if payload is None else payload

    def _carried_out(self, payload: Payload) -> list[Entry]:
        """The entries that the command left, or for a review would leave."""
        state, command = self._request.app.state, self._resource.command
        version = read_version(self._hidden.get(VERSION, ""))
        if self._step == "review":
            return weigh(state.thidua, command, self._caller, payload, version)
        with state.metrics.appending(command):
            key = self._hidden.get(COMMAND_ID) or None
            return record(state.thidua, command, self._caller, payload, key, version)

    @contextmanager
    def _form(self) -> Iterator[CommandForm]:
        with looking(self._request, self._caller) as look:
            yield CommandForm(look, self._resource, self._named)

    def _refused(self, refusal: Refusal) -> Response:
        if refusal.code == _REUSED:  # as by who went back in the browser, and changed what was recorded
            self._hidden[COMMAND_ID] = token_hex(KEY_BYTES)
            return self._again([Problem("", _SENT_BEFORE)], 409)
        sentence = told_refusal(self._request, refusal)
        with self._form() as form:
            return self._shown(form, [form.problem(refusal, sentence)], status=409)

    def _again(self, problems: list[Problem], status: int) -> Response:
        with self._form() as form:
            return self._shown(form, problems, status=status)

    def _shown(self, form: CommandForm, problems: list[Problem], *, status: int = 200) -> Response:
        if self._is_vote(form):
            return self._slip(form, problems, reviewing=False)
        return form.page(self._typed, self._hidden, problems, more=self._more, status=status)

    def _reviewed(self, drafts: list[Entry]) -> Response:
        with self._form() as form:
            if self._is_vote(form):
                return self._slip(form, [], reviewing=True)
            return form.review(self._typed, self._hidden, drafts)

    def _is_vote(self, form: CommandForm) -> bool:
        return is_vote(form, next(iter(self._typed.get("channel", ())), None))

    def _slip(self, form: CommandForm, problems: list[Problem], *, reviewing: bool) -> Response:
        """What was filled in on a voting slip, in the ballot room."""
        own = {name: [value] for name, value in self._hidden.items()}
        typed = {**self._typed, **own}
        return vote_form(form.look, form.resource.command, form.named, typed, problems, reviewing=reviewing)


def _room_of(form: CommandForm) -> str:
    """Where a vote is filled in: in its ballot's room, for the elector that the address names."""
    look = form.look
    elector = form.named.get("elector") or look.request.query_params.get("elector")
    change = "1" if form.resource.command == "change_vote" else None
    return look.url(f"/ballots/{form.named['ballot']}", elector=elector, change=change)


def is_vote(form: CommandForm, channel: str | None) -> bool:
    """Whether it is the slip of an elector, and no copy from the minutes by who keeps the record."""
    of_a_slip = form.resource.command in ("cast_vote", "change_vote") and channel != FROM_MINUTES
    return of_a_slip and bool(form.asked.own_units)


def _stream(form: CommandForm) -> str | None:
    """The stream that the path names; None where a field will."""
    if form.asked.entry is not None:
        return form.asked.entry.originator_id
    command: Any = COMMANDS[form.resource.command]
    keys = getattr(command, "keys", ())
    if not keys or not all(key in form.named for key in keys):
        return None
    return stream(command.kind, *(form.named[key] for key in keys))


def _with(path: str, query: str, position: int) -> str:
    kept = "&".join(part for part in query.split("&") if part and not part.startswith(f"{RECORDED}="))
    return f"{path}?{kept}&{RECORDED}={position}" if kept else f"{path}?{RECORDED}={position}"


def _page_of(form: CommandForm) -> str:
    """The page that a form belongs to, where it leads back; none where what it makes has no page yet."""
    if form.asked.entry is not None:
        return f"/events/{form.asked.entry.position}"
    name = _stream(form)
    if name is not None:
        return address_of(name)
    return f"/ballots/{form.named['previous']}" if "previous" in form.named else ""


def _version(form: CommandForm) -> dict[str, str]:
    """The version of what an edit is made on, as the reader sees it."""
    name = _stream(form)
    if not form.resource.edits or name is None:
        return {}
    return {VERSION: str(len(form.look.past.entries(name)))}


def _signed(
    endpoint: Callable[..., Response], resource: Resource, more: Mapping[str, Any]
) -> Callable[..., Response]:
    """What FastAPI reads of an endpoint: the parameters of its path, its caller, and what was sent."""
    kinds: dict[str, Any] = {
        "request": Request,
        "caller": Annotated[Caller, asking(resource.command)],
        **more,
        **{name: int if name in NUMBERS else str for name in resource.named},
    }
    keyword = inspect.Parameter.KEYWORD_ONLY
    endpoint.__name__ = f"{endpoint.__name__}_{resource.command}"
    endpoint.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, keyword, annotation=kind) for name, kind in kinds.items()]
    )
    return endpoint
