"""What is one stream tells its version, which a command names; everything else is cached by its point."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.opening import opened
from tests.web.house import open_house

CYCLE = "dien-tap-1-2026"
BALLOT = f"{CYCLE}.advanced-unit"
UNIT = "dien-tap-1-a"
STREAMS = {
    "units/dien-tap-1-a": "unit:dien-tap-1-a",
    "clusters/dien-tap-1": "cluster:dien-tap-1",
    f"cycles/{CYCLE}": f"cycle:{CYCLE}",
    f"cycles/{CYCLE}/pledges/dien-tap-1-a": f"pledge:{CYCLE}:dien-tap-1-a",
    f"cycles/{CYCLE}/scores/dien-tap-1-a": f"score:{CYCLE}:dien-tap-1-a",
    f"cycles/{CYCLE}/drives/xuan-dien-tap": f"drive:{CYCLE}:xuan-dien-tap",
    f"cycles/{CYCLE}/nominations/advanced_unit/{UNIT}": f"nomination:{CYCLE}:advanced_unit:{UNIT}",
    f"ballots/{BALLOT}": f"ballot:{BALLOT}",
    f"ballots/{BALLOT}/votes/dien-tap-1-a": f"vote:{BALLOT}:dien-tap-1-a",
}
LATER = 1_830_000_000_000_000  # after the whole rehearsed year, in microseconds UTC
NO_STREAMS = [f"cycles/{CYCLE}/standings", f"ballots/{BALLOT}/votes", "units", "rule-sets/law-2022"]


@pytest.fixture(scope="module")
def later(rehearsed_url: str) -> Iterator[TestClient]:
    """An inspector's client at a time when the rehearsed year is over."""
    with open_house(rehearsed_url, clock=lambda: LATER) as house:
        house.client.headers.update(house.headers(house.person("inspector")))
        yield house.client


@pytest.mark.parametrize("path", STREAMS)
def test_what_is_one_stream_tells_its_version_as_a_strong_tag(
    path: str, later: TestClient, rehearsed_url: str
) -> None:
    with opened(rehearsed_url) as application:
        entries = list(application.log_recorder.select_events(STREAMS[path]))
    told = later.get(f"/api/v1/{path}")
    assert told.status_code == 200
    assert told.headers["etag"] == f'"{entries[-1].originator_version}"'
    assert told.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("path", STREAMS)
def test_a_version_is_no_answer_to_a_cache(path: str, later: TestClient) -> None:
    first = later.get(f"/api/v1/{path}")
    again = later.get(f"/api/v1/{path}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (200, first.content)


@pytest.mark.parametrize("path", [*STREAMS, *NO_STREAMS])
def test_a_point_in_the_past_is_cached_by_that_point(path: str, client: TestClient) -> None:
    first = client.get(f"/api/v1/{path}", params={"as_of": "2027-06-30"})
    assert first.headers["etag"].startswith('W/"')
    held = {"If-None-Match": first.headers["etag"]}
    assert client.get(f"/api/v1/{path}", params={"as_of": "2027-06-30"}, headers=held).status_code == 304


@pytest.mark.parametrize("path", NO_STREAMS)
def test_what_is_no_stream_has_no_version(path: str, later: TestClient) -> None:
    first = later.get(f"/api/v1/{path}")
    assert first.headers["etag"].startswith('W/"')
    held = {"If-None-Match": first.headers["etag"]}
    assert later.get(f"/api/v1/{path}", headers=held).status_code == 304
