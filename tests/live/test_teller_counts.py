"""Two tellers count, each without the other's figures; the log gets one count, in the moment they agree."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from domain.ballot_facts import BallotCounted
from domain.facts import Entry
from domain.identity import stream
from domain.rules import Tie
from service.audit.attempts import attempts
from service.live.counting import DISAGREEMENTS_MAX
from service.live.teller_counts import teller_counts
from service.verify import verify
from tests.live.hall import open_ballot, open_hall
from tests.web.house import House, open_house

UNITS = ("a", "b", "c", "d", "e", "f")


class Counting:
    """A closed ballot on paper on `a` and `b`, with its chair and two tellers, all signed in."""

    def __init__(
        self, house: House, *, seats: int | None = None, tie: Tie = "chair", tellers: int = 2
    ) -> None:
        self.house = house
        application = house.application
        self.cycle = open_hall(application, UNITS)
        self.ballot = open_ballot(
            application, self.cycle, "kin", mode="secret_paper", roll=UNITS, candidates=("a", "b"),
            seats=seats, tie=tie,
        )  # fmt: skip
        self.chair = house.person(speaks_for="a")
        self.tellers = [house.person() for _ in range(tellers)]
        application.do("appoint_tellers", ballot=self.ballot, tellers=tuple(self.tellers))
        application.do("close_ballot", ballot=self.ballot, present=UNITS)

    def hold_another(self, name: str) -> None:
        """Close another ballot, to be counted by the same tellers; from now on it is meant."""
        application = self.house.application
        self.ballot = open_ballot(
            application, self.cycle, name, mode="secret_paper", roll=UNITS, candidates=("a", "b")
        )
        application.do("appoint_tellers", ballot=self.ballot, tellers=tuple(self.tellers))
        application.do("close_ballot", ballot=self.ballot, present=UNITS)

    @property
    def path(self) -> str:
        return f"/ballots/{self.ballot}/teller-counts"

    def enter(self, person: str | None, told: Any) -> Response:
        return self.house.post(person, self.path, told)

    def seen(self, person: str | None) -> dict[str, Any]:
        answer = self.house.get(person, self.path)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def recorded(self) -> list[Entry]:
        """The counts of the ballot in the log."""
        application = self.house.application
        with application.log_recorder.reading() as connection:
            entries = application.timeline(stream("ballot", self.ballot), connection)
        return [entry for entry in entries if isinstance(entry.fact, BallotCounted)]

    def waiting(self) -> int:
        with self.house.application.engine.connect() as connection:
            return len(connection.execute(select(teller_counts)).all())


def count(a: int, b: int, *, issued: int = 6, valid: int = 6) -> dict[str, Any]:
    """A count with these votes for `a` and `b`."""

    def option(candidate: str, votes: int) -> dict[str, Any]:
        return {
            "candidate": candidate,
            "votes_for": votes,
            "votes_against": valid - votes,
            "votes_abstain": 0,
        }

    figures = {
        "issued": issued,
        "returned": valid,
        "valid": valid,
        "invalid": 0,
        "present": 6,
        "consulted": 0,
    }
    return {**figures, "options": [option("a", a), option("b", b)]}


def test_the_second_count_that_agrees_is_recorded_with_the_first(house: House) -> None:
    hall = Counting(house)
    one, other = hall.tellers
    first = hall.enter(one, count(5, 4))
    assert (first.status_code, first.json()["state"]) == (201, "waiting")
    second = hall.enter(other, count(5, 4))
    assert (second.status_code, second.json()["state"]) == (201, "counted")
    (entry,) = hall.recorded()
    assert (entry.actor, entry.authority, entry.position) == (other, "teller", second.json()["position"])
    assert entry.session is not None
    fact = entry.fact
    assert isinstance(fact, BallotCounted)
    assert [counted.teller for counted in fact.tellers] == [one, other]
    assert fact.elected == ("a", "b")
    assert hall.waiting() == 0
    assert verify(house.application.engine).problems == ()


def test_nobody_sees_a_figure_that_waits(house: House) -> None:
    hall = Counting(house)
    one, other = hall.tellers
    hall.enter(one, count(5, 4))
    for person in (one, other, hall.chair, house.person("office"), house.person("inspector")):
        told = hall.seen(person)
        assert told["state"] == "waiting"
        assert [set(entered) for entered in told["entered"]] == [{"teller", "entered_at", "times"}]
        assert told["entered"][0]["teller"] == one
    assert house.get(house.person(), hall.path).status_code == 403
    assert house.get(None, hall.path).status_code == 401


def test_what_differs_is_named_without_a_value(house: House) -> None:
    hall = Counting(house)
    one, other = hall.tellers
    hall.enter(one, count(5, 4))
    answer = hall.enter(other, count(5, 3))
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "tellers_disagree")
    assert "“b”" in told["detail"] or " b" in told["detail"]
    assert not any(digit in told["detail"] for digit in "0123456789")
    assert hall.seen(hall.chair)["differs"] == {"figure": "votes_for", "candidate": "b"}
    assert hall.seen(hall.chair)["state"] == "disagreeing"
    assert hall.recorded() == []
    assert hall.enter(other, count(5, 4)).json()["state"] == "counted"


def test_no_figure_reaches_a_log_line_or_the_attempts(database_url: str) -> None:
    lines = io.StringIO()
    with open_house(database_url, log_to=lines) as house:
        hall = Counting(house)
        one, other = hall.tellers
        hall.enter(one, count(5, 4))
        hall.enter(other, count(3, 3, valid=5))
        hall.enter(other, {**count(5, 4), "issued": 7_351})
        with house.application.engine.connect() as connection:
            noted = [row._mapping for row in connection.execute(select(attempts))]
    assert [row["code"] for row in noted] == ["tellers_disagree", "count_more_issued_than_roll"]
    kept = {"id", "at", "person", "session", "action", "about", "code"}
    assert all(set(row) == kept and row["action"] == "enter_teller_count" for row in noted)
    posted = [line for line in map(json.loads, lines.getvalue().splitlines()) if line.get("method") == "POST"]
    assert len(posted) == 3
    told = {"method", "path", "status", "microseconds", "request_id", "actor", "session"}
    assert all(set(line) <= told | {"event", "level", "timestamp"} for line in posted)
    assert "7351" not in lines.getvalue()


def test_a_teller_hears_at_once_of_figures_that_cannot_be(house: House) -> None:
    hall = Counting(house)
    one = {"candidate": "a", "votes_for": 9, "votes_against": 0, "votes_abstain": 0}
    wrong = {
        "count_more_issued_than_roll": count(5, 4, issued=7),
        "count_figure_negative": {**count(5, 4), "invalid": -1},
        "count_options_differ": {**count(5, 4), "options": [one, {**one, "candidate": "b"}]},
        "count_incomplete": {**count(5, 4), "valid": None},
        "count_candidates_wrong": {**count(5, 4), "options": []},
        "count_present_differs": {**count(1, 1, issued=2, valid=2), "present": 2},
    }
    for code, told in wrong.items():
        answer = hall.enter(hall.tellers[0], told)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert hall.waiting() == 0


def test_nobody_counts_before_the_close(sqlite_house: House) -> None:
    hall = Counting(sqlite_house)
    hall.ballot = open_ballot(
        sqlite_house.application, hall.cycle, "mo", mode="secret_paper", roll=UNITS, candidates=("a", "b")
    )
    sqlite_house.application.do("appoint_tellers", ballot=hall.ballot, tellers=tuple(hall.tellers))
    assert hall.enter(hall.tellers[0], count(5, 4)).json()["code"] == "ballot_not_closed"
    assert hall.seen(hall.chair)["state"] == "open"


@pytest.mark.parametrize(
    "told", [[], {"issued": "6"}, {"issued": 6.5}, {"more": 1}, {"issued": 10**30}, {"options": [{}]}, None]
)
def test_what_is_no_count_is_refused_by_its_field(told: Any, sqlite_house: House) -> None:
    hall = Counting(sqlite_house)
    answer = sqlite_house.client.post(
        f"/api/v1{hall.path}", json=told, headers=sqlite_house.headers(hall.tellers[0])
    )
    assert answer.status_code == 422, answer.text
    assert hall.waiting() == 0


def test_only_an_appointed_teller_enters_a_count(house: House) -> None:
    hall = Counting(house)
    for person in (hall.chair, house.person("office"), house.person("inspector"), house.person()):
        assert hall.enter(person, count(5, 4)).status_code == 403
    assert hall.enter(None, count(5, 4)).status_code == 401
    unknown = house.post(hall.tellers[0], "/ballots/thu-2099.kin/teller-counts", count(5, 4))
    assert unknown.status_code == 404
    assert hall.waiting() == 0


def test_two_who_enter_at_once_record_one_count(house: House) -> None:
    hall = Counting(house)
    for turn in range(6):
        start = Barrier(4)

        def send(person: str, start: Barrier = start) -> Response:
            start.wait()
            return hall.enter(person, count(5, 4))

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(send, hall.tellers * 2))
        assert {answer.status_code for answer in answers} == {201}
        assert "counted" in {answer.json()["state"] for answer in answers}
        assert len(hall.recorded()) == 1
        assert hall.waiting() == 0
        hall.hold_another(f"kin-{turn}")


def test_who_asks_again_for_a_lost_answer_gets_it(house: House) -> None:
    hall = Counting(house)
    one, other = hall.tellers
    hall.enter(one, count(5, 4))
    answers = [hall.enter(person, count(5, 4)) for person in (other, other, one)]
    assert len({answer.text for answer in answers}) == 1
    assert len(hall.recorded()) == 1
    late = hall.enter(one, count(4, 4))
    assert (late.status_code, late.json()["code"]) == (409, "ballot_already_decided")


def test_a_teller_who_was_replaced_counts_no_more(house: House) -> None:
    hall = Counting(house)
    one, other = hall.tellers
    hall.enter(one, count(5, 4))
    new = house.person()
    house.application.do("appoint_tellers", ballot=hall.ballot, tellers=(new, other))
    assert hall.enter(one, count(5, 4)).status_code == 403
    assert hall.enter(other, count(5, 4)).json()["state"] == "waiting"  # what the other entered is void
    assert hall.enter(new, count(5, 4)).json()["state"] == "counted"
    (entry,) = hall.recorded()
    assert isinstance(entry.fact, BallotCounted)
    assert {counted.teller for counted in entry.fact.tellers} == {new, other}


def test_who_guesses_makes_both_count_again(house: House) -> None:
    hall = Counting(house)
    one, other = hall.tellers
    hall.enter(one, count(5, 4))
    codes = [hall.enter(other, count(guess, 4)).json()["code"] for guess in range(DISAGREEMENTS_MAX)]
    assert codes == ["tellers_disagree"] * DISAGREEMENTS_MAX
    assert hall.waiting() == 0
    assert hall.enter(other, count(5, 4)).json()["state"] == "waiting"
    assert hall.enter(one, count(5, 4)).json()["state"] == "counted"


def test_any_two_of_three_tellers_are_enough(house: House) -> None:
    hall = Counting(house, tellers=3)
    states = [
        hall.enter(teller, count(5, votes)) for teller, votes in zip(hall.tellers, (4, 3, 4), strict=True)
    ]
    assert [answer.status_code for answer in states] == [201, 409, 201]
    (entry,) = hall.recorded()
    assert isinstance(entry.fact, BallotCounted)
    assert [counted.teller for counted in entry.fact.tellers] == [hall.tellers[0], hall.tellers[2]]


def test_what_waits_survives_a_restart(database_url: str) -> None:
    with open_house(database_url) as house:
        hall = Counting(house)
        hall.enter(hall.tellers[0], count(5, 4))
    with open_house(database_url) as anew:
        anew._secrets = house._secrets
        hall.house = anew
        assert hall.seen(hall.chair)["state"] == "waiting"
        assert hall.enter(hall.tellers[1], count(5, 4)).json()["state"] == "counted"


def test_a_tie_waits_for_the_chair(house: House) -> None:
    hall = Counting(house, seats=1)
    one, other = hall.tellers
    hall.enter(one, count(4, 4))
    tied = hall.enter(other, count(4, 4)).json()
    assert tied["state"] == "tie_undecided"
    assert tied["tie"] == {"tied": ["a", "b"], "seats": 1, "by": "chair"}
    assert hall.recorded() == []
    assert hall.enter(other, count(4, 4)).json()["state"] == "tie_undecided"
    assert hall.enter(other, count(5, 4)).json()["code"] == "tellers_agreed"
    path = f"/ballots/{hall.ballot}/tie-decisions"
    assert house.post(one, path, {"chosen": ["b"]}).status_code == 403
    assert house.post(hall.chair, path, {"chosen": ["c"]}).json()["code"] == "tie_choice_wrong"
    decided = house.post(hall.chair, path, {"chosen": ["b"]})
    assert (decided.status_code, decided.json()["state"]) == (201, "counted")
    assert house.post(hall.chair, path, {"chosen": ["b"]}).text == decided.text
    assert house.post(hall.chair, path, {"chosen": ["a"]}).json()["code"] == "ballot_already_decided"
    (entry,) = hall.recorded()
    assert (entry.actor, entry.authority) == (hall.chair, "lead:a")
    assert isinstance(entry.fact, BallotCounted)
    assert (entry.fact.elected, entry.fact.decided_by) == (("b",), "chair")
    assert hall.waiting() == 0


def test_a_tie_that_a_second_round_decides_is_counted(sqlite_house: House) -> None:
    hall = Counting(sqlite_house, seats=1, tie="second_round")
    states = [hall.enter(teller, count(4, 4)).json()["state"] for teller in hall.tellers]
    assert states == ["waiting", "counted"]


def test_nothing_is_decided_before_two_agree(sqlite_house: House) -> None:
    hall = Counting(sqlite_house, seats=1)
    hall.enter(hall.tellers[0], count(4, 4))
    answer = sqlite_house.post(hall.chair, f"/ballots/{hall.ballot}/tie-decisions", {"chosen": ["a"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "tellers_not_agreed")


def test_what_waited_for_a_ballot_that_came_to_its_end_otherwise_is_deleted(house: House) -> None:
    hall = Counting(house)
    hall.enter(hall.tellers[0], count(5, 4))
    house.application.do("annul_ballot", ballot=hall.ballot, reason="Phát sai phiếu")
    assert hall.seen(hall.chair)["state"] == "annulled"
    refused = hall.enter(hall.tellers[1], count(5, 4))
    assert refused.json()["code"] == "ballot_annulled"
    hall.hold_another("lai")
    hall.enter(hall.tellers[0], count(5, 4))
    assert hall.waiting() == 1


def test_only_a_secret_ballot_on_paper_has_tellers_counts(sqlite_house: House) -> None:
    hall = Counting(sqlite_house)
    other = open_ballot(
        sqlite_house.application, hall.cycle, "goi", mode="roll_call", roll=UNITS, candidates=("a",)
    )
    answer = sqlite_house.get(hall.chair, f"/ballots/{other}/teller-counts")
    assert (answer.status_code, answer.json()["code"]) == (409, "mode_counts_otherwise")
    unknown = sqlite_house.get(sqlite_house.person("office"), "/ballots/thu-2099.kin/teller-counts")
    assert unknown.status_code == 404
