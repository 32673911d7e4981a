"""What a rule set asks of a unit that is proposed for a title: prerequisites, leading, quota."""

from collections.abc import Collection
from fractions import Fraction
from math import floor

from domain.refusals import Refusal
from domain.rules import Quota, TitleRule, fraction


def missing_prerequisites(rule: TitleRule, held: Collection[str]) -> tuple[str, ...]:
    """The titles that this one builds on and that are not among those `held` or proposed this cycle."""
    return tuple(title for title in rule.prerequisites if title not in held)


def require_prerequisites(rule: TitleRule, held: Collection[str]) -> None:
    """Refuse a title whose prerequisites are missing; the source is the title rule's own.

    Raises:
        Refusal: `prerequisite_missing`, naming the missing titles and the text that asks for them.
    """
    missing = missing_prerequisites(rule, held)
    if missing:
        raise _prerequisite_missing(rule, missing)


def _prerequisite_missing(rule: TitleRule, missing: tuple[str, ...]) -> Refusal:
    return Refusal(
        "prerequisite_missing",
        rule=rule.source.reference,
        title=rule.code,
        missing=", ".join(missing),
        source=rule.source.reference,
        confirmed=rule.source.confirmed,
    )


def warnings(rule: TitleRule, *, held: Collection[str], leading: bool | None) -> list[Refusal]:
    """What is unusual about a proposal: refusals to be told with a reason asked for, never raised.

    `leading` is whether the unit ranks first in its cluster, None where no ranking is known. The Law asks
    of a flag that the unit leads (06/2022 arts 25 and 26, read), but ranking is evidence and the vote is
    the act that decides, so a voted unit that is not first is a warning.
    """
    told = []
    missing = missing_prerequisites(rule, held)
    if missing:
        told.append(_prerequisite_missing(rule, missing))
    if rule.requires_leading and leading is False:
        source = rule.source.reference
        told.append(Refusal("not_leading", rule=source, title=rule.code, source=source))
    return told


def quota_allowed(quota: Quota, eligible: int) -> int:
    """How many of `eligible` units may be proposed: the exact share, rounded as the quota says."""
    share = fraction(quota.fraction, "quota.fraction") * eligible
    return floor(share if quota.rounding == "floor" else share + Fraction(1, 2))


def quota_left(quota: Quota, eligible: int, proposed: int) -> int:
    """How many more units may be proposed; 0 where the quota is used up or exceeded.

    `eligible` counts the units in the quota's scope that meet the standard of its `of` title. Government
    flags: at most 20 % of those meeting the ministry flag's standard (NĐ 91/2017 art 11(1), read).
    """
    return max(0, quota_allowed(quota, eligible) - proposed)
