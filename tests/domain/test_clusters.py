"""Clusters: members, leads year by year, the handover."""

from datetime import date
from typing import Any

import pytest

from domain import clusters
from domain.clusters import Cluster, ClusterFormed, MemberJoined, MemberLeft
from domain.facts import EntryRetracted, Fact
from domain.leads import HandoverAccepted, LeadAssigned, LeadElected, LeadHandedOver, Tenure, within_year
from domain.moments import Moment
from tests.domain.scenario import contradicts, entry, given

DAY = Moment.parse("2022-11-22")
SELF = "of-the-test"
FORMED = (ClusterFormed(name="Cụm diễn tập", kind="cluster"), "2018")
A, B, C = (MemberJoined(unit=f"don-vi-{letter}") for letter in "abc")
MEMBERS = (FORMED, (A, "2018"), (B, "2018-03"), (C, "2022-03-01"))
ELECTED = LeadElected(year=2023, lead="don-vi-b", deputy="don-vi-c")
HANDED_OVER = LeadHandedOver(year=2023, outgoing="don-vi-a", lead="don-vi-b", deputy="don-vi-c")
LEAD_2022 = (LeadAssigned(year=2022, lead="don-vi-a", deputy="don-vi-b", mode="assigned"), "2022")


def state(*happened: Fact | tuple[Fact, str]) -> Cluster:
    cluster = given(clusters, *happened).state
    assert isinstance(cluster, Cluster)
    return cluster


def test_a_cluster_is_formed_once() -> None:
    given(clusters).when(clusters.form, when=DAY, name="Cụm diễn tập", kind="cluster").then(FORMED[0])
    given(clusters, FORMED).when(clusters.form, when=DAY, name="Cụm", kind="block").refuses(
        "cluster_already_formed", cluster=SELF, name="Cụm diễn tập"
    )
    assert state(FORMED).formed_on.text() == "2018"


@pytest.mark.parametrize(
    ("decide", "arguments"),
    [
        (clusters.join, {"unit": "don-vi-a"}),
        (clusters.leave, {"unit": "don-vi-a"}),
        (clusters.assign, {"year": 2022, "mode": "stated"}),
        (clusters.elect, {"year": 2022, "lead": "don-vi-a"}),
        (clusters.hand_over, {"year": 2022}),
        (clusters.accept, {"year": 2022, "unit": "don-vi-a"}),
    ],
)
def test_nothing_happens_to_a_cluster_that_is_not_formed(decide: Any, arguments: dict[str, Any]) -> None:
    given(clusters).when(decide, when=DAY, **arguments).refuses("cluster_not_formed")


def test_a_unit_joins_once() -> None:
    given(clusters, FORMED).when(clusters.join, when=DAY, unit="don-vi-a").then(A)
    given(clusters, *MEMBERS).when(clusters.join, when=DAY, unit="don-vi-a").refuses(
        "already_member", cluster=SELF, unit="don-vi-a", since="2018"
    )
    given(clusters, FORMED).when(clusters.join, when=DAY, unit="Đơn vị A").refuses("not_a_slug", field="unit")


def test_a_membership_known_only_to_a_year_may_be_stated_again() -> None:
    assert state(*MEMBERS, (A, "2022")).members["don-vi-a"] == state(*MEMBERS).members["don-vi-a"]
    given(clusters, *MEMBERS).when(clusters.join, when=Moment.parse("2022-11"), unit="don-vi-a").then(A)


def test_a_member_leaves_and_may_come_back() -> None:
    given(clusters, *MEMBERS).when(clusters.leave, when=DAY, unit="don-vi-a", reason="sáp nhập").then(
        MemberLeft(unit="don-vi-a", reason="sáp nhập")
    )
    left = state(*MEMBERS, (MemberLeft(unit="don-vi-a"), "2022-07-01"))
    assert sorted(left.members) == ["don-vi-b", "don-vi-c"]
    back = state(*MEMBERS, (MemberLeft(unit="don-vi-a"), "2022-07-01"), (A, "2022-09-01"))
    assert back.members["don-vi-a"] == Moment.parse("2022-09-01")
    given(clusters, *MEMBERS).when(clusters.leave, when=DAY, unit="don-vi-x").refuses(
        "not_a_member", unit="don-vi-x", role="unit", members="don-vi-a, don-vi-b, don-vi-c"
    )


def test_a_lead_is_assigned_from_the_first_of_january() -> None:
    given(clusters, *MEMBERS).when(
        clusters.assign, when=DAY, year=2022, mode="assigned", lead="don-vi-a", deputy="don-vi-b"
    ).then(LEAD_2022[0])
    assert state(*MEMBERS, LEAD_2022).tenures[2022] == Tenure(
        year=2022, lead="don-vi-a", deputy="don-vi-b", mode="assigned", effective_from=date(2022, 1, 1)
    )


def test_lead_and_deputy_are_members_where_members_are_known() -> None:
    stated = LeadAssigned(year=2017, lead="don-vi-x", mode="stated")
    given(clusters, FORMED).when(
        clusters.assign, when=Moment.parse("2018"), year=2017, mode="stated", lead="don-vi-x"
    ).then(stated)
    given(clusters, *MEMBERS).when(clusters.elect, when=DAY, year=2023, lead="don-vi-x").refuses(
        "not_a_member", unit="don-vi-x", role="lead"
    )
    given(clusters, *MEMBERS).when(
        clusters.elect, when=DAY, year=2023, lead="don-vi-a", deputy="don-vi-x"
    ).refuses("not_a_member", unit="don-vi-x", role="deputy")
    given(clusters, *MEMBERS).when(
        clusters.elect, when=DAY, year=2023, lead="don-vi-a", deputy="don-vi-a"
    ).refuses("deputy_is_lead", unit="don-vi-a", year=2023)


def test_a_tenure_begins_in_its_year_or_the_year_before() -> None:
    given(clusters, *MEMBERS).when(
        clusters.elect, when=DAY, year=2023, lead="don-vi-a", effective_from=date(2024, 1, 1)
    ).refuses("tenure_out_of_year", year=2023, effective_from="2024-01-01")
    early = state(
        *MEMBERS,
        LEAD_2022,
        (LeadElected(year=2023, lead="don-vi-b", effective_from=date(2022, 12, 1)), "2022-11-22"),
    )
    assert clusters.lead_on(early, date(2022, 11, 30)) == "don-vi-a"
    assert clusters.lead_on(early, date(2022, 12, 1)) == "don-vi-b"


def test_what_a_later_source_leaves_out_is_not_erased() -> None:
    told_again = state(
        *MEMBERS,
        (ELECTED, "2022-11-22"),
        (HANDED_OVER, "2022-11-22"),
        (LeadAssigned(year=2023, lead="don-vi-b", mode="stated"), "2023"),
    )
    assert told_again.tenures[2023] == Tenure(
        year=2023,
        lead="don-vi-b",
        deputy="don-vi-c",
        mode="elected",
        effective_from=date(2023, 1, 1),
        handed_over_on=DAY,
    )


def test_a_later_source_names_whom_a_handover_left_unnamed() -> None:
    unnamed = state(*MEMBERS, (LeadHandedOver(year=2023), "2022-11-22"))
    assert (unnamed.tenures[2023].lead, unnamed.tenures[2023].mode) == (None, "handed_over")
    named = state(
        *MEMBERS,
        (LeadHandedOver(year=2023), "2022-11-22"),
        (LeadAssigned(year=2023, lead="don-vi-c", mode="assigned"), "2022-12-01"),
    )
    assert (named.tenures[2023].lead, named.tenures[2023].mode) == ("don-vi-c", "assigned")
    assert named.tenures[2023].handed_over_on == DAY


def test_another_lead_within_the_year_begins_that_day() -> None:
    changed = state(*MEMBERS, LEAD_2022, (LeadElected(year=2022, lead="don-vi-c"), "2022-07-15"))
    assert changed.tenures[2022] == Tenure(
        year=2022,
        lead="don-vi-c",
        deputy=None,
        mode="elected",
        effective_from=date(2022, 7, 15),
        replaces=state(*MEMBERS, LEAD_2022).tenures[2022],
    )
    vague = state(*MEMBERS, LEAD_2022, (LeadElected(year=2022, lead="don-vi-b"), "2022"))
    assert vague.tenures[2022].effective_from == date(2022, 1, 1)


def test_who_led_within_a_year_is_told_from_the_last_back() -> None:
    replaced = state(*MEMBERS, LEAD_2022, (LeadElected(year=2022, lead="don-vi-c"), "2022-07-15"))
    assert [one.lead for one in within_year(replaced.tenures[2022])] == ["don-vi-c", "don-vi-a"]
    # One who is replaced from the first day of the year led on no day of it.
    vague = state(*MEMBERS, LEAD_2022, (LeadElected(year=2022, lead="don-vi-b"), "2022"))
    assert [one.lead for one in within_year(vague.tenures[2022])] == ["don-vi-b"]


def test_the_lead_who_is_replaced_within_the_year_hands_over() -> None:
    history = (*MEMBERS, LEAD_2022, (LeadElected(year=2022, lead="don-vi-b"), "2022-07-15"))
    given(clusters, *history).when(
        clusters.hand_over, when=Moment.parse("2022-07-16"), year=2022, outgoing="don-vi-a", lead="don-vi-b"
    ).then(LeadHandedOver(year=2022, outgoing="don-vi-a", lead="don-vi-b"))


def test_a_handover_takes_effect_next_year() -> None:
    given(clusters, *MEMBERS, LEAD_2022).when(
        clusters.hand_over, when=DAY, year=2023, outgoing="don-vi-a", lead="don-vi-b", deputy="don-vi-c"
    ).then(HANDED_OVER)
    cluster = state(*MEMBERS, LEAD_2022, (HANDED_OVER, "2022-11-22"))
    assert clusters.lead_on(cluster, date(2022, 12, 31)) == "don-vi-a"
    assert clusters.lead_on(cluster, date(2023, 1, 1)) == "don-vi-b"
    assert clusters.lead_on(cluster, date(2024, 1, 1)) is None
    assert clusters.lead_on(cluster, date(2021, 12, 31)) is None
    assert cluster.tenures[2023].handed_over_on == DAY


def test_a_stated_lead_who_takes_over_is_shown_as_handed_over() -> None:
    stated = (LeadAssigned(year=2023, lead="don-vi-b", mode="stated"), "2022-01")
    assert state(*MEMBERS, stated, (HANDED_OVER, "2022-11-22")).tenures[2023].mode == "handed_over"


def test_a_handover_to_another_than_the_assigned_lead_stands() -> None:
    assigned = (LeadAssigned(year=2023, lead="don-vi-a", deputy="don-vi-b", mode="assigned"), "2022-01")
    tenure = state(*MEMBERS, assigned, (LeadHandedOver(year=2023, lead="don-vi-c"), "2022-11-22")).tenures[
        2023
    ]
    assert (tenure.lead, tenure.deputy, tenure.mode) == ("don-vi-c", None, "handed_over")


def test_a_year_is_handed_over_once() -> None:
    given(clusters, *MEMBERS, (HANDED_OVER, "2022-11-21")).when(
        clusters.hand_over, when=DAY, year=2023, lead="don-vi-c"
    ).refuses("already_handed_over", year=2023, lead="don-vi-b", since="2022-11-21")


@pytest.mark.parametrize(
    ("handed", "role", "unit", "elected"),
    [
        ({"lead": "don-vi-a"}, "lead", "don-vi-a", "don-vi-b"),
        ({"lead": "don-vi-b", "deputy": "don-vi-a"}, "deputy", "don-vi-a", "don-vi-c"),
    ],
)
def test_a_handover_follows_the_election(handed: dict[str, str], role: str, unit: str, elected: str) -> None:
    given(clusters, *MEMBERS, (ELECTED, "2022-11-22")).when(
        clusters.hand_over, when=DAY, year=2023, **handed
    ).refuses("handover_differs_from_election", year=2023, role=role, unit=unit, elected=elected)


def test_only_the_lead_hands_over() -> None:
    given(clusters, *MEMBERS, LEAD_2022).when(
        clusters.hand_over, when=DAY, year=2023, outgoing="don-vi-c", lead="don-vi-b"
    ).refuses("outgoing_is_not_lead", unit="don-vi-c", lead="don-vi-a", year=2023)


def test_the_new_lead_accepts_once() -> None:
    history = (*MEMBERS, (HANDED_OVER, "2022-11-22"))
    accepted = HandoverAccepted(year=2023, unit="don-vi-b")
    given(clusters, *history).when(clusters.accept, when=DAY, year=2023, unit="don-vi-b").then(accepted)
    assert state(*history, (accepted, "2022-11-23")).tenures[2023].accepted_on == Moment.parse("2022-11-23")
    given(clusters, *history, (accepted, "2022-11-22")).when(
        clusters.accept, when=DAY, year=2023, unit="don-vi-b"
    ).refuses("already_accepted", year=2023, since="2022-11-22")
    given(clusters, *history).when(clusters.accept, when=DAY, year=2023, unit="don-vi-c").refuses(
        "not_the_new_lead", unit="don-vi-c", lead="don-vi-b"
    )
    given(clusters, *history).when(clusters.accept, when=DAY, year=2024, unit="don-vi-b").refuses(
        "not_handed_over", year=2024
    )
    given(clusters, *MEMBERS, LEAD_2022).when(clusters.accept, when=DAY, year=2022, unit="don-vi-a").refuses(
        "not_handed_over", year=2022
    )


def test_who_accepts_an_unnamed_handover_leads() -> None:
    accepted = (HandoverAccepted(year=2023, unit="don-vi-b"), "2022-11-23")
    handover = (LeadHandedOver(year=2023), "2022-11-22")
    assert state(*MEMBERS, handover, accepted).tenures[2023].lead == "don-vi-b"
    assert state(FORMED, handover, accepted).tenures[2023].lead == "don-vi-b"
    given(clusters, *MEMBERS, handover).when(clusters.accept, when=DAY, year=2023, unit="don-vi-x").refuses(
        "not_a_member", unit="don-vi-x", role="lead"
    )


def test_a_year_entered_late_leaves_the_others_alone() -> None:
    late = state(*MEMBERS, LEAD_2022, (LeadAssigned(year=2019, lead="don-vi-b", mode="stated"), "2019"))
    assert {year: tenure.lead for year, tenure in late.tenures.items()} == {
        2019: "don-vi-b",
        2022: "don-vi-a",
    }
    assert late.tenures[2022] == state(*MEMBERS, LEAD_2022).tenures[2022]


def test_a_handover_entered_twice_by_two_sources_contradicts() -> None:
    cause = contradicts(
        clusters, *MEMBERS, (HANDED_OVER, "2022-11-22"), (LeadHandedOver(year=2023), "2022-11")
    )
    assert cause.code == "already_handed_over"


def test_a_lead_who_left_leads_no_more() -> None:
    left = state(*MEMBERS, LEAD_2022, (MemberLeft(unit="don-vi-a", reason="sáp nhập"), "2022-07-01"))
    assert clusters.lead_on(left, date(2022, 8, 1)) is None
    tenure = clusters.tenure_on(left, date(2022, 8, 1))
    assert tenure is not None
    assert tenure.lead == "don-vi-a"


def test_a_lead_is_known_where_members_are_not() -> None:
    assert clusters.lead_on(state(FORMED, LEAD_2022), date(2022, 8, 1)) == "don-vi-a"


def test_members_elect_a_lead() -> None:
    given(clusters, *MEMBERS).when(
        clusters.elect, when=DAY, year=2023, lead="don-vi-b", deputy="don-vi-c"
    ).then(ELECTED)


def test_out_of_turn_is_a_warning() -> None:
    cluster = state(*MEMBERS, LEAD_2022)
    assert clusters.rotation_warnings(cluster, "don-vi-b", 2023) == []
    assert clusters.rotation_warnings(cluster, "don-vi-a", 2022) == []
    passed_over = clusters.rotation_warnings(cluster, "don-vi-c", 2023)
    assert [(one.code, one.params["deputy"]) for one in passed_over] == [("deputy_passed_over", "don-vi-b")]
    twice = clusters.rotation_warnings(cluster, "don-vi-a", 2023)
    assert [one.code for one in twice] == ["lead_twice_in_a_row", "deputy_passed_over"]


def test_an_unknown_fact_changes_nothing() -> None:
    unknown = entry(EntryRetracted(position=1, reason="nhầm"))
    cluster = state(FORMED)
    assert clusters.evolve(None, unknown) is None
    assert clusters.evolve(cluster, unknown) is cluster
    clusters.admit(cluster, unknown.fact, DAY)
    assert clusters.evolve(cluster, entry(HandoverAccepted(year=2023, unit="don-vi-a"))) == cluster
