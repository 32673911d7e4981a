"""The board of a cycle: every unit with its rank, score, targets, titles and votes."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection

from domain.counts import OptionCount
from projections.commendations import lines
from projections.cycles import last_year
from projections.departures import departures
from projections.nominations import award_year
from projections.pledges import pledged_titles, told_targets
from projections.point import Point
from projections.scores import Board, board
from projections.steps import furthest
from projections.units import Named, Names, by_name
from projections.votes import concerned, is_elected, options
from projections.year import Year, read_year

Line = dict[str, Any]


def standings(connection: Connection, cycle: str, point: Point) -> Line | None:
    """The board of a cycle at a point, by rank and then by name; None for an unknown cycle.

    It shows the members and every other unit that anything is recorded of, with the day that it left.
    """
    year = read_year(connection, cycle, point)
    if year is None:
        return None
    units = sorted({*year.members, *year.entered})
    lead, deputy = (None, None) if year.tenure is None else (year.tenure.lead, year.tenure.deputy)
    names = Names(connection, point, [*units, lead, deputy])
    left = departures(connection, year, units, names, point)
    scored = board(year.scores, year.rules)
    taking_part = [unit for unit in units if unit not in left]
    return {
        **point.told(),
        **_heading(year),
        "lead": names.of(lead),
        "deputy": names.of(deputy),
        "max": scored.maximum,
        "ranked_by": scored.ranked_by(taking_part),
        "members": _members(year, names.each(units), names, scored, left),
        "commendations": lines(connection, cycle, point),
    }


def _heading(year: Year) -> Line:
    opened, last, rules = year.cycle.opened, last_year(year.cycle), year.rules.rule_set
    return {
        "cycle": year.cycle.id,
        "cluster": opened.cluster,
        "name": None if year.cluster is None else year.cluster.formed.name,
        "cluster_kind": None if year.cluster is None else year.cluster.formed.kind,
        "year": opened.first_year if opened.first_year == last else None,
        "first_year": opened.first_year,
        "last_year": last,
        "movement": opened.movement,
        "theme": opened.theme,
        "slogans": list(opened.slogans),
        "step": furthest(year),
        "rule_set": rules and rules.id,
    }


def _members(
    year: Year, units: Collection[Named], names: Names, scored: Board, left: Mapping[str, str]
) -> list[Line]:
    """A line for each unit; those that left are not ranked."""
    ranks = scored.ranks([named.unit for named in units if named.unit not in left])
    titles, votes = titles_of(year), _votes(year)
    return [
        {
            "unit": named.unit,
            "name": named.name,
            "status": _status(named.unit, names),
            "left": left.get(named.unit),
            "rank": ranks.get(named.unit),
            "score": scored.told(named.unit),
            "targets": told_targets(year.pledges.get(named.unit)),
            "pledged_titles": pledged_titles(year.pledges.get(named.unit)),
            "titles": titles[named.unit],
            "votes": votes[named.unit],
        }
        for named in sorted(units, key=lambda named: _place(named, ranks.get(named.unit)))
    ]


def _place(named: Named, rank: int | None) -> tuple[bool, int, Any]:
    return rank is None, rank or 0, by_name(named)


def _status(unit: str, names: Names) -> str | None:
    known = names.known(unit)
    return None if known is None else known.status


def titles_of(year: Year) -> defaultdict[str, list[Line]]:
    """The titles that units were proposed for in the cycle, by unit, with what became of each."""
    titles: defaultdict[str, list[Line]] = defaultdict(list)
    for one in sorted(year.nominations, key=lambda one: (one.since.effective, one.title)):
        titles[one.unit].append(
            {
                "title": one.title,
                "status": one.status,
                "since": one.since.text(),
                "times": one.times,
                "year": award_year(one),
            }
        )
    return titles


def _votes(year: Year) -> defaultdict[str, list[Line]]:
    """The votes on each unit, ballot by ballot; those of an annulled ballot have no effect."""
    votes: defaultdict[str, list[Line]] = defaultdict(list)
    for ballot in year.ballots:
        if ballot.is_annulled:
            continue
        counted, titles = options(ballot), ballot.opened.titles
        for unit in concerned(ballot):
            option = counted.get(unit) or OptionCount(candidate=unit)
            votes[unit].append(
                {
                    "ballot": ballot.id,
                    "title": titles[0] if len(titles) == 1 else None,
                    "votes_for": option.votes_for,
                    "votes_against": option.votes_against,
                    "votes_abstain": option.votes_abstain,
                    "elected": is_elected(ballot, unit),
                }
            )
    return votes
