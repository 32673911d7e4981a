"""The duties that follow a vote: proposals, what becomes of them, and objections to a ballot."""

from collections.abc import Iterator

from domain.ballots import Ballot
from domain.identity import stream
from domain.nominations import Nomination
from projections.duties.course import Course
from projections.duties.duty import Cause, Duty

# The next act on a nomination by its status; the others wait for nobody.
_NEXT = {
    "proposed": ("recommend_nomination", "recommend_nomination"),
    "returned": ("submit_nomination", "nomination_returned"),
    "recommended": ("submit_nomination", "submit_nomination"),
    "submitted": ("decide_nomination", "decide_nomination"),
    "deferred": ("resume_nomination", "resume_nomination"),
    "granted": ("present_nomination", "present_nomination"),
}
UNSETTLED = frozenset(_NEXT)
_TOPICS = (
    "nomination.proposed",
    "nomination.recommended",
    "nomination.submitted",
    "nomination.deferred",
    "nomination.resumed",
    "nomination.returned",
    "nomination.decided",
    "nomination.restored",
)


def proposal_duties(course: Course) -> Iterator[Duty]:
    """Who passed in a ballot on a title, and is not proposed for it yet."""
    known = {(one.title, one.unit) for one in course.year.nominations}
    for ballot in course.year.ballots:
        if len(ballot.opened.titles) != 1:
            continue
        (title,) = ballot.opened.titles
        for unit in ballot.elected or ():
            if (title, unit) not in known:
                yield course.duty(
                    "propose_nomination",
                    _of_ballot(ballot, "ballot.counted", "ballot.acclaimed"),
                    unit=unit,
                    parts={"title": title, "ballot": ballot.id},
                    params={"title": title},
                )


def award_duties(course: Course) -> Iterator[Duty]:
    """What each nomination waits for; they go on once the cycle is closed, too."""
    for one in sorted(course.year.nominations, key=lambda one: (one.title, one.unit)):
        if one.status in _NEXT:
            yield _award(course, one)


def _award(course: Course, nomination: Nomination) -> Duty:
    action, code = _NEXT[nomination.status]
    if nomination.status == "recommended" and course.told("submitted"):
        action = code = "decide_nomination"  # it went up with the cluster's dossier
    own = stream("nomination", course.cycle, nomination.title, nomination.unit)
    return course.duty(
        action,
        Cause(stream=own, topics=_TOPICS),
        code=code,
        unit=nomination.unit,
        parts={"title": nomination.title},
        params={"title": nomination.title, "since": nomination.since},
    )


def contest_duties(course: Course) -> Iterator[Duty]:
    """Ballots that are objected to, and that no close and no decision on a title has settled since."""
    closed = course.year.cycle.steps.get("closed")
    for ballot in course.year.ballots:
        objected = course.contested.get(ballot.id)
        if objected is None or ballot.is_annulled:
            continue
        settled = [
            one.decided_on.effective
            for one in course.year.nominations
            if one.decided_on is not None and one.proposal is not None and one.proposal.ballot == ballot.id
        ]
        if closed is not None:
            settled.append(closed.effective)
        if objected > max(settled, default=0):
            yield course.duty(
                "annul_ballot",
                _of_ballot(ballot, "ballot.contested"),
                code="ballot_contested",
                parts={"ballot": ballot.id},
                params={"reason": ballot.contests[-1].reason, "by": ballot.contests[-1].by},
            )


def _of_ballot(ballot: Ballot, *topics: str) -> Cause:
    return Cause(stream=stream("ballot", ballot.id), topics=topics)
