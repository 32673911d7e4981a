"""What the tests of chronicles have in common: an empty log, the examples, and all that a log answers."""

import weakref
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from domain.identity import stream_parts
from projections.seeking import streams
from service.answers import QUERIES, Asked, stand
from service.application import Thidua
from service.chronicle.importing import import_chronicle
from service.engine import open_engine
from service.schema import make_schema
from tests.rooms import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
WHOLE_YEAR = ROOT / "tests" / "chronicles" / "whole-year.yaml"
DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        "2018-12-31",
        "2019-11-21",
        "2019-12-31",
        "2020-05-28",
        "2022-08-01",
        "2022-11-22",
        "2023-01-15",
        "2026-01-01",
    )
)
# PostgreSQL is asked on fewer days: it answers the same questions, each over a connection.
FEW_DAYS = DAYS[1::3]
# What tells when and where in its own log an entry was recorded, and nothing of the world.
_OF_THE_LOG = {
    "position",
    "entry",
    "known_at",
    "recorded_at",
    "corrected_by",
    "retracted_by",
    "corrects",
    "retracts",
    "next",
}


def new_log(url: str) -> Thidua:
    """An application over an empty log."""
    engine = open_engine(url)
    make_schema(engine)
    application = Thidua(engine)
    weakref.finalize(application, engine.dispose)
    return application


def log_of(url: str, files: Iterable[Path]) -> Thidua:
    """An application over a log that has taken in these files, in this order."""
    application = new_log(url)
    for file in files:
        import_chronicle(application, file)
    return application


def keys(application: Thidua) -> defaultdict[str, list[tuple[str, ...]]]:
    """What a log knows, by kind: the ids that each thing is named by."""
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    with application.log_recorder.reading() as connection:
        for name in connection.execute(select(streams.c.stream).order_by(streams.c.stream)).scalars():
            kind, parts = stream_parts(name)
            found[kind].append(tuple(parts))
    return found


# What these tell is the log itself: two logs of one world differ in it.
OF_THE_LOG = {
    "events", "cycle_events", "event", "lineage", "unit_lineage", "differences", "vote_entries",
    "ballot_vote_entries", "fairness", "cluster_fairness",
}  # fmt: skip


def everything(application: Thidua, days: Iterable[date] = DAYS) -> dict[str, Any]:
    """Every answer for every id on each day, as known now; rows in no order, places in the log left out."""
    known = keys(application)
    told = {}
    with application.log_recorder.reading() as connection:
        for day in days:
            point = stand(application, connection, Asked(as_of=day)).point
            for name, query in QUERIES.items():
                if name in OF_THE_LOG:
                    continue
                words: list[str] = ["vi"] if query.in_words else []
                for key in [()] if query.kind is None else known[query.kind]:
                    found = query.ask(connection, *key, point, *words)
                    told[f"{name} {key} {day}"] = _of_the_world(msgspec.to_builtins(found))
    return told


def _is_place(key: str, part: Any, topic: str) -> bool:
    """Whether it tells places in the log, as the evidence of a step and the sentence of an amendment do."""
    if key == "entries":
        return all(isinstance(one, int) for one in part)
    return key in _OF_THE_LOG or (key == "sentence" and topic.startswith("entry."))


def _of_the_world(value: Any) -> Any:
    if isinstance(value, dict):
        topic = str(value.get("topic", ""))
        return {key: _of_the_world(part) for key, part in value.items() if not _is_place(key, part, topic)}
    if isinstance(value, list | tuple):
        return sorted(map(_of_the_world, value), key=lambda part: msgspec.json.encode(part, order="sorted"))
    return value
