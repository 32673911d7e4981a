"""What the units report and how they are scored, from their own marks to the final ones."""

from decimal import Decimal

import msgspec

from domain.criteria import Criterion, leaves
from domain.marks import Mark
from domain.scores import Explanation
from service.rehearsal.cast import ORGANISER, person
from service.rehearsal.play import Play
from service.rehearsal.table import (
    AT_MOST,
    AT_MOST_GOAL,
    CORRECTED_TARGET,
    GOALS,
    TABLE,
    UNTARGETED,
    YES_NO,
)

_TYPING_ERROR = 10  # a nought too many
_EXPLAINED = "tham-muu"
_HALF_POINT = Decimal("0.5")


def misreporting(play: Play) -> str:
    """The unit that writes down one figure wrongly, and puts it right in December."""
    return play.strength[2]


def late(play: Play) -> str:
    """The unit of which one report is written down in December only."""
    return play.strength[1]


def report(play: Play) -> None:
    """Every unit reports on its targets; the stronger it is, the higher it gets."""
    play.diary.turn_to(10, 19)
    for place, unit in enumerate(play.strength):
        figures = {target: _actual(play, goal, place) for target, goal in GOALS.items()}
        figures[AT_MOST] = min(AT_MOST_GOAL + 1, Decimal(place))
        figures[UNTARGETED] = Decimal(play.random.randint(2, 9) + 2 * (len(play.strength) - place))
        play.figures[unit] = figures
        reported = reported_figures(play, unit)
        for target in (*GOALS, AT_MOST):
            if (unit, target) == (late(play), AT_MOST):
                continue
            entry = play.in_cycle(
                "report_target", unit=unit, target=target, actual=reported[target], actor=person(unit)
            )
            if (unit, target) == (misreporting(play), CORRECTED_TARGET):
                play.noted["report"] = entry
        play.in_cycle("report_target", unit=unit, target=YES_NO, met=place < len(play.strength) - 1)


def _actual(play: Play, goal: Decimal, place: int) -> Decimal:
    """A whole figure from well above the goal down to somewhat below it."""
    percent = max(85, 130 - 9 * place + play.random.randint(-3, 3))
    return (goal * percent / 100).to_integral_value()


def reported_figures(play: Play, unit: str) -> dict[str, Decimal]:
    """A unit's figures as it first writes them down."""
    figures = dict(play.figures[unit])
    if unit == misreporting(play):
        figures[CORRECTED_TARGET] *= _TYPING_ERROR
    return figures


def score(play: Play) -> None:
    """Self-scores, verification, explanation, recheck, and the final score; one comes back once."""
    cast = play.cast
    play.diary.turn_to(11, 2)
    for place, unit in enumerate(play.strength):
        own = marks(play, reported_figures(play, unit), place)
        entry = play.in_cycle("submit_self_score", unit=unit, marks=own, actor=person(unit))
        if unit == misreporting(play):
            play.noted["score"] = entry
    play.diary.turn_to(11, 4)
    _send_back(play, play.strength[-1])
    play.diary.turn_to(11, 6)
    for unit in play.strength:
        by = cast.deputy if unit == cast.lead else cast.lead
        verified = _direct(play, percent=78)
        play.in_cycle("verify_score", unit=unit, marks=(verified,), by=by, actor=person(by))
    play.diary.turn_to(11, 10)
    for unit in play.strength[:2]:
        text = "Đã gửi bổ sung báo cáo diễn tập"
        explanations = (Explanation(criterion=_EXPLAINED, text=text),)
        play.in_cycle("explain_score", unit=unit, explanations=explanations, actor=person(unit))
        rechecked = _direct(play, percent=90)
        play.in_cycle("recheck_score", unit=unit, marks=(rechecked,), by=ORGANISER)
    play.diary.turn_to(11, 13)
    for unit in play.strength:
        play.in_cycle("finalise_score", unit=unit, document=f"Bảng điểm diễn tập {cast.year}")


def _send_back(play: Play, unit: str) -> None:
    play.in_cycle("return_score", unit=unit, reason="Thiếu tài liệu kiểm chứng diễn tập")
    own = marks(play, play.figures[unit], play.strength.index(unit))
    play.in_cycle("submit_self_score", unit=unit, marks=own, actor=person(unit))


def _direct(play: Play, percent: int) -> Mark:
    (leaf,) = (leaf for leaf in leaves(TABLE) if leaf.id == _EXPLAINED)
    points = _points(leaf, percent + play.random.randint(0, 5))
    return Mark(criterion=leaf.id, points=points, note="Chấm lại theo hồ sơ diễn tập")


def marks(play: Play, figures: dict[str, Decimal], place: int) -> tuple[Mark, ...]:
    """A unit's marks of itself on every leaf; `place` 0 is the strongest unit's."""
    return tuple(_mark(play, leaf, figures, place) for leaf in leaves(TABLE))


def corrected_marks(held: tuple[Mark, ...], actual: Decimal) -> tuple[Mark, ...]:
    """Marks with the right figure in the place of the wrong one."""
    return tuple(
        msgspec.structs.replace(mark, actual=actual) if mark.criterion == CORRECTED_TARGET else mark
        for mark in held
    )


def _mark(play: Play, leaf: Criterion, figures: dict[str, Decimal], place: int) -> Mark:
    match leaf.kind:
        case "quantitative":
            return Mark(criterion=leaf.id, actual=figures[leaf.id], target=GOALS.get(leaf.id))
        case "pass_fail":
            return Mark(criterion=leaf.id, passed=place < 3 or play.random.randrange(8) > 0)
        case "bonus_penalty":
            return Mark(criterion=leaf.id, points=Decimal(max(-10, 5 - 5 * place)))
        case _:
            percent = max(60, 94 - 3 * place - play.random.randint(0, 2))
            return Mark(criterion=leaf.id, points=_points(leaf, percent))


def _points(leaf: Criterion, percent: int) -> Decimal:
    """A share of the leaf's maximum, in half points."""
    return (leaf.maximum * percent / 100 / _HALF_POINT).to_integral_value() * _HALF_POINT
