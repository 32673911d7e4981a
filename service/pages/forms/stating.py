"""What earlier stages state of a criterion, beside the field in which the next one marks it."""

from decimal import Decimal

from domain.marks import Mark
from domain.scores import STAGES, Stage
from projections.catalogue import marked
from projections.formats import number
from projections.words import word
from service.pages.forms.asked import Asked
from service.pages.rendering import sentence

_STATED = marked("{stage}: {mark}[; minh chứng: {evidence}][; {note}]")
_ACTUAL = marked("đạt {actual}[ trên chỉ tiêu {target}]")
_POINTS = marked("{points} điểm")


def stated(asked: Asked, criterion: str) -> tuple[str, ...]:
    """A line for each stage that marked the criterion, and the unit's explanation of it."""
    score = None if asked.year is None else asked.year.scores.get(asked.named.get("unit", ""))
    if score is None or asked.command == "submit_self_score":
        return ()
    told = [
        _told(asked, stage, score.marks[stage][criterion])
        for stage in STAGES
        if criterion in score.marks.get(stage, {})
    ]
    explanation = score.explanations.get(criterion)
    if explanation is not None:
        told.append(asked.look.text(marked("Giải trình: {text}"), text=explanation.text))
    return tuple(told)


def _told(asked: Asked, stage: Stage, mark: Mark) -> str:
    look = asked.look
    return look.text(
        _STATED,
        stage=sentence(word("stage", stage.value, look.language)),
        mark=_mark(asked, mark),
        evidence=", ".join(mark.evidence) or None,
        note=mark.note,
    )


def _mark(asked: Asked, mark: Mark) -> str:
    look = asked.look

    def figure(value: Decimal | None) -> str | None:
        return None if value is None else number(value, look.language)

    if mark.points is not None:
        return look.text(_POINTS, points=figure(mark.points))
    if mark.actual is not None:
        return look.text(_ACTUAL, actual=figure(mark.actual), target=figure(mark.target))
    return word("passed", "yes" if mark.passed else "no", look.language)
