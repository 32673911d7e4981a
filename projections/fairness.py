"""How evenly a year was kept: what was written down late or put right afterwards, and who voted how.

These are figures and no verdicts. A record of a past year is written down late as a whole; a vote comes
through the minutes where a member could not send its own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.facts import Entry, EntryCorrected, EntryRetracted
from domain.identity import stream, stream_parts
from domain.moments import DAY_MICROSECONDS, as_datetime
from domain.timeline import standing
from projections.asof import stream_row
from projections.clusters import CLUSTERS
from projections.cycles import cycle_at
from projections.entries import amendments, entries
from projections.event_lines import EventLines
from projections.participation import vote_rows
from projections.point import Point
from projections.units import Names

Line = dict[str, Any]
# What is written down within this many days is not called late: no text sets a limit, and a reader may
# ask for another one.
LATE_DAYS = 30
# What ends a part of the year, after which a correction is worth a look.
ENDS: Mapping[str, str] = {
    "ballot.closed": "vote",
    "ballot.counted": "vote",
    "ballot.acclaimed": "vote",
    "cycle.summed_up": "summing_up",
    "cycle.closed": "closing",
}
OWN, STAND_IN, RECORD_KEEPER, UNSTATED = "representative", "stand_in", "record_keeper", "unstated"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is recorded of a cycle, as far as its fairness is concerned.

    `late` holds, by position, how many whole days after it was true an entry was recorded; `undated` are
    those of which no day is known. `corrections` are the amendments that came after the end of something,
    with what had ended, and `votes` those that count, each once.
    """

    stood: Sequence[Entry]
    late: Mapping[int, int]
    undated: int
    amended: int
    corrections: Sequence[tuple[Entry, list[str]]]
    votes: Sequence[Line]

    @property
    def indirect(self) -> list[Line]:
        """The votes that somebody else sent for the elector's representative, or that came on paper."""
        return [
            vote
            for vote in self.votes
            if voter(vote) in (STAND_IN, RECORD_KEEPER) or vote["channel"] in ("written", "minutes")
        ]


def fairness(
    connection: Connection, cycle: str, point: Point, *, late_days: int = LATE_DAYS
) -> dict[str, Any] | None:
    """What was recorded more than `late_days` after it was true, what was put right after the vote,
    the summing-up or the close, and which votes came otherwise than from the elector itself.

    None for an unknown cycle. No choice of a vote is part of it.
    """
    found = cycle_at(connection, cycle, point)
    if found is None:
        return None
    kept = read_kept(connection, cycle, point, late_days)
    cluster = CLUSTERS.of(connection, stream("cluster", found.opened.cluster), point)
    units = {stream_row(entry.originator_id).unit for entry in kept.stood}
    names = Names(connection, point, units)
    return {
        **point.told(),
        "cycle": cycle,
        "cluster": found.opened.cluster,
        "name": None if cluster is None else cluster.formed.name,
        "late_days": late_days,
        "entries": figures(kept),
        "units": _units(kept, names),
        "late": _late(kept, names),
        "corrections": _corrections(connection, point, kept),
        "votes": {
            "channels": dict(Counter(vote["channel"] for vote in kept.votes)),
            "by": dict(Counter(voter(vote) for vote in kept.votes)),
        },
        "indirect": [_indirect(vote) for vote in kept.indirect],
    }


def read_kept(connection: Connection, cycle: str, point: Point, late_days: int) -> Kept:
    """What is recorded of a known cycle at a point."""
    recorded = entries(connection, point, cycle=cycle)
    stood = standing(recorded, as_of=point.as_of)
    ends = [entry for entry in stood if entry.topic in ENDS]
    by_position = {entry.position: entry for entry in recorded}
    retracted = {at for at, amended in amendments(recorded).items() if amended.retracted_by is not None}
    amending = [
        entry
        for entry in recorded
        if isinstance(entry.fact, EntryCorrected | EntryRetracted)
        and entry.position not in retracted
        and by_position[entry.fact.position].effective <= point.as_of
    ]
    after = ((entry, _after(entry, ends)) for entry in amending)
    rows = (vote_rows(connection, cycle, point) or {"votes": []})["votes"]
    return Kept(
        stood=stood,
        late=_lateness(stood, late_days),
        undated=sum(entry.moment.bounds() is None for entry in stood),
        amended=len(amending),
        corrections=[(entry, what) for entry, what in after if what],
        votes=list({row["position"]: row for row in rows if row["counts"]}.values()),
    )


def figures(kept: Kept) -> dict[str, int]:
    """The figures of a cycle, to stand beside those of another year."""
    return {
        "total": len(kept.stood),
        "late": len(kept.late),
        "undated": kept.undated,
        "amended": kept.amended,
        "corrections": len(kept.corrections),
        "votes": len(kept.votes),
        "indirect": len(kept.indirect),
    }


def voter(vote: Line) -> str:
    """Who sent a vote: the elector's representative, a stand-in for them, or who keeps the record."""
    if vote["authority"] is None:
        return UNSTATED
    role, *rest = vote["authority"].split(":")
    if role != OWN:
        return RECORD_KEEPER
    return STAND_IN if "for" in rest[1:] else OWN


def _lateness(stood: Iterable[Entry], late_days: int) -> dict[int, int]:
    """How many days late each late entry is. One known to a month or a year counts from the end of that."""
    found = {}
    for entry in stood:
        bounds = entry.moment.bounds()
        if bounds is not None and entry.recorded_at - bounds[1] > late_days * DAY_MICROSECONDS:
            found[entry.position] = (entry.recorded_at - bounds[1]) // DAY_MICROSECONDS
    return found


def _after(amendment: Entry, ends: Iterable[Entry]) -> list[str]:
    """What had ended when an amendment was recorded; for one of a ballot only that ballot counts."""
    of = _ballot(amendment)
    ended = {
        ENDS[end.topic]
        for end in ends
        if end.position < amendment.position and (of is None or _ballot(end) in (None, of))
    }
    return [what for what in dict.fromkeys(ENDS.values()) if what in ended]


def _ballot(entry: Entry) -> str | None:
    kind, parts = stream_parts(entry.originator_id)
    return parts[0] if kind in ("ballot", "vote") else None


def _units(kept: Kept, names: Names) -> list[Line]:
    """How much of what is recorded of each unit is late, by name; what is of no single unit comes last."""
    own: dict[str | None, list[Entry]] = {}
    for entry in kept.stood:
        own.setdefault(stream_row(entry.originator_id).unit, []).append(entry)
    common = [None] if None in own else []
    named = [one.unit for one in names.sorted(unit for unit in own if unit is not None)]
    return [_share(unit, own[unit], kept, names) for unit in (*named, *common)]


def _share(unit: str | None, own: Sequence[Entry], kept: Kept, names: Names) -> Line:
    days = [kept.late[entry.position] for entry in own if entry.position in kept.late]
    return {
        "unit": names.of(unit),
        "entries": len(own),
        "late": len(days),
        "longest": max(days, default=None),
    }


def _late(kept: Kept, names: Names) -> list[Line]:
    """The late entries, those first that were recorded the longest after they were true."""
    stood = {entry.position: entry for entry in kept.stood}
    ordered = sorted(kept.late.items(), key=lambda one: (-one[1], one[0]))
    return [
        {
            "position": position,
            "topic": stood[position].topic,
            "unit": names.of(stream_row(stood[position].originator_id).unit),
            "on": stood[position].moment.text(),
            "recorded_at": as_datetime(stood[position].recorded_at).isoformat(),
            "days": days,
            "reason": stood[position].reason,
        }
        for position, days in ordered
    ]


def _corrections(connection: Connection, point: Point, kept: Kept) -> list[Line]:
    lines = EventLines(connection, point, [entry for entry, _ in kept.corrections], {})
    return [
        {
            **lines.brief(entry),
            "amends": getattr(entry.fact, "position", None),
            "reason": getattr(entry.fact, "reason", None),
            "after": after,
        }
        for entry, after in kept.corrections
    ]


def _indirect(vote: Line) -> Line:
    told = ("ballot", "elector", "at", "recorded_at", "channel", "actor", "authority", "position")
    return {**{name: vote[name] for name in told}, "by": voter(vote)}
