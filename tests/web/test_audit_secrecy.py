"""Nobody sees a choice before the ballot is over: in no answer, form, language or role, at no point."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from domain.moments import as_datetime
from domain.refusals import Refusal
from service.log import Logged
from tests.web.audit_year import BALLOT, CYCLE, REASON, Year
from tests.web.house import House

# How the choices of this year are told: as codes, and in sentences of both languages.
CHOICE = re.compile(r"\bagainst\b|\babstain\b|không đồng ý|không có ý kiến|no opinion", re.IGNORECASE)
DAYS: tuple[dict[str, str], ...] = ({}, {"as_of": "2199-12-31"})
TOLD_LATER = (
    f"/cycles/{CYCLE}/events",
    f"/cycles/{CYCLE}/vote-entries",
    f"/ballots/{BALLOT}/vote-entries",
    f"/ballots/{BALLOT}/votes",
    f"/cycles/{CYCLE}/votes",
    f"/cycles/{CYCLE}/history",
    "/events",
)
OTHERS = (
    f"/cycles/{CYCLE}/lineage",
    f"/cycles/{CYCLE}/differences",
    f"/cycles/{CYCLE}/standings",
    f"/cycles/{CYCLE}/pledges",
    f"/cycles/{CYCLE}/commendations",
    "/clusters/mot/leads",
    "/units/a/honours",
    "/attempts",
)


class Votes:
    """A roll call in which one vote was changed and one, copied from the minutes, corrected.

    The first is cast by its elector unless all are copied.
    """

    def __init__(self, house: House, *, all_copied: bool = False) -> None:
        self.year = Year(house)
        self.year.open_ballot()
        first = self.copy("a") if all_copied else self.year.cast("a", "abstain")
        second = self.copy("c")  # only such a vote is anybody's to correct
        channel = "minutes" if all_copied else "hall"
        self.year.do("change_vote", ballot=BALLOT, elector="a", choices=both("against"), channel=channel)
        changed = self.year.app.max_position() or 0
        corrected = self.year.do(
            "correct_entry", position=second, reason=REASON, new={"choices": both("against")}
        )
        self.votes = (first, second, changed, corrected)

    def copy(self, elector: str) -> int:
        """A vote copied from the minutes; the entry's position."""
        said: dict[str, Any] = {"ballot": BALLOT, "elector": elector, "choices": both("abstain")}
        return self.year.do("cast_vote", **said, channel="minutes")

    def known(self) -> list[dict[str, str]]:
        """The last two times at which something was recorded, and now."""
        log = self.year.app.log_recorder
        entries = log.select_notifications(self.votes[0] - 1, 50)
        times = {entry.recorded_at for entry in entries if isinstance(entry, Logged)}
        return [{}, *({"known_at": as_datetime(time).isoformat()} for time in sorted(times)[-2:])]

    def shown(self, person: str, points: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
        """Every answer that a person gets at these points, in each form and language, by its path."""
        paths = [*TOLD_LATER, *OTHERS, *(f"/events/{position}" for position in self.votes)]
        for path in paths:
            languages: list[dict[str, str]] = [{}]
            if path.endswith("/history"):
                languages.append({"lang": "en"})
            for point in [{}] if path == "/attempts" else points:
                for form in ("json", "csv"):
                    for language in languages:
                        answer = self.year.get(path, person, format=form, **point, **language)
                        assert answer.status_code in (200, 403, 404), (path, answer.text)
                        yield path, answer.text


def both(choice: str) -> dict[str, str]:
    return dict.fromkeys("ab", choice)


def telling(shown: Iterator[tuple[str, str]]) -> set[str]:
    """The paths whose answers tell a choice."""
    return {path for path, text in shown if CHOICE.search(text)}


@pytest.fixture
def votes(house: House) -> Votes:
    """The roll call, open, on each engine."""
    return Votes(house)


def everyone(votes: Votes) -> list[str]:
    """Somebody of every role that may read, the electors themselves among them."""
    year, house = votes.year, votes.year.house
    return [
        year.inspector,
        year.office,
        house.person("office", unit="org-1"),
        *year.electors.values(),
        house.person("administrator"),
    ]


def test_while_a_ballot_is_open_no_answer_tells_a_choice(votes: Votes) -> None:
    points = [{**day, **known} for day in DAYS for known in votes.known()]
    assert telling(votes.shown(votes.year.inspector, points)) == set()


def test_while_a_ballot_is_open_no_role_is_told_a_choice(votes: Votes) -> None:
    for person in everyone(votes):
        assert telling(votes.shown(person, [{}])) == set()


@pytest.mark.parametrize("ended", ["closed", "counted", "annulled"])
def test_once_a_ballot_is_over_its_choices_are_told(ended: str, votes: Votes) -> None:
    year = votes.year
    if ended == "annulled":
        year.do("annul_ballot", ballot=BALLOT, reason=REASON)
    else:
        year.do("close_ballot", ballot=BALLOT)
    if ended == "counted":
        year.do("count_roll_call", ballot=BALLOT)
    told = telling(votes.shown(year.inspector, [{}]))
    assert told >= {f"/events/{position}" for position in votes.votes}
    assert told >= {*TOLD_LATER[:3], "/events", f"/cycles/{CYCLE}/history"}


@pytest.mark.parametrize("ending", ["close_ballot", "annul_ballot"])
def test_an_end_is_not_taken_back_once_electors_have_voted_themselves(ending: str, votes: Votes) -> None:
    year = votes.year
    ended = year.do(ending, ballot=BALLOT, **({"reason": REASON} if ending == "annul_ballot" else {}))
    path, seen = f"/events/{ended}/retractions", {"If-Match": '"2"'}
    answer = year.house.post(year.office, path, {"reason": REASON}, headers=seen)
    assert (answer.status_code, answer.json()["code"]) == (409, "ballot_not_reopened")
    with pytest.raises(Refusal):
        year.do("retract_entry", position=ended, reason=REASON)
    assert telling(votes.shown(year.inspector, [{}]))


def test_an_annulment_of_a_closed_ballot_is_taken_back_as_it_opens_nothing(votes: Votes) -> None:
    year = votes.year
    closed = year.do("close_ballot", ballot=BALLOT)
    annulled = year.do("annul_ballot", ballot=BALLOT, reason=REASON)
    year.do("retract_entry", position=annulled, reason=REASON)
    with pytest.raises(Refusal):
        year.do("retract_entry", position=closed, reason=REASON)


def test_a_close_that_is_taken_back_hides_them_again_at_every_point(house: House) -> None:
    """Only where all votes were copied from minutes can it be."""
    votes = Votes(house, all_copied=True)
    year = votes.year
    closed = year.do("close_ballot", ballot=BALLOT)
    assert telling(votes.shown(year.inspector, [{}]))
    year.do("retract_entry", position=closed, reason=REASON)
    points = [{**day, **known} for day in DAYS for known in votes.known()]
    assert telling(votes.shown(year.inspector, points)) == set()


def test_an_answer_that_is_held_is_told_anew_once_the_ballot_is_over(votes: Votes) -> None:
    year = votes.year
    point = {**votes.known()[-1], "as_of": "2199-12-31"}
    path = f"/api/v1/ballots/{BALLOT}/vote-entries"
    asked = {"params": point, "headers": year.house.headers(year.inspector)}
    before = year.house.client.get(path, **asked)  # type: ignore[arg-type]
    held = {**asked["headers"], "If-None-Match": before.headers["etag"]}
    assert year.house.client.get(path, params=point, headers=held).status_code == 304
    year.do("close_ballot", ballot=BALLOT)
    after = year.house.client.get(path, params=point, headers=held)
    assert (after.status_code, bool(CHOICE.search(after.text))) == (200, True)
