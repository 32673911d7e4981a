"""A pledge begins from an earlier one, as far as the reader may read the year that it is of."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from domain.pledges import Target
from tests.conftest import NewDatabase
from tests.pages.scene import Scene
from tests.web.house import open_house

TARGET, OWN = "Chỉ tiêu của cụm khác", "Chỉ tiêu của mình"


@pytest.fixture(scope="module")
def scene(new_database: NewDatabase) -> Iterator[Scene]:
    with open_house(new_database("sqlite")) as opened:
        made = Scene(opened)
        year = int(made.cycle.rpartition("-")[2])
        made.do("form_cluster", cluster="khac", name="Cụm khác", kind="cluster")
        made.do("register_unit", unit="z", name="Đơn vị z")
        made.do("join_cluster", cluster="khac", unit="z")
        made.do("open_cycle", cycle=f"khac-{year}", cluster="khac", first_year=year)
        for cluster, unit, name in (("khac", "z", TARGET), ("thu", "a", OWN)):
            cycle = f"{cluster}-{year}"
            made.do("launch_cycle", cycle=cycle)
            target = Target(id="ct", name=name, direction="at_least", goal=Decimal(1))
            made.do("register_pledge", cycle=cycle, unit=unit, targets=(target,))
        yield made


def test_a_pledge_of_a_year_that_one_may_not_read_is_no_beginning(scene: Scene) -> None:
    path, other = f"/cycles/{scene.cycle}/pledges/new", scene.cycle.replace("thu", "khac")
    assert scene.seen(scene.people["a"], f"/cycles/{other}/pledges/z").status == 403
    page = scene.seen(scene.people["a"], path, unit="z", copied_from=other)
    assert page.status == 200
    assert TARGET not in page.text


def test_a_pledge_that_one_may_read_is(scene: Scene) -> None:
    path, other = f"/cycles/{scene.cycle}/pledges/new", scene.cycle.replace("thu", "khac")
    assert TARGET in scene.seen(scene.office, path, unit="z", copied_from=other).text
    own = scene.seen(scene.people["a"], path, unit="a", copied_from=scene.cycle)
    assert OWN in own.text
