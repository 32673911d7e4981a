"""A scoring table: a tree of weighted criteria, whose leaves are what a unit is marked on.

Tables differ from cluster to cluster and year to year (totals of 1000 and of 100 points are known), so a
table is data, adopted with the cycle's rules.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

from domain.figures import figure
from domain.identity import slug
from domain.refusals import Refusal

Kind = Literal["group", "quantitative", "pass_fail", "direct", "bonus_penalty"]


class Criterion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line of a table: a group of criteria, or a leaf that is marked.

    Leaves: `quantitative` (points follow from actual and target), `pass_fail` (all points or none), `direct`
    (points given outright), `bonus_penalty` (on top of the total, from minus to plus `maximum`). Failing
    a `knockout` leaf ranks a unit behind all others ("điểm liệt"; no police text for it was seen).
    """

    id: str
    name: str
    kind: Kind
    maximum: Decimal
    knockout: bool = False
    criteria: tuple["Criterion", ...] = ()


class ScoringTable(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A whole table; `maximum` is the sum of its top criteria, bonus and penalty apart."""

    id: str
    name: str
    maximum: Decimal
    criteria: tuple[Criterion, ...] = ()


def every(table: ScoringTable | Criterion) -> Iterator[Criterion]:
    """All criteria of a table, groups before their members, in the table's order."""
    for criterion in table.criteria:
        yield criterion
        yield from every(criterion)


def leaves(table: ScoringTable) -> tuple[Criterion, ...]:
    """The criteria that are marked, in the table's order."""
    return tuple(criterion for criterion in every(table) if criterion.kind != "group")


def is_extra(criterion: Criterion) -> bool:
    """Whether it lies outside the sum: a bonus or penalty, or a group of nothing else."""
    if criterion.kind == "group":
        return all(is_extra(member) for member in criterion.criteria)
    return criterion.kind == "bonus_penalty"


def check_table(table: ScoringTable) -> None:
    """Check that a table adds up and names each criterion once.

    Source: the tables seen add up at every level; that a bonus lies outside the sum is how the table of
    TP. Hồ Chí Minh (2008) works.

    Raises:
        Refusal: `criterion_repeated`, `maximum_not_positive`, `group_empty`, `leaf_with_criteria`,
            `knockout_on_group`, `criteria_do_not_add_up`, `table_does_not_add_up`, `not_a_slug`,
            `not_a_figure`.
    """
    slug(table.id, "table")
    _check_maximum(table.id, table.maximum)
    seen: set[str] = set()
    for criterion in every(table):
        if slug(criterion.id, "criterion") in seen:
            raise Refusal("criterion_repeated", criterion=criterion.id)
        seen.add(criterion.id)
        _check_maximum(criterion.id, criterion.maximum)
        _check_shape(criterion)
    for criterion in every(table):
        if criterion.kind == "group":
            _check_sum(criterion)
    total = _sum(criterion for criterion in table.criteria if not is_extra(criterion))
    if total != table.maximum:
        raise Refusal("table_does_not_add_up", table=table.id, maximum=table.maximum, total=total)


def _check_maximum(criterion: str, maximum: Decimal) -> None:
    if figure(maximum, "maximum") <= 0:
        raise Refusal("maximum_not_positive", criterion=criterion, maximum=maximum)


def _check_shape(criterion: Criterion) -> None:
    if criterion.kind != "group" and criterion.criteria:
        raise Refusal("leaf_with_criteria", criterion=criterion.id, kind=criterion.kind)
    if criterion.kind == "group" and not criterion.criteria:
        raise Refusal("group_empty", criterion=criterion.id)
    if criterion.kind == "group" and criterion.knockout:
        raise Refusal("knockout_on_group", criterion=criterion.id)


def _check_sum(group: Criterion) -> None:
    extra = is_extra(group)
    total = _sum(member for member in group.criteria if extra or not is_extra(member))
    if total != group.maximum:
        raise Refusal("criteria_do_not_add_up", criterion=group.id, maximum=group.maximum, total=total)


def _sum(criteria: Iterator[Criterion]) -> Decimal:
    return sum((criterion.maximum for criterion in criteria), Decimal(0))
