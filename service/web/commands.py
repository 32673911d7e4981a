"""The commands over HTTP: parse what was sent, have it judged and decided, answer with what was recorded."""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Header, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from domain.facts import Entry
from domain.moments import as_datetime
from projections.advice import ADVISED, advice
from projections.catalogue import LANGUAGES
from service.application import Thidua
from service.commands.catalogue import COMMANDS
from service.web.guard import Caller, asking
from service.web.openapi import problems
from service.web.paths import PREFIX
from service.web.payload import body_type, raw_body, read_payload
from service.web.preconditions import expected_version, version_tag
from service.web.recording import record
from service.web.refusing import noting_refusals
from service.web.resources import NUMBERS, RESOURCES, Resource

KEY_LETTERS_MAX = 100
_PROBLEMS = problems(401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 503)


class RecordedEntry(BaseModel):
    """An entry that a command left."""

    position: int = Field(examples=[512])
    stream: str = Field(examples=["cycle:bca-local-5-2022"])
    version: int = Field(examples=[3])
    topic: str = Field(examples=["cycle.launched"])
    on: str = Field(description="When it is true in the world", examples=["2022-03-01"])
    precision: str = Field(examples=["day"])
    recorded_at: str = Field(examples=["2026-01-15T09:00:00+07:00"])
    authority: str | None = Field(examples=["lead:ca-tinh-ha-tinh"])


class Recorded(BaseModel):
    """What a command recorded. The same command sent again with its key gets the same answer."""

    command: str = Field(examples=["launch_cycle"])
    command_id: str
    position: int = Field(description="The last position it left", examples=[512])
    entries: list[RecordedEntry]
    warnings: dict[str, list[str]] = Field(
        description="What is unusual about it, in each language; nobody was kept from it",
        examples=[{"vi": [], "en": []}],
    )


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Names this command among those of its sender: sent again, it is not repeated",
        min_length=1,
        max_length=KEY_LETTERS_MAX,
        pattern=r"^[A-Za-z0-9._:-]+$",
        examples=["5b0c0f0e7c5145589c5e000000000074"],
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The ETag of what is changed, as it was read",
        examples=['"3"'],
        max_length=KEY_LETTERS_MAX,
    ),
]


def commands_router() -> APIRouter:
    """A route for each command that can be asked for over HTTP."""
    router = APIRouter(prefix=PREFIX, tags=["commands"])
    for resource in RESOURCES.values():
        command = COMMANDS[resource.command]
        body = body_type(resource)
        router.add_api_route(
            resource.path,
            _endpoint(resource, body),
            methods=["POST"],
            status_code=201,
            response_model=Recorded,
            operation_id=resource.command,
            summary=command.purpose,
            responses={**_PROBLEMS, 201: {"headers": _CREATED}},
            openapi_extra={"requestBody": _described(body)},
        )
    return router


_CREATED = {
    "ETag": {"description": "The version of the stream now", "schema": {"type": "string"}},
    "Location": {"description": "The entry that was recorded", "schema": {"type": "string"}},
}


def _described(body: type[Any]) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{body.__name__}"}
    return {"required": True, "content": {"application/json": {"schema": reference}}}


def _endpoint(resource: Resource, body: type[Any]) -> Callable[..., Response]:
    def endpoint(
        request: Request,
        caller: Any,
        raw: Any,
        idempotency_key: Any = None,
        if_match: Any = None,
        **named: Any,
    ) -> Response:
        with (
            request.app.state.metrics.appending(resource.command),
            noting_refusals(request, resource.command, caller),
        ):
            payload = read_payload(resource, body, named, raw)
            version = expected_version(if_match, needed=resource.edits)
            application: Thidua = request.app.state.thidua
            entries = record(application, resource.command, caller, payload, idempotency_key, version)
        return _answer(resource, entries, _warnings(application, entries[0]))

    endpoint.__name__ = resource.command
    endpoint.__doc__ = COMMANDS[resource.command].purpose
    endpoint.__signature__ = _signature(resource)  # type: ignore[attr-defined]
    return endpoint


def _signature(resource: Resource) -> inspect.Signature:
    """What FastAPI reads of an endpoint: the parameters of its path, its headers, its caller and its body."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    kinds: Mapping[str, Any] = {
        "request": Request,
        "caller": Annotated[Caller, asking(resource.command)],
        "raw": Annotated[bytes, Depends(raw_body)],
        "idempotency_key": IdempotencyKey,
        "if_match": IfMatch,
    }
    kinds = {**kinds, **{name: int if name in NUMBERS else str for name in resource.named}}
    defaults = {"idempotency_key": None, "if_match": None}
    return inspect.Signature(
        [
            inspect.Parameter(
                name, keyword, annotation=kind, default=defaults.get(name, inspect.Parameter.empty)
            )
            for name, kind in kinds.items()
        ]
    )


def _warnings(application: Thidua, entry: Entry) -> Mapping[str, list[str]]:
    """What should be known of what was recorded: most kinds of entries need no look."""
    if not isinstance(entry.fact, ADVISED):
        return {language: [] for language in LANGUAGES}
    with application.log_recorder.reading() as connection:
        return advice(connection, entry)


def _answer(resource: Resource, entries: list[Entry], warnings: Mapping[str, list[str]]) -> Response:
    first = entries[0]
    told = {
        "command": resource.command,
        "command_id": first.command_id,
        "position": entries[-1].position,
        "entries": [_told(entry) for entry in entries],
        "warnings": warnings,
    }
    headers = {
        "ETag": version_tag(first.originator_version),
        "Location": f"{PREFIX}/events/{first.position}",
        "Cache-Control": "no-store",
    }
    return Response(msgspec.json.encode(told), 201, headers, media_type="application/json")


def _told(entry: Entry) -> dict[str, Any]:
    return {
        "position": entry.position,
        "stream": entry.originator_id,
        "version": entry.originator_version,
        "topic": entry.topic,
        "on": entry.moment.text(),
        "precision": entry.precision.value,
        "recorded_at": as_datetime(entry.recorded_at).isoformat(),
        "authority": entry.authority,
    }
