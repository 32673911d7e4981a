"""How an answer tells an entry: its envelope, its sentence in each language, and what became of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from domain.facts import Entry, EntryCorrected, EntryRetracted
from domain.moments import as_datetime
from projections.asof import stream_row
from projections.catalogue import LANGUAGES
from projections.entries import Amended
from projections.point import Point
from projections.secrecy import Secrecy
from projections.sentences import mentioned, sentence
from projections.units import Names

Line = dict[str, Any]
UNAMENDED = Amended()


class EventLines:
    """Tells entries as they are given, by the names that units bore at a point.

    Names, and which choices are withheld, are read once for all of `told`, the entries that it will tell.
    """

    def __init__(
        self, connection: Connection, point: Point, told: Iterable[Entry], amended: Mapping[int, Amended]
    ) -> None:
        entries = list(told)
        self.secrecy = Secrecy(connection, {entry.originator_id for entry in entries})
        self._amended = amended
        units = {stream_row(entry.originator_id).unit for entry in entries}
        units |= {unit for entry in entries for unit in mentioned(self.secrecy.veiled(entry))}
        self.names = Names(connection, point, units)

    def brief(self, entry: Entry) -> Line:
        """What an entry says and when, for lists beside which its envelope would be too much."""
        told = self.secrecy.veiled(entry)
        return {
            "position": entry.position,
            "topic": entry.topic,
            "on": entry.moment.text(),
            "precision": entry.precision.value,
            "recorded_at": as_datetime(entry.recorded_at).isoformat(),
            "sentences": {language: sentence(told, self.names, language) for language in LANGUAGES},
        }

    def whole(self, entry: Entry) -> Line:
        """An entry with its envelope and with what amends it; `withheld`: its choices are not told yet."""
        fact, row = entry.fact, stream_row(entry.originator_id)
        amended = self._amended.get(entry.position, UNAMENDED)
        return {
            **self.brief(entry),
            "stream": entry.originator_id,
            "version": entry.originator_version,
            "unit": self.names.of(row.unit),
            "cycle": row.cycle,
            "actor": entry.actor,
            "authority": entry.authority,
            "session": entry.session,
            "command_id": entry.command_id,
            "source": entry.source,
            "reason": entry.reason,
            "stands": amended.retracted_by is None,
            "corrected_by": list(amended.corrected_by),
            "retracted_by": amended.retracted_by,
            "corrects": fact.position if isinstance(fact, EntryCorrected) else None,
            "retracts": fact.position if isinstance(fact, EntryRetracted) else None,
            "withheld": self.secrecy.withholds(entry),
        }
