"""Which table of a spreadsheet each question is told as."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from service.exports import TABLES, Row, Table, as_csv


def _event(answer: Mapping[str, Any]) -> Iterator[Row]:
    """The entry, and what it amends and what amends it; the facts of those are told with themselves."""
    event = answer["event"]
    yield from TABLES["events"].rows({"events": [event]})
    yield from event["chain"]


def _ballots(answer: Mapping[str, Any]) -> Iterator[Row]:
    for ballot in answer["ballots"]:
        yield from _votes(ballot)


def _votes(ballot: Mapping[str, Any]) -> Iterator[Row]:
    """A row for each vote and candidate, for a vote whose choices are not told, or a ballot without votes."""
    told = {name: ballot[name] for name in ("ballot", "round", "titles", "mode", "status")}
    for vote in ballot["votes"]:
        for candidate, choice in (vote["choices"] or {None: None}).items():
            yield {**told, **vote, "candidate": candidate, "choice": choice}
    if not ballot["votes"]:
        yield told


def _attempts(answer: Mapping[str, Any]) -> Iterator[Row]:
    yield from answer["attempts"]


_BALLOTS = tuple(
    "ballot round titles mode status elector.unit elector.name candidate choice at channel capacity "
    "changes".split()
)
_PROOF = ("proof.leaf", "proof.commitment", "proof.salt")

EXPORTED: Mapping[str, Table] = {
    **TABLES,
    "cycle_events": TABLES["events"],
    "event": Table((*TABLES["events"].columns, *_PROOF), _event),
    "unit_lineage": TABLES["lineage"],
    "vote_entries": TABLES["votes"],
    "ballot_vote_entries": TABLES["votes"],
    "votes": Table(_BALLOTS, _ballots),
    "ballot_votes": Table(_BALLOTS, _votes),
    "attempts": Table(tuple("id at person session action about code".split()), _attempts),
}


def exported(name: str, answer: Mapping[str, Any]) -> Iterator[bytes]:
    """The CSV file of a whole answer, by the name of its question."""
    columns, rows = EXPORTED[name]
    return as_csv(rows(msgspec.to_builtins(answer, str_keys=True)), columns)
