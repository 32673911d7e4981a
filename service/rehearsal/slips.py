"""What goes wrong in any record: things written down late, wrongly, or though they never were."""

import msgspec

from domain.scores import ScoreSelfSubmitted
from service.rehearsal.cast import person
from service.rehearsal.play import Play
from service.rehearsal.scoring import corrected_marks, late, misreporting
from service.rehearsal.table import AT_MOST, CORRECTED_TARGET


def amend(play: Play) -> None:
    """In December the year's slips come to light."""
    play.diary.turn_to(12, 23)
    _record_late(play)
    _correct(play)
    reason = "Đợt thi đua này không được tổ chức"
    play.do("retract_entry", position=play.noted["drive"].position, reason=reason)


def _record_late(play: Play) -> None:
    """An inspection of May, and a target report of October."""
    cast, unit = play.cast, late(play)
    play.in_cycle(
        "record_inspection",
        when=play.diary.moment(5, 14),
        unit=cast.next_deputy,
        inspection="1",
        kind="cross",
        by=cast.lead,
        findings="Biên bản kiểm tra tháng 5 nộp muộn",
    )
    play.in_cycle(
        "report_target",
        when=play.diary.moment(10, 22),
        unit=unit,
        target=AT_MOST,
        actual=play.figures[unit][AT_MOST],
        actor=person(unit),
    )


def _correct(play: Play) -> None:
    """A figure with a nought too many, in the report and in the score; others' points move with it."""
    actual = play.figures[misreporting(play)][CORRECTED_TARGET]
    reason = "Báo cáo ghi thừa một chữ số không"
    play.do(
        "correct_entry",
        position=play.noted["report"].position,
        reason=reason,
        new={"actual": str(actual)},
    )
    score = play.noted["score"]
    held = score.fact.marks if isinstance(score.fact, ScoreSelfSubmitted) else ()
    right = msgspec.to_builtins(corrected_marks(held, actual))
    play.do("correct_entry", position=score.position, reason=reason, new={"marks": right})
