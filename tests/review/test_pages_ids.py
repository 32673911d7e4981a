"""Ids that hold what PostgreSQL takes for a fault: each page answers as of any id that is not there."""

from collections.abc import Iterator

import pytest

from tests.conftest import NewDatabase
from tests.pages.scene import Scene
from tests.web.house import open_house


@pytest.fixture(scope="module")
def scene(new_database: NewDatabase) -> Iterator[Scene]:
    with open_house(new_database("postgresql")) as opened:
        yield Scene(opened)


@pytest.mark.parametrize(
    "path",
    ["/ballots/%00/rounds/new", "/imports/%00", "/cycles/%00/differences", "/cycles/%00", "/units/%00/years"],
)
def test_a_nul_is_no_id(scene: Scene, path: str) -> None:
    for person in (scene.office, scene.inspector):
        assert scene.seen(person, path).status == 404


def test_a_nul_is_no_import_for_programs_either(scene: Scene) -> None:
    assert scene.house.get(scene.office, "/imports/%00").status_code == 404


def test_a_nul_that_is_typed_is_told_of(scene: Scene) -> None:
    typed = {"_step": ["review"], "unit": ["a\0"], "by": ["b\0"], "kind": ["cross"], "findings": ["x"]}
    page = scene.reader(scene.office).send(f"/cycles/{scene.cycle}/inspections", typed)
    assert page.status == 409
    assert "ký tự điều khiển" in page.words()
