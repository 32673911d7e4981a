"""What is not told yet: the choices on a ballot that is not over, whoever asks and at whatever point."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.facts import Entry, EntryCorrected
from domain.identity import stream, stream_parts
from domain.votes import VoteCast, VoteChanged
from projections.ballots import BALLOTS
from projections.point import LATEST

CHOICES = "choices"


def open_ballots(connection: Connection, ballots: Iterable[str]) -> set[str]:
    """Those of `ballots` that are not over by all that is recorded: not closed, decided or annulled.

    The point of a question does not matter: one that looks back to when a close was still on record, and
    is retracted now, tells no choice. A ballot that nothing is known of counts as open.
    """
    asked = {stream("ballot", ballot): ballot for ballot in ballots}
    if not asked:
        return set()
    found = BALLOTS.all(connection, LATEST, subjects=asked)
    return {ballot for name, ballot in asked.items() if name not in found or found[name].is_open}


class Secrecy:
    """What is withheld of the entries of some streams, judged for all of them at once."""

    def __init__(self, connection: Connection, streams: Iterable[str]) -> None:
        ballots = {_ballot(name) for name in streams} - {None}
        self._open = open_ballots(connection, {str(ballot) for ballot in ballots})

    def withholds(self, entry: Entry) -> bool:
        """Whether an entry holds choices that nobody may see yet."""
        return _ballot(entry.originator_id) in self._open and _tells_choices(entry)

    def veiled(self, entry: Entry) -> Entry:
        """The entry as it may be told: without its choices where they are withheld.

        That choices were corrected can still be seen of it, and not which they are.
        """
        if not self.withholds(entry):
            return entry
        fact: Any = entry.fact
        if isinstance(fact, EntryCorrected):
            changed = {
                name: {**values, CHOICES: {}}
                for name, values in (("old", fact.old), ("new", fact.new))
                if CHOICES in values
            }
            return msgspec.structs.replace(entry, fact=msgspec.structs.replace(fact, **changed))
        return msgspec.structs.replace(entry, fact=msgspec.structs.replace(fact, choices={}))

    def told(self, entry: Entry, recorded: dict[str, Any]) -> dict[str, Any]:
        """The fact of an entry as it is `recorded`, without what is withheld."""
        return _without_choices(recorded) if self.withholds(entry) else recorded


def _ballot(name: str) -> str | None:
    """The ballot whose vote a stream holds; None for any other stream."""
    kind, parts = stream_parts(name)
    return parts[0] if kind == "vote" else None


def _tells_choices(entry: Entry) -> bool:
    match entry.fact:
        case VoteCast() | VoteChanged():
            return True
        case EntryCorrected(old=old, new=new):
            return CHOICES in old or CHOICES in new
    return False


def _without_choices(recorded: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _without_choices(value) if isinstance(value, dict) else value
        for name, value in recorded.items()
        if name != CHOICES
    }
