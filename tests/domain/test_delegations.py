"""Delegations: a representative lets a stand-in speak for the unit, within a scope and up to a day."""

from datetime import date
from typing import Any

import pytest

from domain import delegations, units
from domain.delegations import SCOPES, DelegationGranted, DelegationRevoked, Standing, standing_of
from domain.facts import Fact
from domain.moments import Moment
from domain.units import RepresentativeAppointed, RepresentativeReleased, UnitDissolved, UnitRegistered
from tests.domain.scenario import Scenario, contradicts, given

SELF = "of-the-test"
DAY = Moment.parse("2022-06-01")
LAST = date(2022, 6, 30)
HEAD, DEPUTY, STAND_IN = "person-1", "person-2", "person-3"
REGISTERED = (UnitRegistered(name="Đơn vị A"), "2021-01-01")
HEADED = (RepresentativeAppointed(person=HEAD, capacity="trưởng"), "2021-02-01")
ASKED: dict[str, Any] = {"when": DAY, "by": HEAD, "stand_in": STAND_IN, "scopes": ("votes",), "until": LAST}
GRANTED = DelegationGranted(by=HEAD, stand_in=STAND_IN, scopes=("votes",), until=LAST)
REVOKED = DelegationRevoked(by=HEAD, stand_in=STAND_IN)


def headed(*happened: tuple[Fact, str]) -> Scenario:
    """A unit with one representative, and what happened since."""
    return given(units, REGISTERED, HEADED, *happened)


def standing(scene: Scenario, person: str = STAND_IN, when: str = "2022-06-15", **more: Any) -> Any:
    return standing_of(scene.state, person, Moment.parse(when), **more)


# Granting


def test_a_representative_delegates_to_a_stand_in() -> None:
    headed().when(delegations.grant, **ASKED, document="giấy ủy quyền 1").then(
        DelegationGranted(
            by=HEAD, stand_in=STAND_IN, scopes=("votes",), until=LAST, document="giấy ủy quyền 1"
        )
    )


def test_only_a_representative_delegates() -> None:
    headed().when(delegations.grant, **{**ASKED, "by": DEPUTY}).refuses(
        "delegator_not_representative", unit=SELF, by=DEPUTY
    )


def test_a_stand_in_passes_nothing_on() -> None:
    held = headed((GRANTED, "2022-06-01"))
    held.when(delegations.grant, **{**ASKED, "by": STAND_IN, "stand_in": "person-4"}).refuses(
        "delegator_not_representative", by=STAND_IN
    )


def test_who_represents_the_unit_needs_no_delegation() -> None:
    two = headed((RepresentativeAppointed(person=DEPUTY), "2021-03-01"))
    for stand_in in (HEAD, DEPUTY):
        two.when(delegations.grant, **{**ASKED, "stand_in": stand_in}).refuses(
            "stand_in_is_representative", unit=SELF, stand_in=stand_in
        )


def test_a_delegation_has_a_scope_and_names_each_part_once() -> None:
    headed().when(delegations.grant, **{**ASKED, "scopes": ()}).refuses("scopes_missing", scopes=SCOPES)
    headed().when(delegations.grant, **{**ASKED, "scopes": ("votes", "lead", "votes")}).refuses(
        "scope_named_twice", scope="votes"
    )


@pytest.mark.parametrize(
    ("until", "possible"),
    [
        (date(2022, 5, 31), False),
        (date(2022, 6, 1), True),
        (date(2023, 6, 2), True),
        (date(2023, 6, 3), False),
        (date(9999, 12, 31), False),
    ],
)
def test_a_delegation_ends_from_its_own_day_on_and_within_366_days(until: date, possible: bool) -> None:
    scene = headed().when(delegations.grant, **{**ASKED, "until": until})
    if possible:
        scene.then(DelegationGranted(by=HEAD, stand_in=STAND_IN, scopes=("votes",), until=until))
    else:
        scene.refuses(
            "delegation_until_wrong", until=until, earliest=date(2022, 6, 1), latest=date(2023, 6, 2)
        )


def test_nobody_delegates_for_a_unit_that_is_unknown_or_has_ended() -> None:
    given(units).when(delegations.grant, **ASKED).refuses("unit_not_registered")
    given(units).when(delegations.revoke, when=DAY, by=HEAD, stand_in=STAND_IN).refuses("unit_not_registered")
    headed((UnitDissolved(), "2022-05-31")).when(delegations.grant, **ASKED).refuses("unit_ended")


def test_a_history_in_which_nobody_could_delegate_is_impossible() -> None:
    assert contradicts(units, REGISTERED, (GRANTED, "2022-06-01")).code == "delegator_not_representative"
    assert contradicts(units, REGISTERED, HEADED, (REVOKED, "2022-06-01")).code == "not_delegated"


# What holds


def test_a_representative_speaks_in_every_scope_and_without_an_end() -> None:
    assert standing(headed(), HEAD) == Standing(
        unit=SELF,
        person=HEAD,
        capacity="trưởng",
        scopes=SCOPES,
        by=None,
        since=Moment.parse("2021-02-01"),
        until=None,
    )


def test_a_stand_in_speaks_in_the_scopes_given_for_who_gave_them() -> None:
    assert standing(headed((GRANTED, "2022-06-01"))) == Standing(
        unit=SELF,
        person=STAND_IN,
        capacity=None,
        scopes=("votes",),
        by=HEAD,
        since=Moment.parse("2022-06-01"),
        until=LAST,
    )


@pytest.mark.parametrize(
    ("when", "speaks"),
    [
        ("2022-05-31", False),
        ("2022-06-01", True),
        ("2022-06-30T23:59:59.999999+07:00", True),
        ("2022-07-01T00:00:00+07:00", False),
    ],
)
def test_a_delegation_holds_to_the_end_of_its_last_civil_day(when: str, speaks: bool) -> None:
    held = headed((GRANTED, "2022-06-01"))
    assert (standing(held, when=when) is not None) is speaks


def test_a_stranger_and_an_unknown_unit_have_no_standing() -> None:
    assert standing(headed((GRANTED, "2022-06-01")), "person-9") is None
    assert standing(given(units), HEAD) is None


def test_a_later_grant_by_the_same_to_the_same_replaces_the_former() -> None:
    wider = DelegationGranted(
        by=HEAD, stand_in=STAND_IN, scopes=("pledges", "scores"), until=date(2022, 7, 31)
    )
    held = headed((GRANTED, "2022-06-01"), (wider, "2022-06-10"))
    assert held.state is not None
    assert len(held.state.delegations) == 1
    assert standing(held).scopes == ("pledges", "scores")
    assert standing(held, when="2022-07-31") is not None


def test_of_several_delegations_the_last_that_covers_the_scope_tells() -> None:
    second = (RepresentativeAppointed(person=DEPUTY), "2021-03-01")
    other = DelegationGranted(by=DEPUTY, stand_in=STAND_IN, scopes=("scores",), until=LAST)
    held = headed(second, (GRANTED, "2022-06-01"), (other, "2022-06-02"))
    assert standing(held).by == DEPUTY
    assert standing(held, scope="scores").by == DEPUTY
    assert standing(held, scope="votes").by == HEAD
    assert standing(held, scope="lead") is None
    assert standing(held, HEAD, scope="lead").by is None


def test_a_revoked_delegation_holds_no_more() -> None:
    held = headed((GRANTED, "2022-06-01"))
    held.when(delegations.revoke, when=DAY, by=HEAD, stand_in=STAND_IN, reason="đã về").then(
        DelegationRevoked(by=HEAD, stand_in=STAND_IN, reason="đã về")
    )
    assert standing(headed((GRANTED, "2022-06-01"), (REVOKED, "2022-06-02"))) is None


def test_only_a_delegation_that_holds_is_revoked() -> None:
    held = headed((GRANTED, "2022-06-01"))
    held.when(delegations.revoke, when=DAY, by=DEPUTY, stand_in=STAND_IN).refuses(
        "not_delegated", unit=SELF, by=DEPUTY, stand_in=STAND_IN
    )
    held.when(delegations.revoke, when=Moment.parse("2022-06-30"), by=HEAD, stand_in=STAND_IN).then(REVOKED)
    held.when(delegations.revoke, when=Moment.parse("2022-07-01"), by=HEAD, stand_in=STAND_IN).refuses(
        "not_delegated"
    )


def test_a_delegation_lapses_with_the_representative_who_gave_it() -> None:
    released = (RepresentativeReleased(person=HEAD), "2022-06-02")
    again = (RepresentativeAppointed(person=HEAD), "2022-06-03")
    assert standing(headed((GRANTED, "2022-06-01"), released)) is None
    assert standing(headed((GRANTED, "2022-06-01"), released, again)) is None


def test_who_was_released_speaks_by_no_earlier_delegation() -> None:
    risen = (RepresentativeAppointed(person=STAND_IN, capacity="phó"), "2022-06-02")
    released = (RepresentativeReleased(person=STAND_IN), "2022-06-03")
    assert standing(headed((GRANTED, "2022-06-01"), risen)).capacity == "phó"
    assert standing(headed((GRANTED, "2022-06-01"), risen, released)) is None


def test_another_capacity_of_who_gave_it_leaves_a_delegation_as_it_is() -> None:
    promoted = (RepresentativeAppointed(person=HEAD, capacity="giám đốc"), "2022-06-02")
    assert standing(headed((GRANTED, "2022-06-01"), promoted)).by == HEAD


def test_a_unit_that_certainly_ended_has_nobody_who_speaks_for_it() -> None:
    ended = headed((GRANTED, "2022-06-01"), (UnitDissolved(), "2022-06-10"))
    assert standing(ended) is None
    assert standing(ended, HEAD) is None
    assert standing(ended, when="2022-06-10") is not None
