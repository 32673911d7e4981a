"""The duties of a ballot room: opening, attendance, tellers, votes, the close, the count, a further round."""

from collections.abc import Iterable, Iterator

from domain.ballots import Ballot
from domain.identity import stream
from domain.votes import NAMED_MODES
from projections.duties.course import Course
from projections.duties.duty import Cause, Duty

# How a ballot comes to its outcome, by its mode; what is in neither is told as its source has it.
_ENDS_BY = {
    "acclamation": "acclaim",
    "show_of_hands": "count_hands",
    "roll_call": "count_roll_call",
    "written_opinion": "count_roll_call",
    "secret_paper": "enter_teller_count",
}
_IN_A_HALL = ("show_of_hands", "roll_call", "secret_paper")
_WITHOUT_VOTES = ("acclamation", "unstated")


def ballot_duties(course: Course) -> Iterator[Duty]:
    """What each ballot in effect waits for; once the year is summed up, the first of them."""
    held = [ballot for ballot in course.year.ballots if not ballot.is_annulled]
    waits = course.told("summed_up") and course.waits("balloted") and not course.year.nominations
    if waits and not held:
        yield course.duty("open_ballot", course.own("cycle.summed_up"))
    continued = {ballot.opened.previous for ballot in held}
    for ballot in held:
        if ballot.is_decided:
            rule = ballot.rule
            if ballot.tied and rule is not None and rule.tie == "second_round" and ballot.id not in continued:
                yield _duty(course, ballot, "open_second_round", "ballot.counted", parts="previous")
        elif ballot.is_closed or ballot.opened.mode in _WITHOUT_VOTES:
            yield from _count(course, ballot)
        else:
            yield from _voting(course, ballot)


def _count(course: Course, ballot: Ballot) -> Iterator[Duty]:
    action = _ENDS_BY.get(ballot.opened.mode, "record_outcome")
    if action == "enter_teller_count" and not ballot.tellers:
        action = "appoint_tellers"
    yield _duty(course, ballot, action, "ballot.closed")


def _voting(course: Course, ballot: Ballot) -> Iterator[Duty]:
    opened, present = ballot.opened, ballot.present_before_close
    is_named, waiting = opened.mode in NAMED_MODES, course.awaited.get(ballot.id, ())
    needs_tellers = opened.mode == "secret_paper" and not ballot.tellers
    if opened.mode in _IN_A_HALL and present is None:
        yield _duty(course, ballot, "take_attendance")
    if needs_tellers:
        yield _duty(course, ballot, "appoint_tellers")
    for elector in waiting:
        yield _duty(course, ballot, "cast_vote", elector=elector)
    if is_named and not _among(waiting, present):
        yield _duty(course, ballot, "close_ballot")
    if not is_named and not needs_tellers and present is not None:
        yield _duty(course, ballot, "close_ballot", code="close_unnamed_ballot")


def _among(waiting: Iterable[str], present: Iterable[str] | None) -> bool:
    """Whether a vote is still waited for of anybody who is there; of all where no attendance was taken."""
    return bool(set(waiting) if present is None else set(waiting) & set(present))


def _duty(
    course: Course,
    ballot: Ballot,
    action: str,
    *topics: str,
    code: str | None = None,
    elector: str | None = None,
    parts: str = "ballot",
) -> Duty:
    opened = ballot.opened
    about = {parts: ballot.id} if elector is None else {parts: ballot.id, "elector": elector}
    return course.duty(
        action,
        Cause(stream=stream("ballot", ballot.id), topics=("ballot.opened", *topics)),
        code=code or action,
        unit=elector,
        parts=about,
        params={"titles": opened.titles, "question": opened.question, "mode": opened.mode},
    )
