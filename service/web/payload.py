"""The body of a command: its arguments but for those that the path names, and what the envelope says."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from starlette.requests import Request

from domain.refusals import Refusal
from service.commands.catalogue import COMMANDS
from service.fields import field_problem
from service.web.resources import Resource
from service.web.strict_json import strict_json

_ENVELOPE = {"effective": str, "source": str, "reason": str}


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """A command as it was sent: its arguments, when it is true, on what source, and why so late."""

    arguments: Any
    effective: str | None
    source: str | None
    reason: str | None


async def raw_body(request: Request) -> bytes:
    """The bytes of a request, whose number the middleware bounds."""
    return await request.body()


def body_type(resource: Resource) -> type[Any]:
    """The shape of a resource's body: what the path does not name, then `effective`, `source`, `reason`."""
    command = COMMANDS[resource.command]
    given = {*resource.named, resource.derives}
    fields: list[Any] = [(name, kind) for name, kind in resource.extra.items()]
    for field in msgspec.structs.fields(command.arguments):
        if field.name in given:
            continue
        if field.required:
            fields.append((field.name, field.type))
        else:
            default: Any = field.default
            if default is msgspec.NODEFAULT:
                default = msgspec.field(default_factory=field.default_factory)
            fields.append((field.name, field.type, default))
    told = {name for name, *_ in fields}
    fields += [(name, kind | None, None) for name, kind in _ENVELOPE.items() if name not in told]
    return msgspec.defstruct(
        command.arguments.__name__, fields, frozen=True, kw_only=True, forbid_unknown_fields=True
    )


def read_payload(resource: Resource, body: type[Any], named: Mapping[str, Any], raw: bytes) -> Payload:
    """What was sent, with what the path names put in.

    Raises:
        Refusal: `body_unreadable` for what is no JSON; `field_missing`, `field_unknown`,
            `field_repeated`, `field_misfits` naming the field.
    """
    told = decoded(body, raw)
    given: dict[str, Any] = {name: getattr(told, name) for name in told.__struct_fields__}
    given.update(named)
    if resource.derives and resource.derived:
        given[resource.derives] = resource.derived(given)
    command = COMMANDS[resource.command]
    arguments = {name: given[name] for name in command.arguments.__struct_fields__ if name in given}
    try:
        asked = command.arguments(**arguments)
    except TypeError as error:
        raise Refusal("field_misfits", field="", problem=str(error)) from error
    return Payload(
        arguments=asked,
        effective=given.get("effective"),
        source=given.get("source"),
        reason=given.get("reason"),
    )


def decoded(body: Any, raw: bytes) -> Any:
    """What was sent, of the type that a body has.

    Raises:
        Refusal: `body_unreadable` for what is no JSON; `field_missing`, `field_unknown`,
            `field_repeated`, `field_misfits` naming the field.
    """
    try:
        told: Any = _decoder(body).decode(raw)
    except msgspec.ValidationError as error:
        raise field_problem(error, body.__struct_fields__).refusal from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("body_unreadable", field="body") from error
    strict_json(raw)
    return told


@cache
def _decoder(body: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(body)
