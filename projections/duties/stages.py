"""The duties of a cycle as a whole: its steps, from the launch to the dossier, and its drives."""

from collections.abc import Iterator

from domain.identity import stream
from projections.duties.course import MIDYEAR, NINEMONTH, SUMMING_UP, Course
from projections.duties.duty import Cause, Duty


def stage_duties(course: Course) -> Iterator[Duty]:
    """What waits for the lead, step by step; a step that a later one has overtaken waits for nobody."""
    opened = {"opened": course.year.cycle.opened_on}
    if course.waits("launched"):
        yield course.duty("launch_cycle", course.own(), params=opened)
    if not course.told("rules_adopted") and not course.told("summed_up"):
        yield course.duty("adopt_rules", course.own(), params=opened)
    if course.waits("launched"):
        return
    begun = course.own("cycle.launched")
    if course.waits("midyear"):
        yield course.duty("review_midyear", begun, starts=course.since(MIDYEAR))
    if course.waits("ninemonth"):
        cause = course.own("cycle.launched", "midyear.reviewed")
        yield course.duty("check_ninemonth", cause, starts=course.since(NINEMONTH))
    yield from _conference(course)
    yield from _drives(course)


def _conference(course: Course) -> Iterator[Duty]:
    if course.waits("summed_up"):
        cause = course.own("cycle.launched", "midyear.reviewed", "ninemonth.checked")
        ready = course.status["final_scored"] == "reached"
        starts = None if ready else course.since(SUMMING_UP)
        code = "sum_up_scored" if ready else "sum_up_cycle"
        yield course.duty("sum_up_cycle", cause, code=code, starts=starts)
    elif course.waits("minuted") and course.status["balloted"] == "reached":
        yield course.duty("sign_minutes", course.own("cycle.summed_up"))
    elif course.waits("submitted") and course.told("minuted"):
        yield course.duty("submit_dossier", course.own("minutes.signed"))


def _drives(course: Course) -> Iterator[Duty]:
    if course.told("minuted"):
        return
    for name, drive in course.year.drives.items():
        if drive.closed is not None:
            continue
        action, topic = ("review_drive", "drive.launched")
        if drive.reviewed is not None:
            action, topic = ("close_drive", "drive.reviewed")
        ends = drive.launch.ends
        yield course.duty(
            action,
            Cause(stream=stream("drive", course.cycle, name), topics=(topic,)),
            parts={"drive": name},
            starts=ends or course.since(SUMMING_UP),
            due=ends,
            params={"name": drive.launch.name, "ends": ends},
        )


def closing_duty(course: Course) -> Duty | None:
    """The close of a cycle in which nothing else waits for anybody any more; None before the dossier."""
    if not course.told("submitted"):
        return None
    return course.duty("close_cycle", course.own("dossier.submitted"))
