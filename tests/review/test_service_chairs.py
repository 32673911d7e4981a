"""Who chairs a ballot learns the choices with everybody else, and then changes nothing of how it was held."""

from typing import Any

import pytest
from httpx2 import Response

from domain.moments import CIVIL_ZONE, as_datetime
from tests.web.house import House

REASON = {"reason": "ghi nhầm lúc làm thư ký"}
CHANGED = "chỉ để thử xem thôi"


class Chair:
    """A roll call of four units, led by `a`, in which all but `d` cast their votes."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.today = as_datetime(house.application.log_recorder.clock()).astimezone(CIVIL_ZONE).date()
        self.cycle = f"cum-{self.today.year}"
        self.ballot = f"{self.cycle}.co"
        self.do("register_unit", unit="co-quan", name="Cơ quan")
        self.do("form_cluster", cluster="cum", name="Cụm", kind="cluster", organiser="co-quan")
        for unit in "abcd":
            self.do("register_unit", unit=unit, name=f"Đơn vị {unit}", parent="co-quan")
            self.do("join_cluster", cluster="cum", unit=unit)
        self.do("assign_lead", cluster="cum", year=self.today.year, mode="assigned", lead="a", deputy="b")
        self.do("open_cycle", cycle=self.cycle, cluster="cum", first_year=self.today.year)
        self.do("launch_cycle", cycle=self.cycle)
        self.do("adopt_rules", cycle=self.cycle, rule_set="law-2022")
        self.electors = {unit: house.person(speaks_for=unit) for unit in "abcd"}
        self.office = house.person("office")
        self.lead = self.electors["a"]
        opening = {"name": "co", "mode": "roll_call", "titles": ["advanced_unit"], "candidates": ["a", "b"]}
        self.recorded(self.house.post(self.lead, f"/cycles/{self.cycle}/ballots", opening))
        self.votes = {unit: self.vote(unit) for unit in "abc"}

    def do(self, command: str, **said: Any) -> None:
        """What the operator records."""
        self.house.application.do(command, **said)

    def recorded(self, answer: Response) -> int:
        """The position that was recorded."""
        assert answer.status_code == 201, answer.text
        return int(answer.json()["position"])

    def vote(self, unit: str) -> int:
        """A unit casts its vote; the position."""
        told = {"elector": unit, "choices": {"a": "for", "b": "against"}, "channel": "hall"}
        return self.recorded(self.house.post(self.electors[unit], f"/ballots/{self.ballot}/votes", told))

    def asks(self, path: str, person: str | None = None, **told: Any) -> Response:
        """What the lead, unless told otherwise, sends about the ballot."""
        return self.house.post(person or self.lead, f"/ballots/{self.ballot}/{path}", told)

    def amends(self, position: int, person: str | None = None, **new: Any) -> Response:
        """The lead, unless told otherwise, takes an entry back, or with something new corrects it."""
        kind = "corrections" if new else "retractions"
        headers = {"If-Match": "*"}
        path = f"/events/{position}/{kind}"
        return self.house.post(person or self.lead, path, {**REASON, **new}, headers=headers)

    def time_of(self, position: int) -> str:
        """When an entry was recorded."""
        told = self.house.get(self.lead, f"/events/{position}").json()["event"]["recorded_at"]
        return str(told)


@pytest.fixture
def chair(sqlite_house: House) -> Chair:
    """The chair, in a house of its own."""
    return Chair(sqlite_house)


def test_the_chair_copies_no_vote_from_minutes_once_the_choices_are_known(chair: Chair) -> None:
    chair.recorded(chair.asks("closures"))
    late: dict[str, Any] = {
        "elector": "d",
        "choices": {"a": "for", "b": "against"},
        "channel": "minutes",
        **REASON,
    }
    for person in (chair.lead, chair.office):
        told = chair.asks("votes", person, **late, effective=chair.time_of(chair.votes["c"]))
        assert told.json()["code"] == "ballot_not_open"


def test_the_chair_opens_no_ballot_again_and_says_nothing_anew_of_its_end(chair: Chair) -> None:
    while_open = chair.recorded(chair.asks("attendances", present=["a", "b", "c", "d"]))
    closed = chair.recorded(chair.asks("closures"))
    present: dict[str, Any] = {"new": {"present": ["a", "b", "c"]}}
    for told in (chair.amends(closed), chair.amends(closed, **present), chair.amends(while_open, **present)):
        assert told.json()["code"] == "not_permitted"
    moved = chair.asks("attendances", present=["a", "b", "c"], effective=chair.time_of(while_open), **REASON)
    assert moved.json()["code"] == "ballot_already_closed"


def test_a_vote_from_minutes_beside_live_ones_stays_as_it_is_once_those_are_known(chair: Chair) -> None:
    copied: dict[str, Any] = {"elector": "d", "choices": {"a": "for", "b": "for"}, "channel": "minutes"}
    position = chair.recorded(chair.asks("votes", **copied))
    against: dict[str, Any] = {"new": {"choices": {"a": "for", "b": "against"}}}
    assert chair.amends(position, **against).status_code == 201, "nobody knows any choice yet"
    chair.recorded(chair.asks("closures"))
    assert chair.amends(position, **against).json()["code"] == "not_permitted"


def test_no_close_is_put_before_its_votes(chair: Chair) -> None:
    closed = chair.recorded(chair.asks("closures"))
    told = chair.amends(closed, chair.office, on=chair.time_of(chair.votes["a"]))
    assert told.json()["code"] == "vote_after_close"
    told = chair.amends(closed, chair.office, new={"present": ["a", "b"]})
    assert told.json()["code"] == "voter_not_present"
    assert chair.amends(closed, chair.office, new={"document": "BB 01"}).status_code == 201


def test_what_an_office_decided_is_not_the_chairs_to_take_back(chair: Chair) -> None:
    chair.recorded(chair.asks("closures"))
    contested = chair.recorded(chair.asks("contests", chair.electors["c"], by="c", **REASON))
    annulled = chair.recorded(chair.asks("annulments", chair.office, **REASON))
    for position in (annulled, contested):
        assert chair.amends(position).json()["code"] == "not_permitted"
    taken_back = chair.recorded(chair.amends(annulled, chair.office))
    assert chair.amends(taken_back).json()["code"] == "not_permitted"


def test_a_file_that_is_only_tried_tells_nothing_of_an_open_ballot(chair: Chair) -> None:
    house = chair.house
    on = {"on": str(chair.today)}
    entries = [
        {"do": "close_ballot", "ballot": "co", **on},
        {"do": "count_roll_call", "ballot": "co", "id": "dem", **on},
        {"do": "correct_entry", "entry": "dem", "reason": CHANGED, "new": {"elected": ["b"]}, **on},
    ]
    head = {
        "chronicle": "thidua/1",
        "title": "Thử",
        "source": "Biên bản thử",
        "cluster": "cum",
        "cycle": chair.cycle,
    }
    for tried in ("true", "false"):
        told = house.client.post(
            f"/api/v1/imports/chronicles?dry_run={tried}",
            json={**head, "entries": entries},
            headers={**house.headers(chair.office), "Prefer": "wait=10"},
        ).json()
        assert told["problems"][0]["code"] == "ballot_cast_live"
        assert not any("Đơn vị a" in one["sentence"] for one in told["problems"])
    assert house.get(chair.lead, f"/ballots/{chair.ballot}").json()["status"] == "open"


def test_the_chair_chooses_neither_the_electors_nor_the_rule(chair: Chair) -> None:
    rule = chair.house.get(chair.lead, f"/cycles/{chair.cycle}/rules").json()["rule_set"]["ballot"]
    opening = {"mode": "roll_call", "titles": ["advanced_unit"], "candidates": ["a", "b"]}
    path = f"/cycles/{chair.cycle}/ballots"
    own: list[dict[str, Any]] = [{"roll": ["a", "b"]}, {"rule": {**rule, "threshold": "1/100"}}]
    for at, chosen in enumerate(own):
        told = {**opening, **chosen, "name": f"rieng-{at}"}
        refused = chair.house.post(chair.lead, path, told).json()
        assert (refused["code"], refused["field"]) == ("ballot_terms_pinned", next(iter(chosen)))
        assert chair.house.post(chair.office, path, told).status_code == 201
    assert chair.house.post(chair.lead, path, {**opening, "name": "chung"}).status_code == 201


def test_an_acclamation_of_today_is_that_of_the_members(chair: Chair) -> None:
    opening = {"name": "suy-ton", "mode": "acclamation", "titles": ["advanced_unit"]}
    chair.recorded(chair.house.post(chair.lead, f"/cycles/{chair.cycle}/ballots", opening))
    path = f"/ballots/{chair.cycle}.suy-ton/acclamations"
    chair.do("register_unit", unit="la", name="Đơn vị lạ")
    for present in (["a", "b", "la"], ["a", "b", "c"]):
        told = chair.house.post(chair.lead, path, {"elected": ["a"], "present": present})
        assert told.status_code == (409 if "la" in present else 201), told.text


def test_the_chair_says_nothing_of_the_ballot_that_its_votes_do_not(chair: Chair) -> None:
    opened = chair.votes["a"] - 1
    rest: dict[str, Any] = {"elector": "d", "choices": {"a": "for", "b": "for"}, "channel": "minutes"}
    copied = chair.recorded(chair.asks("votes", **rest))
    channel: dict[str, Any] = {"new": {"channel": "hall"}}
    assert chair.amends(copied, **channel).json()["code"] == "vote_not_correctable"
    roll: dict[str, Any] = {"new": {"roll": ["a", "b"]}}
    assert chair.amends(opened, **roll).json()["code"] == "not_permitted"
    chair.recorded(chair.asks("closures"))
    assert chair.asks("outcomes", elected=["b"]).json()["code"] == "mode_counts_otherwise"
    counted = chair.recorded(chair.asks("roll-call-counts"))
    elected: dict[str, Any] = {"new": {"elected": ["b"], "count": None}}
    for person in (chair.lead, chair.office):
        assert chair.amends(counted, person, **elected).json()["code"] == "outcome_belies_count"
    assert chair.amends(counted, new={"document": "BB 02"}).status_code == 201
