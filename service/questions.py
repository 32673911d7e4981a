"""The table of questions: what each is about, what answers it, and how its lines are paged."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.identity import ballot_cycle, stream
from domain.units import Unit
from projections import (
    ballot_answers,
    cluster_commendations,
    cluster_fairness,
    clusters,
    commendations,
    cycles,
    differences,
    drives,
    events,
    fairness,
    history,
    honours,
    inbox,
    inspections,
    leads,
    lineage,
    memberships,
    nominations,
    participation,
    pledges,
    ranks,
    representation,
    representatives,
    rules,
    scoring,
    standings,
    steps,
    unit_years,
    units,
    votes,
    what_if,
)
from projections.ballots import BALLOTS
from projections.point import Point
from service.paging import Lines, field
from service.rulebook import rule_sets

Answer = dict[str, Any]
PERSON = "person"  # no kind of stream: the log only names them
RULE_SET = "rule_set"  # no kind of stream: rule sets come with the service
ENTRY = "entry"  # nor is this: an entry is named by its position, and stands in a stream of any kind


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A question: what kind of thing it is about (None: about all), and what answers it.

    `lines` are those of an answer that is told page by page; `is_stream` says that the thing is one stream
    of the log, whose version a command can name. `veiled`: what an open ballot holds back is part of it, so
    the same point may be answered with more once the ballot is over. `kept`: it follows from its day and the
    log alone, not from the time `known_at` as such, and is asked for by many, so `Kept` may keep it.
    """

    kind: str | None = None
    ask: Callable[..., Answer | None]
    in_words: bool = False
    lines: Lines | None = None
    is_stream: bool = False
    veiled: bool = False
    kept: bool = False


def _rule_sets(_connection: Connection, point: Point) -> Answer:
    return rules.all_rule_sets(rule_sets().values(), point)


def _rule_set(_connection: Connection, name: str, point: Point) -> Answer | None:
    found = rule_sets().get(name)
    return None if found is None else rules.rule_set(found, point)


def _event(connection: Connection, position: str, point: Point) -> Answer | None:
    return events.event(connection, int(position), point)


def _cycle_events(
    connection: Connection, cycle: str, point: Point, *, asked: events.EventFilter, **page: Any
) -> Answer | None:
    """Those within a cycle, whatever else is asked for."""
    if cycles.cycle_at(connection, cycle, point) is None:
        return None
    within = msgspec.structs.replace(asked, cycle=cycle)
    return events.events(connection, point, within, **page)


def _unit_lineage(connection: Connection, cycle: str, unit: str, point: Point) -> Answer | None:
    return lineage.lineage(connection, cycle, point, unit)


def _ballot_vote_entries(connection: Connection, ballot: str, point: Point) -> Answer | None:
    if BALLOTS.of(connection, stream("ballot", ballot), point) is None:
        return None
    return participation.vote_rows(connection, ballot_cycle(ballot), point, ballot=ballot)


def _words_of_cycle(one: cycles.Listed) -> list[str | None]:
    opened = one.cycle.opened
    return [one.cycle.id, opened.cluster, one.name, opened.movement, opened.theme]


def words_of_cluster(one: clusters.Formation) -> list[str | None]:
    """What a cluster is found by."""
    return [one.id, one.formed.name, one.formed.series, one.formed.number]


def _words_of_unit(one: Unit) -> list[str | None]:
    return [one.id, one.name, one.short_name]


CYCLE_LINES = Lines(
    "cycles",
    attrgetter("cycle.id"),
    searched=_words_of_cycle,
    narrowed={"cluster": attrgetter("cycle.opened.cluster")},
    early=True,
)
_CLUSTERS = Lines("clusters", attrgetter("id"), searched=words_of_cluster, early=True)
_UNITS = Lines(
    "units",
    attrgetter("id"),
    searched=_words_of_unit,
    narrowed={"parent": attrgetter("parent")},
    early=True,
)
_BALLOTS = Lines("ballots", field("ballot"))
_VOTES = Lines("votes", field("position", "candidate"))

QUERIES: Mapping[str, Query] = {
    "cycles": Query(ask=cycles.all_cycles, lines=CYCLE_LINES),
    "cycle": Query(kind="cycle", ask=cycles.cycle, is_stream=True),
    "standings": Query(kind="cycle", ask=standings.standings, kept=True),
    "steps": Query(kind="cycle", ask=steps.steps, kept=True),
    "inbox": Query(kind="cycle", ask=inbox.inbox),
    "scores": Query(kind="cycle", ask=scoring.scores, lines=Lines("scores", field("unit"))),
    "score": Query(kind="score", ask=scoring.score, is_stream=True),
    "votes": Query(kind="cycle", ask=votes.votes, lines=_BALLOTS, veiled=True),
    "ballots": Query(kind="cycle", ask=ballot_answers.ballots, lines=_BALLOTS),
    "commendations": Query(
        kind="cycle",
        ask=commendations.commendations,
        lines=Lines("commendations", field("position")),
    ),
    "pledges": Query(kind="cycle", ask=pledges.pledges, lines=Lines("pledges", field("unit"))),
    "pledge": Query(kind="pledge", ask=pledges.pledge, is_stream=True),
    "drives": Query(kind="cycle", ask=drives.drives, lines=Lines("drives", field("drive"))),
    "drive": Query(kind="drive", ask=drives.drive, is_stream=True),
    "nominations": Query(
        kind="cycle",
        ask=nominations.nominations,
        lines=Lines("nominations", field("title", "unit")),
    ),
    "nomination": Query(kind="nomination", ask=nominations.nomination, is_stream=True),
    "inspections": Query(
        kind="cycle",
        ask=inspections.inspections,
        lines=Lines("inspections", field("unit", "inspection")),
    ),
    "rules": Query(kind="cycle", ask=rules.rules),
    "history": Query(kind="cycle", ask=history.history, in_words=True, veiled=True),
    "ballot": Query(kind="ballot", ask=ballot_answers.ballot, is_stream=True),
    "what_if": Query(kind="ballot", ask=what_if.what_if, veiled=True),
    "ballot_votes": Query(kind="ballot", ask=votes.ballot, veiled=True),
    "vote": Query(kind="vote", ask=ballot_answers.vote, is_stream=True, veiled=True),
    "units": Query(ask=units.all_units, lines=_UNITS),
    "unit": Query(kind="unit", ask=units.unit, is_stream=True),
    "honours": Query(kind="unit", ask=honours.honours, lines=Lines("honours", field("cycle", "title"))),
    "representatives": Query(kind="unit", ask=representatives.representatives),
    "representation": Query(kind=PERSON, ask=representation.representation),
    "unit_years": Query(kind="unit", ask=unit_years.unit_years),
    "clusters": Query(ask=clusters.all_clusters, lines=_CLUSTERS),
    "cluster": Query(kind="cluster", ask=clusters.cluster, is_stream=True),
    "memberships": Query(kind="cluster", ask=memberships.memberships),
    "leads": Query(kind="cluster", ask=leads.leads),
    "ranks": Query(kind="cluster", ask=ranks.ranks),
    "cluster_commendations": Query(kind="cluster", ask=cluster_commendations.cluster_commendations),
    "rule_sets": Query(ask=_rule_sets, lines=Lines("rule_sets", field("rule_set"))),
    "rule_set": Query(kind=RULE_SET, ask=_rule_set),
    "events": Query(ask=events.events, veiled=True),
    "cycle_events": Query(kind="cycle", ask=_cycle_events, veiled=True),
    "event": Query(kind=ENTRY, ask=_event, is_stream=True, veiled=True),
    "lineage": Query(kind="cycle", ask=lineage.lineage, veiled=True),
    "unit_lineage": Query(kind="member", ask=_unit_lineage, veiled=True),
    "differences": Query(kind="cycle", ask=differences.differences, veiled=True),
    "fairness": Query(
        kind="cycle", ask=fairness.fairness, lines=Lines("late", field("position")), veiled=True
    ),
    "cluster_fairness": Query(kind="cluster", ask=cluster_fairness.cluster_fairness),
    "vote_entries": Query(kind="cycle", ask=participation.vote_rows, lines=_VOTES, veiled=True),
    "ballot_vote_entries": Query(kind="ballot", ask=_ballot_vote_entries, lines=_VOTES, veiled=True),
}
