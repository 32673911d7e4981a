"""The duties of each member unit, and of those who check its score: pledges, results, scores."""

from collections.abc import Iterator
from datetime import date

from domain.identity import stream
from domain.marks import Mark
from domain.pledges import Pledge
from domain.scores import Score, Stage, effective_total
from projections.duties.course import SELF_SCORING, Course
from projections.duties.duty import Cause, Duty


def pledge_duties(course: Course) -> Iterator[Duty]:
    """Who is to register, to sign, to report; a unit that withdrew its pledge has said why, and is left."""
    if course.waits("launched") or course.told("summed_up") or course.status["pledged"] == "not_stated":
        return
    for unit in course.year.members:
        pledge = course.year.pledges.get(unit) or Pledge()
        own = stream("pledge", course.cycle, unit)
        if pledge.withdrawn is not None:
            continue
        if pledge.registered is None:
            yield course.duty("register_pledge", course.own("cycle.launched"), unit=unit)
        elif course.is_strict and pledge.signed is None:
            cause = Cause(stream=own, topics=("pledge.registered",))
            yield course.duty("sign_pledge", cause, unit=unit, params={"registered": pledge.registered})
        elif missing := _unreported(pledge):
            cause = Cause(stream=own, topics=("pledge.registered", "pledge.signed", "pledge.amended"))
            yield course.duty(
                "report_target",
                cause,
                unit=unit,
                starts=course.since(SELF_SCORING),
                params={"missing": missing, "total": len(pledge.targets)},
            )


def _unreported(pledge: Pledge) -> int:
    """How many targets nothing is reported on; a report on all of them together speaks for each."""
    if pledge.together is not None:
        return 0
    return sum(target.id not in pledge.results for target in pledge.targets)


def score_duties(course: Course) -> Iterator[Duty]:
    """Who is to score itself, to check, to explain, to make final; all until the minutes are signed."""
    if course.told("minuted"):
        return
    begun = any(score.reached for score in course.year.scores.values())
    for unit in course.year.members:
        score = course.year.scores.get(unit) or Score()
        if score.stage is Stage.DRAFT:
            yield from _drafts(course, unit, score, None if begun else course.since(SELF_SCORING))
        else:
            yield from _checks(course, unit, score)


def _drafts(course: Course, unit: str, score: Score, starts: date | None) -> Iterator[Duty]:
    if course.year.rules.scoring_table is None or course.told("summed_up") or course.waits("launched"):
        return
    if score.returned is not None:
        cause = Cause(stream=stream("score", course.cycle, unit), topics=("score.returned",))
        returned = {"returned": score.returned}
        yield course.duty("submit_self_score", cause, code="score_returned", unit=unit, params=returned)
    else:
        yield course.duty("submit_self_score", course.own("rules.adopted"), unit=unit, starts=starts)


# The next act on a score by the stage that it has reached, with the topics that brought it there.
_NEXT = {
    Stage.SELF: ("verify_score", "score.self_submitted"),
    Stage.VERIFIED: ("finalise_score", "score.verified"),
    Stage.EXPLAINED: ("recheck_score", "score.explained"),
    Stage.RECHECKED: ("finalise_score", "score.rechecked"),
}


def _checks(course: Course, unit: str, score: Score) -> Iterator[Duty]:
    if score.stage not in _NEXT:
        return
    action, topic = _NEXT[score.stage]
    cause = Cause(stream=stream("score", course.cycle, unit), topics=(topic,))
    if score.stage is Stage.VERIFIED and _differs(score):
        yield course.duty("explain_score", cause, unit=unit)
    yield course.duty(action, cause, unit=unit, params={"reached": score.reached[score.stage]})


def _differs(score: Score) -> bool:
    """Whether the cluster marked a unit otherwise than it had scored itself."""
    if Stage.SELF not in score.reached:
        return False
    own = score.marks.get(Stage.SELF, {})
    verified = score.marks.get(Stage.VERIFIED, {})
    if any(name not in own or _stated(mark) != _stated(own[name]) for name, mark in verified.items()):
        return True
    return effective_total(score, Stage.VERIFIED) != effective_total(score, Stage.SELF)


def _stated(mark: Mark) -> tuple[object, ...]:
    return mark.points, mark.passed, mark.actual, mark.target, mark.assigned
