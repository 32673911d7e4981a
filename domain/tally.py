"""The arithmetic of ballots, exact and pure: counts, shares, thresholds, quorum, ties and warnings."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

import msgspec

from domain.counts import Count, OptionCount, option_votes, options_of
from domain.refusals import Refusal
from domain.rules import BallotRule, Base, Comparison, fraction
from domain.votes import Choice, Vote

FEW_ELECTORS_MAX = 3  # with so few one elector decides and most thresholds mean the same


class Quorum(msgspec.Struct, frozen=True, kw_only=True):
    """Whether enough electors took part: `needed` is the least number that meets the share of the roll."""

    attending: int
    needed: int
    roll_size: int
    share_needed: Fraction
    met: bool


class CandidateResult(msgspec.Struct, frozen=True, kw_only=True):
    """One candidate's result with its arithmetic.

    `needed` is the least number of votes for that meets the threshold of `base_size`; more than
    `base_size` if none does. `share` is None where the base is empty.
    """

    candidate: str
    votes_for: int
    votes_against: int
    votes_abstain: int
    base: Base
    base_size: int
    share: Fraction | None
    threshold: Fraction
    comparison: Comparison
    needed: int
    passed: bool


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a count means under its rule.

    `elected` are those who pass and have a seat for certain, `tied` those who pass with equal shares and
    stand for fewer seats than they are. Both are empty without a quorum.
    """

    lines: tuple[CandidateResult, ...]
    quorum: Quorum
    seats: int | None
    elected: tuple[str, ...]
    tied: tuple[str, ...]

    @property
    def seats_open(self) -> int:
        """How many seats the tied candidates stand for."""
        return (self.seats or 0) - len(self.elected) if self.tied else 0

    def allows(self, elected: Collection[str]) -> bool:
        """Whether these may be who is elected: all with a seat for certain, and of the tied who fit in."""
        chosen = set(elected) - set(self.elected)
        return (
            set(self.elected) <= set(elected) and chosen <= set(self.tied) and len(chosen) <= self.seats_open
        )


class BallotWarning(msgspec.Struct, frozen=True, kw_only=True):
    """What the chair should know before a ballot is opened; the words live elsewhere."""

    code: str
    params: Mapping[str, int | str]


def attendance(
    roll: Sequence[str],
    votes: Sequence[Vote],
    stated: Sequence[str] | None,
    at_opening: Sequence[str] | None = None,
) -> tuple[str, ...]:
    """Who is there: as stated, or else those present at the opening and those who voted not in writing."""
    if stated is not None:
        return tuple(stated)
    there = {vote.elector for vote in votes if vote.channel != "written"} | set(at_opening or ())
    return tuple(elector for elector in roll if elector in there)


def tally(
    roll: Sequence[str], present: Collection[str], votes: Sequence[Vote], candidates: Sequence[str]
) -> Count:
    """Count named votes.

    A vote in writing makes its elector consulted, unless it is among the present: nobody counts twice.
    Ballots count as issued to all who are present or consulted; a named vote is always valid. Votes of
    electors who are not on the roll do not count.
    """
    counted = [vote for vote in votes if vote.elector in roll]
    consulted = sum(vote.channel == "written" and vote.elector not in present for vote in counted)
    attending = sum(elector in present for elector in roll)

    def given(candidate: str, choice: Choice) -> int:
        return sum(vote.choices.get(candidate) == choice for vote in counted)

    return Count(
        issued=attending + consulted,
        returned=len(counted),
        valid=len(counted),
        invalid=0,
        present=attending,
        consulted=consulted,
        options=tuple(
            OptionCount(
                candidate=candidate,
                votes_for=given(candidate, "for"),
                votes_against=given(candidate, "against"),
                votes_abstain=given(candidate, "abstain"),
            )
            for candidate in candidates
        ),
    )


def least_votes(base_size: int, threshold: Fraction, comparison: Comparison) -> int:
    """The least number of votes for that meets the threshold; at least 1, so an empty base elects nobody."""
    exact = base_size * threshold
    whole = exact.numerator // exact.denominator
    if comparison == ">" or exact.denominator != 1:
        whole += 1
    return max(1, whole)


def quorum(rule: BallotRule, attending: int, roll_size: int) -> Quorum:
    """Whether `attending` electors of the roll are the share that the rule asks for."""
    share = fraction(rule.quorum, "quorum")
    needed = least_votes(roll_size, share, ">=")
    return Quorum(
        attending=attending,
        needed=needed,
        roll_size=roll_size,
        share_needed=share,
        met=attending >= needed,
    )


def check_quorum(rule: BallotRule, count: Count, roll_size: int) -> None:
    """Refuse a ballot in which too few take part; attendance that is not stated is not checked.

    Raises:
        Refusal: `quorum_not_met`, with how many attend and how many are needed.
    """
    present = attending(rule, count)
    if present is None:
        return
    told = quorum(rule, present, roll_size)
    if not told.met:
        raise Refusal(
            "quorum_not_met",
            rule="quorum",
            attending=present,
            needed=told.needed,
            roll_size=roll_size,
            quorum=rule.quorum,
        )


def attending(rule: BallotRule, count: Count) -> int | None:
    """How many electors count towards the quorum; None where the figures are not stated."""
    if rule.quorum_base == "present":
        return count.present
    consulted = count.consulted if rule.hears_in_writing else count.consulted or 0
    return None if count.present is None or consulted is None else count.present + consulted


def missing_figure(rule: BallotRule, count: Count) -> str | None:
    """The first figure that the result needs and the count does not state; None if it states all.

    Where the rule hears nobody in writing, an unstated `consulted` stands for none.
    """
    attending = ("present", "consulted") if rule.hears_in_writing else ("present",)
    by_base: dict[Base, tuple[str, ...]] = {
        "present_or_consulted": attending,
        "returned": ("returned",),
    }
    of_quorum = attending if rule.quorum_base == "present_or_consulted" else ("present",)
    stated = msgspec.structs.asdict(count)
    for figure in ("valid", *by_base.get(rule.base, ()), *of_quorum):
        if stated[figure] is None:
            return str(figure)
    if not count.options:
        return "options"
    for option in count.options:
        for figure in ("votes_for", "votes_against", "votes_abstain"):
            if getattr(option, figure) is None:
                return f"{option.candidate}.{figure}"
    return None


def result(
    rule: BallotRule,
    count: Count,
    roll: Collection[str],
    candidates: Sequence[str],
    seats: int | None,
    present: Collection[str] | None = None,
) -> Result:
    """What the count means: every candidate's share of its own base, who is elected and who is tied.

    Where a unit may not vote on itself, its own elector is left out of the base on which it is judged:
    of the roll if it is on it; of the present and consulted if it attends; of the returned and valid
    ballots if it handed one in. Who attended is read from `present`, or where the names are not stated
    from the count: a candidate with one vote less than there are valid ballots handed in its own.

    With fewer seats than pass, seats go by share; those with the share of the last seat are tied if they
    are more than the seats that remain.

    Raises:
        Refusal: `count_incomplete`, naming the figure; `count_candidates_wrong`.
    """
    missing = missing_figure(rule, count)
    if missing is not None:
        raise Refusal("count_incomplete", figure=missing)
    options = options_of(count, candidates)
    told = quorum(rule, attending(rule, count) or 0, len(roll))
    lines = tuple(_line(rule, count, options[candidate], roll, present or ()) for candidate in candidates)
    elected, tied = _seated([line for line in lines if line.passed], seats) if told.met else ((), ())
    return Result(lines=lines, quorum=told, seats=seats, elected=elected, tied=tied)


def _line(
    rule: BallotRule, count: Count, option: OptionCount, roll: Collection[str], present: Collection[str]
) -> CandidateResult:
    votes_for, votes_against, votes_abstain = option_votes(option)
    base_size = _base_size(rule, count, option, roll, present)
    threshold = fraction(rule.threshold, "threshold")
    needed = least_votes(base_size, threshold, rule.comparison)
    return CandidateResult(
        candidate=option.candidate,
        votes_for=votes_for,
        votes_against=votes_against,
        votes_abstain=votes_abstain,
        base=rule.base,
        base_size=base_size,
        share=Fraction(votes_for, base_size) if base_size else None,
        threshold=threshold,
        comparison=rule.comparison,
        needed=needed,
        passed=votes_for >= needed,
    )


def _base_size(
    rule: BallotRule, count: Count, option: OptionCount, roll: Collection[str], present: Collection[str]
) -> int:
    barred = not rule.self_vote and option.candidate in roll
    handed_in = barred and sum(option_votes(option)) < (count.valid or 0)
    match rule.base:
        case "roll":
            return len(roll) - barred
        case "present" | "present_or_consulted":
            attends = handed_in or (barred and option.candidate in present)
            consulted = (count.consulted or 0) if rule.base == "present_or_consulted" else 0
            return (count.present or 0) + consulted - attends
        case "returned":
            return (count.returned or 0) - handed_in
        case _:
            return (count.valid or 0) - handed_in


def _seated(passed: Sequence[CandidateResult], seats: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if seats is None:
        return tuple(line.candidate for line in passed), ()
    shares = {line.candidate: Fraction(line.votes_for, line.base_size) for line in passed}
    elected, tied = [], []
    for candidate, share in shares.items():
        ahead = sum(other > share for other in shares.values())
        level = sum(other >= share for other in shares.values())
        if level <= seats:
            elected.append(candidate)
        elif ahead < seats:
            tied.append(candidate)
    return tuple(elected), tuple(tied)


def warnings(rule: BallotRule, roll_size: int, seats: int | None = None) -> list[BallotWarning]:
    """What the chair should know before opening: where the rule and the numbers give odd results.

    Figures are those of a full attendance; with self-vote off, those of a candidate on the roll.
    """
    base_size = max(0, roll_size - (not rule.self_vote))
    threshold = fraction(rule.threshold, "threshold")
    needed = least_votes(base_size, threshold, rule.comparison)
    attending = quorum(rule, 0, roll_size).needed
    share: dict[str, int | str] = {
        "threshold": rule.threshold,
        "comparison": rule.comparison,
        "needed": needed,
        "base_size": base_size,
    }
    turnout: dict[str, int | str] = {"quorum": rule.quorum, "needed": attending, "roll_size": roll_size}
    found: dict[str, tuple[bool, dict[str, int | str]]] = {
        "threshold_unreachable": (needed > base_size, share),
        "threshold_is_unanimity": (needed == base_size and threshold < 1, share),
        "one_vote_suffices": (needed == 1 < base_size, share),
        "few_electors": (roll_size <= FEW_ELECTORS_MAX, {"roll_size": roll_size}),
        "quorum_is_everybody": (attending == roll_size, turnout),
        "quorum_cannot_pass": (
            rule.base == "roll" and attending < needed <= base_size,
            {"quorum_needed": attending, **share},
        ),
        "self_vote_off": (not rule.self_vote, {"roll_size": roll_size, "base_size": base_size}),
        "tie_possible": (seats is not None, {"seats": seats or 0, "tie": rule.tie}),
        "rule_unconfirmed": (not rule.source.confirmed, {"reference": rule.source.reference}),
    }
    return [BallotWarning(code=code, params=params) for code, (holds, params) in found.items() if holds]
