"""An office of a unit comes by no trick to what it does not see to."""

from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response

from domain.moments import CIVIL_ZONE, as_datetime
from tests.web.house import House

UNKNOWN_ABOVE = "bo-chua-ghi"


class Offices:
    """An office of `ben-canh`, which sees to nothing here; `co-quan` sees to the cluster and its member."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.do("register_unit", unit="ben-canh", name="Đơn vị bên cạnh")
        self.do("register_unit", unit="co-quan", name="Cơ quan", parent=UNKNOWN_ABOVE)
        self.do("register_unit", unit="a", name="Đơn vị A", parent="co-quan")
        self.do("form_cluster", cluster="cum", name="Cụm", kind="cluster", organiser="co-quan")
        self.whole = house.person("office")
        self.beside = house.person("office", unit="ben-canh")
        self.inspector = house.person("inspector", unit="ben-canh")

    def do(self, command: str, **said: Any) -> None:
        """What the operator records."""
        self.house.application.do(command, **said)

    def asks(self, path: str, **told: Any) -> Response:
        """What the office beside sends."""
        return self.house.post(self.beside, path, told)


@pytest.fixture
def offices(sqlite_house: House) -> Offices:
    """The offices, in a house of their own."""
    return Offices(sqlite_house)


def test_naming_a_unit_of_ones_own_in_the_query_opens_nobodys_account(offices: Offices) -> None:
    somebody, own = offices.house.person(), {"unit": "ben-canh"}
    for reader in (offices.beside, offices.inspector):
        for path in (f"/persons/{somebody}", f"/persons/{somebody}/grants"):
            assert offices.house.get(reader, path, **own).status_code == 403
    assert offices.asks(f"/persons/{somebody}/changes?unit=ben-canh", name="Khác").status_code == 403
    assert offices.asks("/persons?unit=ben-canh", name="Thêm").status_code == 403
    assert offices.house.get(offices.whole, f"/persons/{somebody}").json()["name"] is None


def test_who_registers_a_unit_that_others_named_above_them_does_not_stand_over_those(
    offices: Offices,
) -> None:
    above = offices.asks("/units", unit=UNKNOWN_ABOVE, name="Bộ", parent="ben-canh")
    assert above.status_code == 201, "the unit itself is below its own"
    for path, told in (
        ("/units/a/representatives", {"person": offices.beside}),
        ("/units/co-quan/names", {"name": "Cơ quan khác"}),
        ("/clusters/cum/members", {"unit": "a"}),
    ):
        assert offices.asks(path, **told).status_code == 403
    assert offices.asks(f"/units/{UNKNOWN_ABOVE}/names", name="Bộ khác").status_code == 201


def test_who_registered_a_unit_first_stands_over_those_registered_below_it(offices: Offices) -> None:
    assert offices.asks("/units", unit="phong", name="Phòng", parent="ben-canh").status_code == 201
    assert offices.asks("/units", unit="doi", name="Đội", parent="phong").status_code == 201
    assert offices.asks("/units/doi/names", name="Đội 1").status_code == 201


def test_a_cluster_that_is_formed_later_is_no_sooner_anybodys(offices: Offices) -> None:
    house = offices.house
    year = house.application.log_recorder.clock() // 31_556_952_000_000 + 1970
    later = {"cluster": "cum-sau", "name": "Cụm sau", "kind": "cluster", "organiser": "co-quan"}
    begins = {"effective": f"{year + 1}-01-01"}
    assert house.post(offices.whole, "/clusters", {**later, **begins}).status_code == 201
    joining = {"unit": "ben-canh", **begins}
    assert offices.asks("/clusters/cum-sau/members", **joining).status_code == 403
    assert house.post(offices.whole, "/clusters/cum-sau/members", joining).status_code == 201


def test_a_deputy_does_not_end_the_year_of_its_lead(sqlite_house: House) -> None:
    offices = Offices(sqlite_house)
    today = as_datetime(sqlite_house.application.log_recorder.clock()).astimezone(CIVIL_ZONE).date()
    for unit in ("b", "c"):
        offices.do("register_unit", unit=unit, name=f"Đơn vị {unit}", parent="co-quan")
    for unit in "abc":
        offices.do("join_cluster", cluster="cum", unit=unit)
    offices.do("assign_lead", cluster="cum", year=today.year, mode="assigned", lead="a", deputy="b")
    lead, deputy = (sqlite_house.person(speaks_for=unit) for unit in "ab")
    next_year = {"year": today.year + 1, "lead": "b"}
    for begins in (f"{today.year}-01-01", str(today)):
        told = {**next_year, "effective_from": begins}
        answer = sqlite_house.post(deputy, "/clusters/cum/elections", told)
        assert answer.json()["code"] == "not_permitted"
    before = {**next_year, "effective_from": str(today - timedelta(days=1))}
    # On the first day of a year it is out of range instead.
    assert sqlite_house.post(lead, "/clusters/cum/elections", before).status_code in (403, 409)
    assert sqlite_house.get(deputy, "/clusters/cum/leads").json()["lead"]["unit"] == "a"
    assert sqlite_house.post(deputy, "/clusters/cum/elections", next_year).status_code == 201
    other = {**next_year, "lead": "c"}
    assert sqlite_house.post(deputy, "/clusters/cum/elections", other).status_code == 403
    now = {**next_year, "outgoing": "a", "effective_from": str(today)}
    assert sqlite_house.post(lead, "/clusters/cum/handovers", now).status_code == 201, "it may go earlier"
    assert sqlite_house.get(deputy, "/clusters/cum/leads").json()["lead"]["unit"] == "b"


@pytest.mark.parametrize("year", [-1, 0, 1, 1899, 2201])
def test_a_year_that_no_calendar_has_is_a_slip_of_the_pen(sqlite_house: House, year: int) -> None:
    offices = Offices(sqlite_house)
    for noun in ("elections", "handovers"):
        answer = sqlite_house.post(offices.whole, f"/clusters/cum/{noun}", {"year": year, "lead": "a"})
        assert (answer.status_code, answer.json()["code"]) == (422, "moment_out_of_range")
