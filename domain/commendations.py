"""Counts of commendations in a cycle, each as its source states it.

Stream `commendation:{cycle}`. Many sources count award instances ("lượt"), others recipients, most do not
say; so every line keeps its counting unit and the period that it covers, and nothing is added up here.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

import msgspec
from msgspec.structs import replace

from domain.facts import Entry, Fact
from domain.identity import slug
from domain.moments import Moment
from domain.refusals import Refusal

Counting = Literal["instances", "distinct", "unstated"]
Grade = Literal["first", "second", "third"]


class CommendationReported(Fact, frozen=True, kw_only=True):
    """One line of a count: how many collectives, individuals, or certificates that the source does not split.

    `form` is the award form's code (None: all forms together), `level` says who commends ("all", "state",
    "ministry", "province" …; None: unstated), `unit` whose commendations they are (None: the whole
    cluster's). `within` names the line of which this one is a part ("trong đó").
    """

    topic: ClassVar[str] = "commendation.reported"
    line: str
    form: str | None = None
    grade: Grade | None = None
    level: str | None = None
    grantor: str | None = None
    unit: str | None = None
    collectives: int | None = None
    individuals: int | None = None
    awards: int | None = None
    counting: Counting = "unstated"
    within: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    note: str | None = None
    document: str | None = None


class Commendations(msgspec.Struct, frozen=True, kw_only=True):
    """The lines reported in a cycle, by their names."""

    lines: Mapping[str, CommendationReported] = {}


def evolve(commendations: Commendations | None, entry: Entry) -> Commendations | None:
    """The lines after an entry."""
    match entry.fact:
        case CommendationReported() as reported:
            held = commendations or Commendations()
            return Commendations(lines={**held.lines, reported.line: reported})
        case _:
            return commendations


def admit(commendations: Commendations | None, fact: Fact, when: Moment) -> None:
    """Check that a fact can follow in this stream.

    Raises:
        Refusal: `commendation_line_known`, `commendation_line_unknown`, `commendation_without_figures`,
            `count_negative`, `part_exceeds_whole`, `period_ends_before_start`, `not_a_slug`.
    """
    match fact:
        case CommendationReported():
            _check_line(fact)
            lines = commendations.lines if commendations is not None else {}
            if fact.line in lines:
                raise Refusal("commendation_line_known", line=fact.line)
            if fact.within is None:
                return
            if fact.within not in lines:
                raise Refusal(
                    "commendation_line_unknown", line=fact.line, within=fact.within, lines=sorted(lines)
                )
            _check_part(fact, lines[fact.within])
        case _:
            pass


def _check_line(fact: CommendationReported) -> None:
    slug(fact.line, "line")
    for field, name in (("unit", fact.unit), ("level", fact.level)):
        if name is not None:
            slug(name, field)
    figures = {"collectives": fact.collectives, "individuals": fact.individuals, "awards": fact.awards}
    if all(count is None for count in figures.values()):
        raise Refusal("commendation_without_figures", line=fact.line)
    for field, count in figures.items():
        if count is not None and count < 0:
            raise Refusal("count_negative", field=field, count=count)
    if fact.period_from is not None and fact.period_to is not None and fact.period_to < fact.period_from:
        raise Refusal(
            "period_ends_before_start",
            line=fact.line,
            period_from=fact.period_from,
            period_to=fact.period_to,
        )


def _check_part(part: CommendationReported, whole: CommendationReported) -> None:
    # A part that counts every instance may well exceed a whole that counts each recipient once.
    if whole.counting == "distinct" and part.counting != "distinct":
        return
    compared = (
        ("collectives", part.collectives, whole.collectives),
        ("individuals", part.individuals, whole.individuals),
        ("awards", _awards_at_least(part), _awards(whole)),
    )
    for field, some, every in compared:
        if some is not None and every is not None and some > every:
            raise Refusal(
                "part_exceeds_whole",
                line=part.line,
                within=whole.line,
                field=field,
                part=some,
                whole=every,
            )


def _awards(whole: CommendationReported) -> int | None:
    """How many awards a line stands for, where that is certain: instances are awards, recipients are not."""
    if whole.awards is not None:
        return whole.awards
    if whole.counting == "instances" and whole.collectives is not None and whole.individuals is not None:
        return whole.collectives + whole.individuals
    return None


def _awards_at_least(part: CommendationReported) -> int:
    """The fewest awards a line can stand for: each collective and individual has at least one."""
    return max(part.awards or 0, (part.collectives or 0) + (part.individuals or 0))


def report(
    commendations: Commendations | None,
    *,
    when: Moment,
    line: str,
    form: str | None = None,
    grade: Grade | None = None,
    level: str | None = None,
    grantor: str | None = None,
    unit: str | None = None,
    collectives: int | None = None,
    individuals: int | None = None,
    awards: int | None = None,
    counting: Counting = "unstated",
    within: str | None = None,
    period_from: date | None = None,
    period_to: date | None = None,
    note: str | None = None,
    document: str | None = None,
) -> CommendationReported:
    """Add a line to the count of commendations; a line that is known is changed by a correction only.

    Raises:
        Refusal: `commendation_line_known`, `commendation_line_unknown`, `commendation_without_figures`,
            `count_negative`, `part_exceeds_whole`, `period_ends_before_start`, `not_a_slug`.
    """
    fact = CommendationReported(line=line, form=form, grade=grade, level=level, grantor=grantor, unit=unit)
    fact = replace(fact, collectives=collectives, individuals=individuals, awards=awards, counting=counting)
    fact = replace(fact, within=within, period_from=period_from, period_to=period_to)
    fact = replace(fact, note=note, document=document)
    admit(commendations, fact, when)
    return fact
