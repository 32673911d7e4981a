"""Names of persons are personal: pages tell them to who may read persons, and to anybody their own."""

from collections.abc import Iterator

import pytest

from service.accounts import persons
from service.bulk.imports import Imports
from service.engine import writing
from tests.conftest import NewDatabase
from tests.pages.scene import Scene
from tests.web.house import open_house

NAME, OTHER = "Nguyễn Văn Mẫu", "Trần Thị Thử"


@pytest.fixture(scope="module")
def scene(new_database: NewDatabase) -> Iterator[Scene]:
    with open_house(new_database("sqlite")) as opened:
        made = Scene(opened)
        colleague = opened.person(speaks_for="a")
        now = opened.application.log_recorder.clock()
        with writing(opened.application.engine) as connection:
            for person, name in ((made.people["a"], NAME), (colleague, OTHER)):
                persons.change(connection, person, persons.Personal(name=name), by=None, now=now)
        yield made


def test_who_speaks_for_a_unit_is_told_by_name_to_who_may_read_persons(scene: Scene) -> None:
    page = scene.seen(scene.office, "/units/a/representatives")
    assert NAME in page.words()
    assert OTHER in page.words()
    assert f"/persons/{scene.people['a']}" in page.links()


def test_a_representative_reads_no_name_but_their_own(scene: Scene) -> None:
    page = scene.seen(scene.people["a"], "/units/a/representatives")
    assert page.status == 200
    assert NAME in page.words()
    assert OTHER not in page.words()
    assert not [link for link in page.links() if link.startswith("/persons/")]


def test_who_sent_a_file_is_told_by_name_to_who_may_read_persons(scene: Scene) -> None:
    house = scene.house
    sender = house.person("office")
    now = house.application.log_recorder.clock()
    with writing(house.application.engine) as connection:
        persons.change(connection, sender, persons.Personal(name=NAME), by=None, now=now)
    sent = house.client.post(
        "/imports/units",
        files={"file": ("don-vi.csv", "unit,name,kind\nmoi,Đơn vị mới,department\n".encode())},
        headers={**house.headers(sender), "Accept": "text/html"},
        follow_redirects=False,
    )
    batch = sent.headers["location"].rpartition("/")[2]
    imports: Imports = house.app.state.imports
    imports.wait_for(batch, 10)
    inspectors = {"all": scene.inspector, "one unit": house.person("inspector", unit="b")}
    told = {name: scene.seen(person, "/imports").words() for name, person in inspectors.items()}
    assert NAME in told["all"]
    assert sender in told["one unit"]
    assert NAME not in told["one unit"]
