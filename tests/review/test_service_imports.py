"""A file that waits is taken in by what its sender holds then."""

from typing import Any

import pytest

from service.accounts import grants, logins
from service.clock import system_clock
from service.engine import writing
from tests.bulk.gate import WAIT_SECONDS, Gate
from tests.bulk.sending import CSV, logged, posted
from tests.web.house import House, open_house

FILE = "unit,name,source\na,Đơn vị A,Quyết định 12\n"


def withdrawn(house: House, person: str) -> None:
    """Somebody's role is taken back."""
    now = system_clock()
    with writing(house.application.engine) as connection:
        (given,) = grants.held(connection, person, now)
        grants.withdraw(connection, given.id, by=person, now=now)


def disabled(house: House, person: str) -> None:
    """Somebody is kept out."""
    with writing(house.application.engine) as connection:
        logins.disable(connection, person, by=person, now=system_clock())


@pytest.mark.parametrize(
    ("lose", "code"), [(withdrawn, "not_permitted"), (disabled, "token_scope_missing"), (None, None)]
)
def test_who_loses_their_role_while_their_file_waits_records_nothing(
    sqlite_url: str, lose: Any, code: str | None
) -> None:
    gate = Gate()
    with open_house(sqlite_url, clock=gate) as house:
        office, inspector = house.person("office"), house.person("inspector")
        gate.close_after(0)
        try:
            answer = posted(house, office, "units", FILE, CSV, headers={"Prefer": ""})
            gate.wait()
            if lose is not None:
                lose(house, office)
        finally:
            gate.open()
        batch = answer.json()["batch"]
        house.app.state.imports.wait_for(batch, WAIT_SECONDS)
        told = house.get(inspector, f"/imports/{batch}").json()
        assert [one["code"] for one in told["problems"]] == ([] if code is None else [code])
        assert len(logged(house)) == (1 if code is None else 0)
