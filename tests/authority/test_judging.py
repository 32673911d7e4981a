"""Authority follows from what is recorded: it comes and goes with the facts, at once."""

from datetime import date
from typing import Any

import pytest

from domain.moments import Precision
from domain.rules import BallotRule
from service.authority.askers import Asker
from service.authority.judging import NotPermitted, judge
from service.authority.roles import Role
from service.commands.catalogue import COMMANDS
from tests.authority.scene import Scene, code, given_role
from tests.log.setting import ROLL_CALL

VOTE: dict[str, Any] = {"ballot": "cum-2026.ghi-ten", "choices": {"a": "for"}}
UNTIL = date(2026, 7, 31)


def open_ballot(scene: Scene, rule: BallotRule = ROLL_CALL) -> None:
    """A roll call of all four members on one of them."""
    opening: dict[str, Any] = {"mode": "roll_call", "titles": ("advanced_unit",), "candidates": ("a",)}
    scene.given("open_ballot", "2026-06-01", ballot=VOTE["ballot"], rule=rule, roll=tuple("abcd"), **opening)


def hand_over(scene: Scene, when: str = "2026-12-01", **more: Any) -> None:
    """The lead of 2027 goes from a to c."""
    scene.on("2026-12-05")
    scene.given("hand_over_lead", when, cluster="cum", year=2027, outgoing="a", lead="c", deputy="d", **more)


def test_lead_and_deputy_follow_from_the_tenure(scene: Scene) -> None:
    assert scene.asked("p-a", "launch_cycle", cycle="cum-2026") == "lead:a"
    assert scene.asked("p-b", "review_midyear", cycle="cum-2026") == "deputy:b"
    assert code(scene.asked("p-c", "check_ninemonth", cycle="cum-2026")) == "not_permitted"


def test_after_the_handover_the_outgoing_lead_keeps_its_year_and_the_incoming_has_the_next(
    scene: Scene,
) -> None:
    hand_over(scene)
    year: dict[str, Any] = {"cluster": "cum", "first_year": 2027, "cycle": "cum-2027"}
    assert code(scene.asked("p-a", "open_cycle", **year)) == "not_permitted"
    assert scene.asked("p-c", "open_cycle", **year) == "lead:c"
    assert scene.asked("p-d", "launch_cycle", cycle="cum-2027") == "deputy:d"
    assert code(scene.asked("p-c", "sum_up_cycle", cycle="cum-2026")) == "not_permitted"
    scene.on("2027-02-10")
    assert scene.asked("p-a", "sum_up_cycle", cycle="cum-2026") == "lead:a"


def test_a_refusal_says_from_which_day_the_unit_leads(scene: Scene) -> None:
    hand_over(scene, effective_from=date(2027, 2, 1))
    year: dict[str, Any] = {"cluster": "cum", "first_year": 2027, "cycle": "cum-2027"}
    refusal = scene.asked("p-c", "open_cycle", **year)
    assert isinstance(refusal, NotPermitted)
    assert (refusal.params["since"], refusal.params["who"]) == (date(2027, 2, 1), ("lead:", "office:co-quan"))
    scene.on("2027-01-31")
    assert code(scene.asked("p-c", "open_cycle", **year)) == "not_permitted"
    scene.on("2027-02-01")
    assert scene.asked("p-c", "open_cycle", **year) == "lead:c"


def test_a_refusal_says_in_which_phase_the_asker_can(scene: Scene) -> None:
    scene.given("sum_up_cycle", "2026-06-10", cycle="cum-2026")
    refusal = scene.asked("p-a", "adopt_rules", cycle="cum-2026", rule_set="law-2022")
    assert isinstance(refusal, NotPermitted)
    assert refusal.code == "not_permitted"
    assert refusal.params["who"] == ("office:co-quan",)
    assert refusal.params["yours"] == ("running",)
    refusal = scene.asked("p-a", "reopen_cycle", cycle="cum-2026", reason="Bổ sung số liệu")
    assert isinstance(refusal, NotPermitted)
    assert (refusal.code, refusal.params["phases"]) == ("not_permitted_in_phase", ("closed",))


def test_the_lead_of_last_year_cannot_put_another_in_the_place_of_who_leads(scene: Scene) -> None:
    hand_over(scene)
    scene.on("2027-06-01")
    election: dict[str, Any] = {"cluster": "cum", "year": 2027, "lead": "c"}
    for change in ({"lead": "a"}, {"deputy": "b"}, {"effective_from": date(2027, 12, 31)}):
        assert code(scene.asked("p-a", "elect_lead", **{**election, **change})) == "not_permitted"
    assert scene.asked("p-a", "elect_lead", **election) == "lead:a", "the same may be told again"
    office = given_role("p-o", Role.OFFICE, ["co-quan"])
    assert scene.asked(office, "elect_lead", **{**election, "deputy": "b"}) == "office:co-quan"


def test_before_the_new_year_its_election_is_open(scene: Scene) -> None:
    scene.on("2026-11-20")
    for lead in ("c", "d"):
        assert scene.asked("p-a", "elect_lead", cluster="cum", year=2027, lead=lead) == "lead:a"
    assert code(scene.asked("p-c", "elect_lead", cluster="cum", year=2027, lead="c")) == "not_permitted"


def test_only_the_unit_that_is_meant_accepts(scene: Scene) -> None:
    scene.given("hand_over_lead", "2026-06-01", cluster="cum", year=2027)
    acceptance: dict[str, Any] = {"cluster": "cum", "year": 2027, "unit": "d"}
    assert code(scene.asked("p-d", "accept_handover", **acceptance)) == "not_permitted"
    assert scene.asked(given_role("p-o", Role.OFFICE), "accept_handover", **acceptance) == "office"


def test_a_released_representative_loses_everything_at_once(scene: Scene) -> None:
    grant: dict[str, Any] = {"unit": "a", "by": "p-a", "stand_in": "p-s", "scopes": ("lead", "votes")}
    scene.given("grant_delegation", "2026-06-01", until=UNTIL, **grant)
    open_ballot(scene)
    assert scene.let_in("p-a", "launch_cycle", cycle="cum-2026")
    scene.given("release_representative", "2026-06-15T08:00+07:00", unit="a", person="p-a")
    for person in ("p-a", "p-s"):
        assert not scene.let_in(person, "review_midyear", cycle="cum-2026")
        assert not scene.let_in(person, "cast_vote", **VOTE, elector="a", channel="hall")
        assert not scene.let_in(person, "review_midyear", cycle="cum-2026", when="2026-06-10"), "nor for then"
        assert code(scene.reads(person, "read_cycle", "cycle:cum-2026")) == "not_permitted"
        assert code(scene.reads(person, "read_representatives", "unit:a")) == "not_permitted"


def test_a_stand_in_has_what_was_delegated_until_its_last_day(scene: Scene) -> None:
    grant: dict[str, Any] = {"unit": "a", "by": "p-a", "stand_in": "p-s", "scopes": ("votes",)}
    scene.given("grant_delegation", "2026-06-01", until=UNTIL, **grant)
    open_ballot(scene)
    assert not scene.let_in("p-s", "launch_cycle", cycle="cum-2026"), "the lead was not delegated"
    assert not scene.let_in("p-s", "register_pledge", cycle="cum-2026", unit="a")
    passed_on = {**grant, "by": "p-s", "stand_in": "p-t"}
    assert not scene.let_in("p-s", "grant_delegation", **passed_on, until=UNTIL)
    assert scene.reads("p-s", "read_cycle", "cycle:cum-2026") == "member:a:for:p-a"
    scene.on("2026-08-01")
    assert not scene.let_in("p-s", "cast_vote", **VOTE, elector="a", channel="hall")
    scene.on("2026-07-31")
    told = scene.asked("p-s", "cast_vote", **VOTE, elector="a", channel="hall")
    assert told == "representative:a:for:p-a"


def test_of_two_delegations_each_counts_in_its_scope(scene: Scene) -> None:
    scene.given("appoint_representative", unit="a", person="p-e")
    for by, scopes in (("p-a", ("lead",)), ("p-e", ("votes",))):
        scene.given(
            "grant_delegation", "2026-06-01", unit="a", by=by, stand_in="p-s", scopes=scopes, until=UNTIL
        )
    open_ballot(scene)
    assert scene.asked("p-s", "launch_cycle", cycle="cum-2026") == "lead:a:for:p-a"
    told = scene.asked("p-s", "cast_vote", **VOTE, elector="a", channel="hall")
    assert told == "representative:a:for:p-e"


def test_a_representative_delegates_only_for_themselves(scene: Scene) -> None:
    scene.given("appoint_representative", unit="a", person="p-e")
    grant: dict[str, Any] = {"unit": "a", "stand_in": "p-s", "scopes": ("votes",), "until": UNTIL}
    assert not scene.let_in("p-e", "grant_delegation", **grant, by="p-a")
    assert scene.asked("p-a", "grant_delegation", **grant, by="p-a") == "representative:a"
    assert not scene.let_in("p-e", "revoke_delegation", unit="a", by="p-a", stand_in="p-s")


def test_nobody_speaks_for_a_unit_that_ended(scene: Scene) -> None:
    assert scene.reads("p-d", "read_cycle", "cycle:cum-2026") == "member:d"
    scene.given("dissolve_unit", "2026-06-14", unit="d")
    assert code(scene.reads("p-d", "read_cycle", "cycle:cum-2026")) == "not_permitted"
    assert not scene.let_in("p-d", "register_pledge", cycle="cum-2026", unit="d")


@pytest.mark.parametrize(("over", "authority"), [("co-quan", "office:co-quan"), ("bo", "office:bo")])
def test_an_office_sees_to_what_its_unit_organises_or_one_below_it(
    scene: Scene, over: str, authority: str
) -> None:
    office = given_role("p-o", Role.OFFICE, ["elsewhere", over])
    assert scene.asked(office, "launch_cycle", cycle="cum-2026") == authority
    assert not scene.let_in(office, "rename_unit", unit="a", name="A khác"), "a member is no part of it"


def test_an_office_ends_with_its_unit(scene: Scene) -> None:
    scene.given("dissolve_unit", "2026-06-14", unit="co-quan")
    assert not scene.let_in(given_role("p-o", Role.OFFICE, ["co-quan"]), "launch_cycle", cycle="cum-2026")
    assert scene.let_in(given_role("p-o", Role.OFFICE, ["bo"]), "launch_cycle", cycle="cum-2026")


def test_an_inspector_of_a_unit_reads_what_is_below_it_and_nothing_else(scene: Scene) -> None:
    scene.given("form_cluster", cluster="khac", name="Cụm khác", kind="cluster")
    inspector = given_role("p-i", Role.INSPECTOR, ["co-quan"])
    assert scene.reads(inspector, "read_ballots", "cycle:cum-2026") == "inspector:co-quan"
    assert code(scene.reads(inspector, "read_ballots", "cluster:khac")) == "not_permitted"
    assert not scene.let_in(inspector, "launch_cycle", cycle="cum-2026")


def test_a_former_member_reads_the_year_in_which_it_took_part_and_not_the_next(scene: Scene) -> None:
    scene.given("open_cycle", "2026-06-01", cycle="cum-2027", cluster="cum", first_year=2027)
    scene.on("2027-03-02")
    scene.given("leave_cluster", "2027-03-01", cluster="cum", unit="d")
    assert scene.reads("p-d", "read_ballots", "cycle:cum-2026") == "member:d"
    assert code(scene.reads("p-d", "read_ballots", "cycle:cum-2027")) == "not_permitted"
    assert scene.let_in("p-d", "report_target", cycle="cum-2026", unit="d")
    assert not scene.let_in("p-d", "register_pledge", cycle="cum-2027", unit="d")


def test_an_elector_of_a_ballot_has_a_say_in_it_even_when_its_unit_left(scene: Scene) -> None:
    open_ballot(scene)
    scene.given("leave_cluster", "2026-06-14", cluster="cum", unit="d")
    reason = "Chưa tính phiếu của đơn vị"
    assert scene.let_in("p-d", "contest_ballot", ballot=VOTE["ballot"], by="d", reason=reason)
    scene.given("register_unit", unit="z", name="Z")
    scene.given("appoint_representative", unit="z", person="p-z")
    assert not scene.let_in("p-z", "contest_ballot", ballot=VOTE["ballot"], by="z", reason=reason)


def test_who_speaks_in_two_clusters_has_in_each_what_it_has_there(scene: Scene) -> None:
    scene.given("form_cluster", cluster="khac", name="Cụm khác", kind="cluster")
    scene.given("join_cluster", cluster="khac", unit="a")
    scene.given("open_cycle", "2026-01-05", cycle="khac-2026", cluster="khac", first_year=2026)
    assert scene.let_in("p-a", "launch_cycle", cycle="cum-2026")
    assert not scene.let_in("p-a", "launch_cycle", cycle="khac-2026"), "it leads the one and not the other"
    assert scene.reads("p-a", "read_cycle", "cycle:khac-2026") == "member:a"
    assert code(scene.reads("p-b", "read_cycle", "cycle:khac-2026")) == "not_permitted"
    nomination = {"cycle": "khac-2026", "title": "advanced_unit", "unit": "b"}
    assert not scene.let_in("p-b", "propose_nomination", **nomination), "nor has it a say where it is not"


def test_an_elector_does_not_date_its_vote(scene: Scene) -> None:
    open_ballot(scene)
    vote = {**VOTE, "elector": "c", "channel": "hall"}
    refusal = scene.asked("p-c", "cast_vote", when="2026-06-02", **vote)
    assert code(refusal) == "not_permitted_dated"
    assert not scene.let_in("p-c", "cast_vote", when="2026-06-15", **vote), "today is a date, too"
    assert scene.asked("p-c", "cast_vote", **vote) == "representative:c"
    with scene.app.log_recorder.reading() as connection:
        (entry,) = scene.app.timeline("vote:cum-2026.ghi-ten:c", connection)
    assert entry.precision is Precision.INSTANT


def test_votes_are_copied_from_minutes_by_record_keepers_alone(scene: Scene) -> None:
    open_ballot(scene)
    copied = {**VOTE, "channel": "minutes"}
    refusal = scene.asked("p-c", "cast_vote", **copied, elector="c")
    assert isinstance(refusal, NotPermitted)
    assert refusal.params["who"] == ("lead:a", "deputy:b", "office:co-quan")
    assert scene.asked("p-a", "cast_vote", when="2026-06-02", **copied, elector="c") == "lead:a"
    assert scene.asked("p-b", "cast_vote", when="2026-06-02", **copied, elector="d") == "deputy:b"
    for person in ("p-a", given_role("p-o", Role.OFFICE)):
        assert not scene.let_in(person, "cast_vote", **VOTE, elector="b", channel="hall")


def test_an_administrator_neither_votes_nor_scores_nor_reads_ballots(scene: Scene) -> None:
    """Not even if somebody appoints them: accounts are all they keep."""
    open_ballot(scene)
    scene.given("appoint_representative", unit="a", person="p-m")
    administrator = given_role("p-m", Role.ADMINISTRATOR)
    assert not scene.let_in(administrator, "cast_vote", **VOTE, elector="a", channel="hall")
    assert not scene.let_in(administrator, "submit_self_score", cycle="cum-2026", unit="a")
    assert not scene.let_in(administrator, "launch_cycle", cycle="cum-2026")
    assert code(scene.reads(administrator, "read_ballots", "ballot:cum-2026.ghi-ten")) == "not_permitted"
    assert scene.reads("p-m", "read_ballots", "ballot:cum-2026.ghi-ten") == "lead:a", "it is by the grant"


def test_a_bare_fact_is_recorded_by_nobody_who_is_judged(scene: Scene) -> None:
    fact: dict[str, Any] = {"stream": "unit:a", "topic": "unit.dissolved", "fact": {}}
    for asker in (given_role("p-o", Role.OFFICE), given_role("p-m", Role.ADMINISTRATOR)):
        assert code(scene.asked(asker, "record_fact", **fact)) == "not_permitted"


def test_a_lead_corrects_entries_of_its_year_and_no_others(scene: Scene) -> None:
    scene.given("open_cycle", "2025-01-05", cycle="cum-2025", cluster="cum", first_year=2025)
    amendment = {"reason": "Ghi nhầm ngày mở năm"}
    positions = {}
    with scene.app.log_recorder.reading() as connection:
        for stream in ("cycle:cum-2026", "cycle:cum-2025", "cluster:cum"):
            positions[stream] = scene.app.timeline(stream, connection)[0].position
    assert scene.let_in("p-a", "retract_entry", position=positions["cycle:cum-2026"], **amendment)
    assert not scene.let_in("p-a", "retract_entry", position=positions["cycle:cum-2025"], **amendment)
    assert not scene.let_in("p-a", "retract_entry", position=positions["cluster:cum"], **amendment)


def test_who_is_released_while_their_vote_is_decided_is_judged_anew(each_scene: Scene) -> None:
    scene = each_scene
    open_ballot(scene)
    judged = judge(Asker(person="p-c"))
    told: list[str] = []

    def released_meanwhile(past: Any, command: Any, arguments: Any) -> str:
        authority = str(judged(past, command, arguments))
        told.append(authority)
        scene.app.do("release_representative", unit="c", person="p-c")
        return authority

    vote = COMMANDS["cast_vote"].arguments(**VOTE, elector="c", channel="hall")
    with pytest.raises(NotPermitted):
        scene.app.execute("cast_vote", vote, judge=released_meanwhile)
    assert told == ["representative:c"], "it was let in once, and that did not count"
    with scene.app.log_recorder.reading() as connection:
        assert scene.app.timeline("vote:cum-2026.ghi-ten:c", connection) == []
