"""Rule sets as data: titles, ballot rules, quotas and scoring, with their legal source and validity.

A rule set is written in TOML and read here from its text. It is pinned by value in the fact that adopts it,
so an old cycle is never judged by a new rule; therefore it survives JSON unchanged and holds no floats.
"""

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Literal

import msgspec

from domain.identity import slug
from domain.refusals import Refusal

Mode = Literal[
    "acclamation", "show_of_hands", "roll_call", "secret_electronic", "secret_paper", "written_opinion"
]
BallotMode = Mode | Literal["unstated"]
Base = Literal["roll", "present", "present_or_consulted", "returned", "valid"]
Comparison = Literal[">=", ">"]
QuorumBase = Literal["present", "present_or_consulted"]
Tie = Literal["second_round", "chair", "score"]
Rounding = Literal["floor", "half_up"]

_FRACTION = re.compile(r"(?P<over>[1-9]\d{0,5})/(?P<under>[1-9]\d{0,5})", re.ASCII)
_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", re.ASCII)
_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")


class _Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What all parts of a rule set share: they are values, and a misspelt key is an error."""


class Source(_Rule, frozen=True, kw_only=True):
    """Where a rule comes from. `confirmed` only where the text itself was read and says so."""

    reference: str
    article: str | None = None
    confirmed: bool


class BallotRule(_Rule, frozen=True, kw_only=True):
    """How a ballot is held and what makes a candidate pass.

    `base` is what the votes for are a share of, `threshold` the share needed, as text ("2/3"), compared by
    `comparison`. `quorum` is the share of the roll that must take part; `quorum_base` says who takes part:
    those present only, or also those heard in writing. No police text that was read states a cluster's
    quorum, base or threshold, so `source` says which rules are only defaults.
    """

    modes: tuple[Mode, ...]
    base: Base
    threshold: str
    comparison: Comparison
    quorum: str
    quorum_base: QuorumBase
    tie: Tie
    self_vote: bool
    change_until_close: bool
    source: Source

    @property
    def hears_in_writing(self) -> bool:
        """Whether an absent elector may give its votes in writing."""
        return "written_opinion" in self.modes


class Quota(_Rule, frozen=True, kw_only=True):
    """The largest share of units that may be proposed for a title.

    The share is counted in one cluster or in all that the authority decides on; with `of`, among those that
    meet the standard of that title. Rounding differs between bodies, so it is said.
    """

    fraction: str
    scope: Literal["cluster", "authority"]
    rounding: Rounding
    of: str | None = None
    source: Source


class TitleRule(_Rule, frozen=True, kw_only=True):
    """A title for collectives: who gives it, and what a unit must be first.

    `prerequisites` are the titles whose standard a unit must meet as well; `requires_leading` that it leads
    its cluster. Without a `ballot` of its own the rule set's default is used.
    """

    code: str
    vietnamese: str
    english: str
    level: Literal["unit", "ministry", "province", "state"]
    authority: str
    prerequisites: tuple[str, ...] = ()
    requires_leading: bool = False
    ballot: BallotRule | None = None
    quota: Quota | None = None
    source: Source


class ScoreRule(_Rule, frozen=True, kw_only=True):
    """How scores are rounded and equal ones told apart.

    `digits` after the decimal sign, rounded by `rounding` at each criterion or only at the total. The
    `tie_break` names are tried in turn: `first_group_share`, `fewer_penalties`, `prior_year_rank`, `vote`.
    """

    digits: int
    rounding: Rounding
    at: Literal["criterion", "total"]
    bonus_above_maximum: bool
    tie_break: tuple[Literal["first_group_share", "fewer_penalties", "prior_year_rank", "vote"], ...]
    source: Source


class RuleSet(_Rule, frozen=True, kw_only=True):
    """The rules of a period: valid from one civil day to another, both included.

    With `sequence` "strict" the steps of a year follow each other; with "stated" steps that no source states
    may be missing, as in records of past years.
    """

    id: str
    version: int
    vietnamese: str
    english: str
    valid_from: date
    valid_to: date | None = None
    sequence: Literal["strict", "stated"]
    pledge_required: bool
    titles: tuple[TitleRule, ...]
    ballot: BallotRule
    score: ScoreRule
    sources: tuple[Source, ...]

    def title(self, code: str) -> TitleRule:
        """The rule of a title.

        Raises:
            Refusal: `title_not_in_rule_set`.
        """
        for title in self.titles:
            if title.code == code:
                return title
        known = tuple(title.code for title in self.titles)
        raise Refusal("title_not_in_rule_set", rule=self.id, rule_set=self.id, title=code, titles=known)

    def ballot_rule(self, title: str) -> BallotRule:
        """The ballot rule of a title: its own, or the default of the rule set.

        Raises:
            Refusal: `title_not_in_rule_set`.
        """
        return self.title(title).ballot or self.ballot

    def holds_within(self, first_year: int, last_year: int) -> bool:
        """Whether the rules hold on any day of these civil years, the first and the last included.

        One day is enough: a cycle may run on while one law gives way to the next.
        """
        begun = self.valid_from <= date(last_year, 12, 31)
        return begun and (self.valid_to is None or date(first_year, 1, 1) <= self.valid_to)


def fraction(text: str, field: str) -> Fraction:
    """Read a share such as "2/3": above 0, at most 1, exact.

    Raises:
        Refusal: `rule_fraction_wrong`, naming the field.
    """
    found = _FRACTION.fullmatch(text)
    if found is None or int(found["over"]) > int(found["under"]):
        raise Refusal("rule_fraction_wrong", field=field, value=text)
    return Fraction(int(found["over"]), int(found["under"]))


def parse(text: str) -> RuleSet:
    """Read a rule set from the text of its TOML file and check that it makes sense.

    Raises:
        Refusal: `rule_set_unreadable`, `rule_set_field_wrong`, `rule_set_dates_wrong`, `rule_code_wrong`,
            `rule_listed_twice`, `rule_list_empty`, `rule_title_unknown`, `rule_fraction_wrong`,
            `rule_number_wrong`, `rule_written_opinion_uncounted`, `not_a_slug`; each names the field.
    """
    try:
        rules = msgspec.toml.decode(text, type=RuleSet)
    except msgspec.ValidationError as error:
        found = _PATH.search(str(error))
        raise Refusal(
            "rule_set_field_wrong", field=found["path"] if found else "", problem=str(error)
        ) from error
    except msgspec.DecodeError as error:
        raise Refusal("rule_set_unreadable", problem=str(error)) from error
    check(rules)
    return rules


def check(rules: RuleSet) -> None:
    """Refuse a rule set that contradicts itself; for the codes see `parse`."""
    slug(rules.id, "id")
    _check_number(rules.version, 1, "version")
    if rules.valid_to is not None and rules.valid_to < rules.valid_from:
        raise Refusal(
            "rule_set_dates_wrong", field="valid_to", valid_from=rules.valid_from, valid_to=rules.valid_to
        )
    _check_filled(rules.titles, "titles")
    _check_distinct((title.code for title in rules.titles), "titles.code")
    before: list[str] = []
    for at, title in enumerate(rules.titles):
        _check_title(title, f"titles[{at}]", before, rules)
        before.append(title.code)
    check_ballot_rule(rules.ballot, "ballot")
    _check_number(rules.score.digits, 0, "score.digits")
    _check_distinct(rules.score.tie_break, "score.tie_break")


def check_ballot_rule(rule: BallotRule, field: str) -> None:
    """Refuse a ballot rule by which no ballot can be counted.

    Raises:
        Refusal: `rule_list_empty`, `rule_listed_twice`, `rule_fraction_wrong`, and
            `rule_written_opinion_uncounted` where absent members are heard but the base is those present.
    """
    _check_filled(rule.modes, f"{field}.modes")
    _check_distinct(rule.modes, f"{field}.modes")
    fraction(rule.threshold, f"{field}.threshold")
    fraction(rule.quorum, f"{field}.quorum")
    if rule.hears_in_writing and rule.base == "present":
        raise Refusal("rule_written_opinion_uncounted", field=f"{field}.base", value=rule.base)


def check_mode(rule: BallotRule | None, mode: BallotMode) -> None:
    """Refuse a mode that the rule does not know.

    A record may lack a rule where nothing is counted by it: in an acclamation, or where the mode is unstated.

    Raises:
        Refusal: `mode_not_available_yet` (secret electronic ballots), `ballot_without_rule`,
            `mode_not_allowed`, `written_opinion_without_quorum` where the quorum counts only those present,
            and those of `check_ballot_rule`.
    """
    if mode == "secret_electronic":
        raise Refusal("mode_not_available_yet", mode=mode)
    if rule is not None:
        check_ballot_rule(rule, "rule")
    if mode == "unstated" or (rule is None and mode == "acclamation"):
        return
    if rule is None:
        raise Refusal("ballot_without_rule", mode=mode)
    if mode not in rule.modes:
        raise Refusal("mode_not_allowed", rule="modes", mode=mode, modes=rule.modes)
    if mode == "written_opinion" and rule.quorum_base == "present":
        raise Refusal("written_opinion_without_quorum", rule="quorum_base", mode=mode)


def _check_title(title: TitleRule, field: str, before: Iterable[str], rules: RuleSet) -> None:
    if not _CODE.fullmatch(title.code):
        raise Refusal("rule_code_wrong", field=f"{field}.code", value=title.code)
    _check_distinct(title.prerequisites, f"{field}.prerequisites")
    # Only titles listed before it can be met first, which also rules out circles.
    _check_known(title.prerequisites, before, f"{field}.prerequisites")
    if title.ballot is not None:
        check_ballot_rule(title.ballot, f"{field}.ballot")
    if title.quota is not None:
        fraction(title.quota.fraction, f"{field}.quota.fraction")
        if title.quota.of is not None:
            _check_known([title.quota.of], (other.code for other in rules.titles), f"{field}.quota.of")


def _check_known(codes: Iterable[str], known: Iterable[str], field: str) -> None:
    known = tuple(known)
    for code in codes:
        if code not in known:
            raise Refusal("rule_title_unknown", field=field, value=code, titles=known)


def _check_distinct(values: Iterable[str], field: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise Refusal("rule_listed_twice", field=field, value=value)
        seen.add(value)


def _check_filled(values: tuple[object, ...], field: str) -> None:
    if not values:
        raise Refusal("rule_list_empty", field=field)


def _check_number(value: int, least: int, field: str) -> None:
    if value < least:
        raise Refusal("rule_number_wrong", field=field, value=value, least=least)
