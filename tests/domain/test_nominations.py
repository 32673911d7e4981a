"""Nominations: the road of a title, from the proposal to its presentation, and what rules ask for it."""

from datetime import date
from typing import Any, Literal

import msgspec
import pytest

from domain import nominations, titles
from domain.facts import EntryRetracted, Fact
from domain.moments import Moment
from domain.nomination_facts import (
    NominationAnnulled,
    NominationDecided,
    NominationDeferred,
    NominationPresented,
    NominationProposed,
    NominationRecommended,
    NominationRestored,
    NominationResumed,
    NominationReturned,
    NominationSubmitted,
)
from domain.nominations import Nomination, Status
from domain.rules import Quota, Source, TitleRule
from tests.domain.scenario import STREAM, contradicts, entry, given

DAY = Moment.parse("2022-11-22")
SOURCE = Source(reference="quy định diễn tập", article="3", confirmed=False)
FLAG = TitleRule(
    code="flag_ministry",
    vietnamese="Cờ thi đua",
    english="Flag",
    level="ministry",
    authority="Bộ trưởng",
    prerequisites=("advanced_unit", "determined_to_win_unit"),
    requires_leading=True,
    source=SOURCE,
)
PROPOSED = (NominationProposed(by="don-vi-a"), "2022-11-01")
SUBMITTED = (NominationSubmitted(to="Bộ Công an"), "2022-11-05")
DEFERRED = (NominationDeferred(reason="chờ kết luận"), "2022-11-10")
GRANTED = (NominationDecided(outcome="granted"), "2022-11-15")
REFUSED = (NominationDecided(outcome="refused"), "2022-11-15")
PRESENTED = (NominationPresented(place="X"), "2022-11-20")
ANNULLED = (NominationAnnulled(reason="gian dối"), "2022-11-21")


def state(*happened: Fact | tuple[Fact, str]) -> Nomination:
    nomination = given(nominations, *happened).state
    assert isinstance(nomination, Nomination)
    return nomination


ROAD: list[tuple[Any, dict[str, Any], Fact, str]] = [
    (nominations.propose, {"by": "don-vi-a"}, NominationProposed(by="don-vi-a"), "proposed"),
    (nominations.recommend, {"by": "hội đồng"}, NominationRecommended(by="hội đồng"), "recommended"),
    (nominations.submit, {"to": "Bộ Công an"}, NominationSubmitted(to="Bộ Công an"), "submitted"),
    (nominations.decide, {"outcome": "granted"}, NominationDecided(outcome="granted"), "granted"),
    (nominations.decide, {"outcome": "refused"}, NominationDecided(outcome="refused"), "refused"),
    (nominations.present, {"by_delegation": True}, NominationPresented(by_delegation=True), "presented"),
]


@pytest.mark.parametrize(("decide", "arguments", "fact", "status"), ROAD)
def test_a_record_may_begin_anywhere(decide: Any, arguments: dict[str, Any], fact: Fact, status: str) -> None:
    given(nominations).when(decide, when=DAY, **arguments).then(fact)
    first = state((fact, "2022-11-22"))
    assert (first.status, first.since) == (status, DAY)


@pytest.mark.parametrize(("decide", "arguments", "fact", "status"), ROAD[1:])
def test_strict_rules_begin_with_the_proposal(
    decide: Any, arguments: dict[str, Any], fact: Fact, status: str
) -> None:
    given(nominations).when(decide, when=DAY, strict=True, **arguments).refuses("nomination_not_proposed")


@pytest.mark.parametrize(("decide", "arguments", "fact", "status"), ROAD[1:5])
def test_after_the_proposal_each_step_follows(
    decide: Any, arguments: dict[str, Any], fact: Fact, status: str
) -> None:
    given(nominations, PROPOSED).when(decide, when=DAY, strict=True, **arguments).then(fact)
    assert state(PROPOSED, (fact, "2022-11-22")).status == status


@pytest.mark.parametrize(
    ("decide", "arguments"),
    [
        (nominations.defer, {"reason": "x"}),
        (nominations.resume, {}),
        (nominations.send_back, {"reason": "x"}),
        (nominations.annul, {"reason": "x"}),
        (nominations.restore, {"reason": "x"}),
    ],
)
def test_nothing_else_comes_first(decide: Any, arguments: dict[str, Any]) -> None:
    given(nominations).when(decide, when=DAY, **arguments).refuses("nomination_not_proposed")


def test_a_nomination_is_known_by_its_stream() -> None:
    told = entry(NominationProposed())
    named = nominations.evolve(
        None,
        type(told)(
            originator_id="nomination:cum-dien-tap-2022:flag_ministry:don-vi-a",
            originator_version=1,
            fact=told.fact,
            effective=told.effective,
        ),
    )
    assert named is not None
    assert (named.cycle, named.title, named.unit) == ("cum-dien-tap-2022", "flag_ministry", "don-vi-a")
    assert state(PROPOSED).cycle == STREAM.split(":")[1]


def test_a_unit_is_proposed_once() -> None:
    given(nominations, PROPOSED).when(nominations.propose, when=DAY).refuses(
        "already_proposed", status="proposed", since="2022-11-01"
    )
    given(nominations, GRANTED).when(nominations.propose, when=DAY).refuses(
        "already_proposed", status="granted"
    )


def test_a_proposal_of_the_same_year_is_noted_after_the_decision() -> None:
    noted = state(
        (NominationDecided(outcome="granted", times=2), "2022-11-15"), (NominationProposed(year=2022), "2022")
    )
    assert (noted.status, noted.year, noted.times) == ("granted", 2022, 2)
    assert noted.proposed_on is not None


def test_years_in_a_row_are_counted_as_the_source_counts_them() -> None:
    five = state((NominationProposed(year=2019, times=5, consecutive=True), "2020-01-10"))
    assert (five.year, five.times, five.consecutive) == (2019, 5, True)
    decided = state(
        PROPOSED, (NominationDecided(outcome="granted", year=2019, times=5, consecutive=True), "2023")
    )
    assert (decided.year, decided.times, decided.consecutive) == (2019, 5, True)
    given(nominations).when(nominations.propose, when=DAY, times=0).refuses("times_not_positive", times=0)


def test_strict_rules_ask_for_the_prerequisites() -> None:
    given(nominations).when(
        nominations.propose, when=DAY, title_rule=FLAG, strict=True, held=("advanced_unit",)
    ).refuses(
        "prerequisite_missing",
        title="flag_ministry",
        missing="determined_to_win_unit",
        source="quy định diễn tập",
        confirmed=False,
    )
    given(nominations).when(
        nominations.propose, when=DAY, title_rule=FLAG, strict=True, held=FLAG.prerequisites
    ).then(NominationProposed())
    given(nominations).when(nominations.propose, when=DAY, title_rule=FLAG).then(NominationProposed())
    given(nominations).when(nominations.propose, when=DAY, strict=True).then(NominationProposed())


@pytest.mark.parametrize(
    ("held", "leading", "codes"),
    [
        (FLAG.prerequisites, True, []),
        (FLAG.prerequisites, None, []),
        (FLAG.prerequisites, False, ["not_leading"]),
        ((), False, ["prerequisite_missing", "not_leading"]),
    ],
)
def test_a_proposed_unit_that_does_not_lead_is_a_warning(
    held: tuple[str, ...], leading: bool | None, codes: list[str]
) -> None:
    assert [one.code for one in titles.warnings(FLAG, held=held, leading=leading)] == codes


@pytest.mark.parametrize(
    ("eligible", "rounding", "proposed", "left"),
    [
        (10, "floor", 0, 2),
        (10, "floor", 2, 0),
        (10, "floor", 3, 0),
        (12, "floor", 0, 2),
        (13, "floor", 0, 2),
        (12, "half_up", 0, 2),
        (13, "half_up", 0, 3),
        (0, "half_up", 0, 0),
    ],
)
def test_a_quota_is_an_exact_share(
    eligible: int, rounding: Literal["floor", "half_up"], proposed: int, left: int
) -> None:
    quota = Quota(fraction="1/5", scope="cluster", rounding=rounding, source=SOURCE)
    assert titles.quota_left(quota, eligible, proposed) == left


def test_an_exact_half_is_rounded_up() -> None:
    quota = Quota(fraction="1/2", scope="authority", rounding="half_up", source=SOURCE)
    assert titles.quota_allowed(quota, 5) == 3


def test_a_returned_dossier_is_submitted_again() -> None:
    returned = (NominationReturned(reason="thiếu biên bản"), "2022-11-10")
    given(nominations, PROPOSED, SUBMITTED).when(
        nominations.send_back, when=DAY, reason="thiếu biên bản"
    ).then(returned[0])
    history = (PROPOSED, SUBMITTED, returned)
    assert state(*history).status == "returned"
    given(nominations, *history).when(nominations.submit, when=DAY).then(NominationSubmitted())
    assert state(*history, (NominationSubmitted(), "2022-11-12")).status == "submitted"


def test_recommending_and_submitting_may_alternate_between_levels() -> None:
    assert state(PROPOSED, SUBMITTED, (NominationRecommended(), "2022-11-06")).status == "recommended"
    assert state(PROPOSED, SUBMITTED, (NominationRecommended(), "2022-11")).status == "submitted"


def test_a_deferral_remembers_where_it_was() -> None:
    given(nominations, PROPOSED, SUBMITTED).when(nominations.defer, when=DAY, reason="chờ kết luận").then(
        DEFERRED[0]
    )
    deferred = state(PROPOSED, SUBMITTED, DEFERRED)
    assert (deferred.status, deferred.before) == ("deferred", "submitted")
    given(nominations, PROPOSED, SUBMITTED, DEFERRED).when(nominations.resume, when=DAY).then(
        NominationResumed()
    )
    assert state(PROPOSED, SUBMITTED, DEFERRED, (NominationResumed(), "2022-11-12")).status == "submitted"
    given(nominations, PROPOSED).when(nominations.resume, when=DAY).refuses("not_deferred", status="proposed")


@pytest.mark.parametrize(
    ("decide", "arguments"),
    [
        (nominations.recommend, {}),
        (nominations.submit, {}),
        (nominations.defer, {"reason": "x"}),
        (nominations.send_back, {"reason": "x"}),
        (nominations.decide, {"outcome": "refused"}),
        (nominations.present, {}),
    ],
)
def test_nothing_moves_while_consideration_is_deferred(decide: Any, arguments: dict[str, Any]) -> None:
    given(nominations, PROPOSED, DEFERRED).when(decide, when=DAY, **arguments).refuses(
        "consideration_deferred", status="deferred", since="2022-11-10"
    )


@pytest.mark.parametrize(
    "decided", [GRANTED, REFUSED, (NominationDecided(outcome="downgraded"), "2022-11-15")]
)
def test_after_the_decision_nothing_is_on_the_way(decided: tuple[Fact, str]) -> None:
    given(nominations, PROPOSED, decided).when(nominations.submit, when=DAY).refuses("already_decided")
    given(nominations, PROPOSED, decided).when(nominations.decide, when=DAY, outcome="granted").refuses(
        "already_decided", since="2022-11-15"
    )


@pytest.mark.parametrize(
    "late", [NominationReturned(reason="x"), NominationDeferred(reason="x"), NominationSubmitted()]
)
def test_what_the_year_alone_dates_may_have_been_before_the_decision(late: Fact) -> None:
    assert state(PROPOSED, GRANTED, (late, "2022")).status == "granted"


def test_a_downgrade_names_the_lower_title() -> None:
    fact = NominationDecided(outcome="downgraded", instead="advanced_unit", signed_on=date(2022, 11, 20))
    given(nominations, PROPOSED).when(
        nominations.decide,
        when=DAY,
        outcome="downgraded",
        instead="advanced_unit",
        signed_on=date(2022, 11, 20),
    ).then(fact)
    downgraded = state(PROPOSED, (fact, "2022-11-22"))
    assert downgraded.status == "downgraded"
    assert downgraded.decision == fact
    given(nominations, PROPOSED).when(
        nominations.decide, when=DAY, outcome="granted", instead="advanced_unit"
    ).refuses("instead_without_downgrade", instead="advanced_unit", outcome="granted")


def test_a_granted_title_is_presented_once() -> None:
    given(nominations, PROPOSED, GRANTED).when(nominations.present, when=DAY, strict=True, place="X").then(
        PRESENTED[0]
    )
    given(nominations, GRANTED, PRESENTED).when(nominations.present, when=DAY).refuses("already_presented")
    given(nominations, REFUSED).when(nominations.present, when=DAY).refuses("not_granted", status="refused")
    given(nominations, PROPOSED).when(nominations.present, when=DAY, strict=True).refuses(
        "not_granted", status="proposed"
    )


def test_a_decision_that_a_source_dates_only_by_the_year_is_noted_after_the_presentation() -> None:
    presented = state(PRESENTED, (NominationDecided(outcome="granted"), "2022"))
    assert (presented.status, presented.since) == ("presented", Moment.parse("2022-11-20"))
    assert presented.decided_on == Moment.parse("2022")


def test_a_title_is_not_presented_before_it_is_granted() -> None:
    cause = contradicts(nominations, PRESENTED, (NominationDecided(outcome="granted"), "2022-11-21"))
    assert (cause.code, cause.params["date"]) == ("presented_before_decided", "2022-11-21")
    cause = contradicts(nominations, PRESENTED, (NominationDecided(outcome="refused"), "2022"))
    assert (cause.code, cause.params["outcome"]) == ("presented_before_decided", "refused")


def test_a_granted_title_is_annulled_and_restored() -> None:
    given(nominations, GRANTED, PRESENTED).when(nominations.annul, when=DAY, reason="gian dối").then(
        ANNULLED[0]
    )
    annulled = state(GRANTED, PRESENTED, ANNULLED)
    assert (annulled.status, annulled.before) == ("annulled", "presented")
    given(nominations, GRANTED, ANNULLED).when(nominations.restore, when=DAY, reason="minh oan").then(
        NominationRestored(reason="minh oan")
    )
    assert state(GRANTED, ANNULLED, (NominationRestored(reason="x"), "2022-11-22")).status == "granted"
    late = state(PRESENTED, ANNULLED, (NominationDecided(outcome="granted"), "2022"))
    assert (late.status, late.decided_on) == ("annulled", Moment.parse("2022"))


def test_only_what_was_granted_is_annulled_and_only_what_was_annulled_restored() -> None:
    given(nominations, PROPOSED).when(nominations.annul, when=DAY, reason="x").refuses("nothing_to_annul")
    given(nominations, GRANTED).when(nominations.restore, when=DAY, reason="x").refuses("not_annulled")
    given(nominations, GRANTED, ANNULLED).when(nominations.present, when=DAY).refuses("nomination_annulled")
    given(nominations, GRANTED, ANNULLED).when(nominations.submit, when=DAY).refuses("nomination_annulled")


def test_an_unknown_fact_changes_nothing() -> None:
    unknown = entry(EntryRetracted(position=1, reason="nhầm"))
    nomination = state(PROPOSED)
    assert nominations.evolve(None, unknown) is None
    assert nominations.evolve(nomination, unknown) is nomination
    nominations.admit(nomination, unknown.fact, DAY)
    nominations.admit(None, unknown.fact, DAY)


@pytest.mark.parametrize(
    ("status", "held"),
    [
        ("proposed", True),
        ("recommended", True),
        ("submitted", True),
        ("deferred", True),
        ("granted", True),
        ("presented", True),
        ("returned", False),
        ("refused", False),
        ("downgraded", False),
        ("annulled", False),
    ],
)
def test_a_title_is_held_while_it_is_on_its_way_or_granted(status: Status, held: bool) -> None:
    assert msgspec.structs.replace(state(PROPOSED), status=status).is_held is held
