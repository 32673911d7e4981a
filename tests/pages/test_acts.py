"""What a page offers: judged with as little as it takes, and just as with all that could be looked at."""

from datetime import timedelta

import pytest

from domain.delegations import SCOPES
from domain.identity import stream_parts
from domain.moments import Moment, Precision, as_datetime
from projections.units import UNITS
from service.authority.askers import Asker, GivenRole
from service.authority.holding import Held
from service.authority.roles import Role
from service.authority.subjects import Subject
from service.authority.table import TABLE
from service.pages.acts import Acts
from service.past import Past, Present
from tests.live.hall import CLUSTER
from tests.pages.scene import UNITS as MEMBERS
from tests.pages.scene import Scene
from tests.web.house import House

Judged = dict[tuple[str, Subject], Held | None]


@pytest.fixture
def scene(sqlite_house: House) -> Scene:
    return Scene(sqlite_house)


def subjects(scene: Scene) -> list[Subject]:
    """What an act may be about: a cluster, a year of it with and without a unit, a ballot, another place."""
    ballot = scene.on_paper()
    own = [
        Subject(cluster=CLUSTER, cycle=scene.cycle, unit=unit, ballot=name)
        for unit in (None, *MEMBERS, "khac")
        for name in (None, ballot)
    ]
    year = int(scene.cycle[-4:])
    elsewhere = [Subject(), Subject(unit="a"), Subject(cluster="khong"), Subject(cluster=CLUSTER, year=year)]
    return [*own, *elsewhere, Subject(cluster=CLUSTER), Subject(cluster=CLUSTER, cycle=f"{CLUSTER}-1999")]


def judged(acts: Acts, about: list[Subject]) -> Judged:
    return {(action, subject): acts.may(action, subject) for action in TABLE for subject in about}


def askers(scene: Scene) -> dict[str, Asker]:
    """Everybody who may come: who leads, deputises, is a member, stands in, counts, oversees, or none."""
    stand_in, former, teller = scene.house.person(), scene.house.person(speaks_for="c"), scene.tellers[0]
    today = as_datetime(scene.house.application.log_recorder.clock()).date()
    scene.do(
        "grant_delegation", unit="b", by=scene.people["b"], stand_in=stand_in, scopes=SCOPES,
        until=today + timedelta(days=9),
    )  # fmt: skip
    scene.do("release_representative", unit="c", person=former)
    found = {unit: Asker(person=person) for unit, person in scene.people.items()}
    found |= {
        "stand-in": Asker(person=stand_in),
        "former": Asker(person=former),
        "teller": Asker(person=teller),
    }
    found |= {
        role: Asker(person="p-x", grants=(GivenRole(role=Role(role)),)) for role in ("office", "inspector")
    }
    both = Asker(person=scene.people["a"], grants=(GivenRole(role=Role.OFFICE, unit="a"),))
    return {**found, "both": both, "stranger": Asker(person="p-y"), "nobody": Asker()}


def test_who_names_nobody_need_not_be_read_to_judge_the_same(scene: Scene) -> None:
    about, everybody = subjects(scene), askers(scene)
    store = scene.house.application
    held: set[str] = set()
    with store.log_recorder.reading() as connection:
        now = Moment(store.log_recorder.now(connection), Precision.INSTANT)
        for name, asker in everybody.items():
            fully = judged(Acts(Past(store, connection, now, now), asker), about)
            present = Present(store, connection, now, now)
            present.foresee("cluster", [CLUSTER, "khong"])
            present.foresee("cycle", [scene.cycle])
            acts = Acts(present, asker)
            naming = UNITS.ever_naming(connection, asker.person or "")
            acts.only_for({stream_parts(unit)[1][0] for unit in naming})
            assert judged(acts, about) == fully, name
            held |= {str(one.role) for one in fully.values() if one is not None}
    assert held == {str(role) for role in Role} - {"administrator"}


def test_what_is_foreseen_is_what_stands(scene: Scene) -> None:
    store = scene.house.application
    with store.log_recorder.reading() as connection:
        now = Moment(store.log_recorder.now(connection), Precision.INSTANT)
        foreseeing, past = Present(store, connection, now, now), Past(store, connection, now, now)
        foreseeing.foresee("cluster", [CLUSTER, "khong"])
        assert foreseeing.present("cluster", CLUSTER) == past.present("cluster", CLUSTER)
        assert foreseeing.present("cluster", CLUSTER) is foreseeing.present("cluster", CLUSTER)
        assert foreseeing.present("cluster", "khong") is None
