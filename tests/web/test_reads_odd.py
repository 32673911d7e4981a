"""Ids that are none, on both engines: PostgreSQL takes no NUL, and must never be asked for one."""

import pytest

from tests.web.house import House

PATHS = (
    "/units/{odd}",
    "/clusters/{odd}",
    "/cycles/{odd}/standings",
    "/cycles/{odd}/pledges/{odd}",
    "/cycles/x-2026/nominations/{odd}/{odd}",
    "/ballots/{odd}/votes/{odd}",
)


@pytest.mark.parametrize("role", ["inspector", None])
def test_an_odd_id_is_never_a_fault(role: str | None, house: House) -> None:
    person = house.person(*([role] if role else []))
    for path in PATHS:
        for odd in ("%00", "a%00b", "%0A", "a:b", "%F0%9F%98%80"):
            told = house.get(person, path.format(odd=odd))
            assert told.status_code in (403, 404), (path, odd)
            assert told.headers["content-type"] == "application/problem+json"
