"""A voting slip: on whom an elector says what, by which way, and what was filled in so far."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import msgspec

from domain.votes import Channel, Choice
from service import answers
from service.accounts.names import new_id
from service.pages.ballots.room import Room

CHOICES: tuple[Choice, ...] = get_args(Choice)
CHOICE = "choices."  # what the field of a candidate begins with
_BY_OTHERS = "minutes"  # how a secretary copies votes from minutes; nobody votes so
Values = Mapping[str, Sequence[str]]


class Line(msgspec.Struct, frozen=True):
    """A candidate on a slip: `field` names what is chosen, `choice` is what was, if anything."""

    field: str
    unit: str
    name: str
    choice: str | None


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """A slip as it is sent: to `action`, by `channel`, with what is `hidden`.

    `barred` says that the elector's own unit is left out, as its rule lets nobody vote on themselves.
    """

    elector: str
    name: str
    action: str
    changes: bool
    lines: list[Line]
    channels: list[Channel]
    channel: str
    barred: bool
    hidden: list[tuple[str, str]]

    @property
    def missing(self) -> list[Line]:
        """The candidates on whom nothing was chosen."""
        return [line for line in self.lines if line.choice is None]


def slip_of(room: Room, elector: str, values: Values | None = None) -> Slip:
    """The slip of an elector, with what was filled in before."""
    given = values or {}
    changes = elector in room.cast
    rule = room.held.rule
    barred = rule is not None and not rule.self_vote
    candidates = [one for one in room.told["candidates"] if not (barred and one["unit"] == elector)]
    ways = channels(room)
    asked = _last(given, "channel")
    return Slip(
        elector=elector,
        name=room.names.get(elector, elector),
        action=f"{room.address}/votes/{elector}/changes" if changes else f"{room.address}/votes",
        changes=changes,
        lines=[_line(one, given) for one in candidates],
        channels=ways,
        channel=next((one for one in ways if one == asked), ways[0]),
        barred=barred and elector in room.held.opened.candidates,
        hidden=_hidden(room, elector, given, changes=changes),
    )


def channels(room: Room) -> list[Channel]:
    """By which ways a vote can come, the usual one first."""
    if room.held.opened.mode == "written_opinion":
        return ["written"]
    rule = room.held.rule
    in_writing = rule is not None and rule.hears_in_writing
    return [one for one in get_args(Channel) if one != _BY_OTHERS and (one != "written" or in_writing)]


def _line(candidate: Mapping[str, Any], given: Values) -> Line:
    unit = candidate["unit"]
    field = CHOICE + unit
    told = _last(given, field)
    return Line(field, unit, candidate["name"] or unit, next((one for one in CHOICES if one == told), None))


def _hidden(room: Room, elector: str, given: Values, *, changes: bool) -> list[tuple[str, str]]:
    look = room.look
    found = [("_back", room.address if len(room.own) < 2 else f"{room.address}?elector={elector}")]
    found.append(("_command_id", _last(given, "_command_id") or new_id("w")))
    if not changes:
        return [*found, ("elector", elector)]
    version = answers.stream_version(look.connection, "vote", (room.id, elector), look.point)
    return [*found, ("_version", _last(given, "_version") or str(version))]


def _last(given: Values, name: str) -> str | None:
    told = given.get(name)
    return told[-1] if told else None
