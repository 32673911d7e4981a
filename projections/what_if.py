"""What a ballot that is over would have come to under another rule. It is supposed, and never recorded."""

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection

from domain import tally
from domain.ballots import Ballot
from domain.identity import stream
from domain.rules import BallotRule, Base, Comparison, RuleSet, check_ballot_rule
from domain.tally import Result
from projections.ballot_sentences import quorum_sentence, result_sentence, tie_sentence
from projections.ballots import BALLOTS
from projections.catalogue import LANGUAGES, Language
from projections.point import Point
from projections.secrecy import open_ballots
from projections.units import Names
from projections.votes import concerned, counted, status

# Why a ballot cannot be counted anew: it has no result yet, it lost its effect, no count or no rule is
# on record, or the figure by which the supposed rule counts is not stated.
Obstacle = Literal["not_over", "annulled", "uncounted", "figure_missing"]
WITHOUT_RESULT: tuple[Obstacle, ...] = ("not_over", "annulled")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What is supposed: the ballot rule of a rule set for the ballot's title, or figures in place of its own.

    What is None stays as the rule has it; shares are text, as "2/3".
    """

    rule_set: RuleSet | None = None
    base: Base | None = None
    threshold: str | None = None
    comparison: Comparison | None = None
    quorum: str | None = None


NO_CHANGE = Change()


def what_if(
    connection: Connection, ballot: str, point: Point, *, change: Change = NO_CHANGE
) -> dict[str, Any] | None:
    """A ballot's recorded result beside the one that its count gives under a changed rule.

    `obstacle` says why there is none (see `Obstacle`), `figure` which one is missing; `differs` names the
    candidates that come out otherwise. None for an unknown ballot.

    Raises:
        Refusal: those of `rules.check_ballot_rule`, where the supposed rule makes no sense.
    """
    found = BALLOTS.of(connection, stream("ballot", ballot), point)
    if found is None:
        return None
    rule = supposed_rule(found.rule, found.opened.titles, change)
    obstacle, figure = _obstacle(found, rule, over=not open_ballots(connection, [ballot]))
    supposed = retallied(found, rule) if obstacle in (None, "uncounted") else None
    names = Names(connection, point, concerned(found))
    recorded = None if obstacle in WITHOUT_RESULT else found.result
    return {
        **point.told(),
        "cycle": found.opened.cycle,
        "ballot": ballot,
        "status": status(found),
        "titles": list(found.opened.titles),
        "question": found.opened.question,
        "obstacle": obstacle,
        "figure": figure,
        "elected": None if found.elected is None else names.each(found.elected),
        "recorded": _told(found.rule, recorded, names),
        "supposed": _told(rule, supposed, names),
        "differs": [names.named(unit) for unit in _differing(recorded, supposed)],
    }


def supposed_rule(own: BallotRule | None, titles: Iterable[str], change: Change) -> BallotRule | None:
    """The rule that is supposed; None where the ballot has none and no rule set is named.

    Raises:
        Refusal: those of `rules.check_ballot_rule`.
    """
    rule = own
    if change.rule_set is not None:
        known = {title.code: title.ballot for title in change.rule_set.titles}
        rule = next((known[title] for title in titles if known.get(title)), None) or change.rule_set.ballot
    if rule is None:
        return None
    told = {name: getattr(change, name) for name in ("base", "threshold", "comparison", "quorum")}
    given = {name: value for name, value in told.items() if value is not None}
    if given:
        rule = msgspec.structs.replace(rule, **given)
        check_ballot_rule(rule, "rule")
    return rule


def retallied(ballot: Ballot, rule: BallotRule | None) -> Result | None:
    """What the recorded count of a ballot means under a rule; None where there is no rule or no count."""
    count, opened = counted(ballot), ballot.opened
    if rule is None or count is None:
        return None
    return tally.result(rule, count, opened.roll, opened.candidates, opened.seats, ballot.present)


def _obstacle(ballot: Ballot, rule: BallotRule | None, *, over: bool) -> tuple[Obstacle | None, str | None]:
    """Why the ballot cannot be counted by the rule, and by which figure it fails."""
    count = counted(ballot)
    if ballot.is_annulled:
        return "annulled", None
    if not over or not ballot.is_decided:
        return "not_over", None
    if count is None or rule is None:
        return "uncounted", None
    figure = tally.missing_figure(rule, count)
    return (None if figure is None else "figure_missing"), figure


def _differing(recorded: Result | None, supposed: Result | None) -> list[str]:
    """The candidates who pass and sit in one result and not in the other."""
    if recorded is None or supposed is None:
        return []
    units = [line.candidate for line in recorded.lines]
    return [unit for unit in units if _fate(recorded, unit) != _fate(supposed, unit)]


def _fate(result: Result, candidate: str) -> str:
    if candidate in result.elected:
        return "elected"
    return "tied" if candidate in result.tied else "not_elected"


def _told(rule: BallotRule | None, result: Result | None, names: Names) -> dict[str, Any]:
    """A rule with the result by it, as figures and as sentences; the result is null where there is none."""
    told_rule = None
    if rule is not None:
        told_rule = {
            name: getattr(rule, name)
            for name in ("base", "threshold", "comparison", "quorum", "quorum_base", "self_vote", "tie")
        }
    if result is None:
        return {"rule": told_rule, "candidates": None, "quorum_met": None, "sentences": None}
    lines = [
        {
            "unit": line.candidate,
            "name": names.named(line.candidate).name,
            "votes_for": line.votes_for,
            "base_size": line.base_size,
            "needed": line.needed,
            "fate": _fate(result, line.candidate),
        }
        for line in result.lines
    ]
    sentences = {language: _sentences(result, language, names) for language in LANGUAGES}
    return {
        "rule": told_rule,
        "candidates": lines,
        "quorum_met": result.quorum.met,
        "sentences": sentences,
    }


def _sentences(result: Result, language: Language, names: Names) -> list[str]:
    told = [quorum_sentence(result.quorum, language)]
    for line in result.lines:
        name = names.named(line.candidate).name or line.candidate
        told.append(result_sentence(line, language, name) + ".")
    if result.tied:
        told.append(tie_sentence(result.tied, result.seats_open, language, names))
    return told
