"""One cluster, pledge, drive, nomination, ballot or vote; the rules of a cycle; who speaks for a unit."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from domain.pledges import Target
from projections import ballot_answers, rules
from projections.clusters import cluster
from projections.cycles import all_cycles, cycle
from projections.drives import drive, drives
from projections.nominations import nomination, nominations
from projections.pledges import pledge, pledges
from projections.point import Point
from projections.representatives import representatives
from projections.votes import ballot as ballot_with_votes
from service.rulebook import rule_sets
from tests.projections.world import CLUSTER, CYCLE, Question, World, ballot_rule

A, B = {"unit": "a", "name": "Đơn vị A"}, {"unit": "b", "name": "Đơn vị B"}
BALLOT = f"{CYCLE}.danh-hieu"
POINT = {"as_of", "known_at", "position"}


def within(question: Callable[..., dict[str, Any] | None], *rest: str) -> Question:
    """A question about a part of what the key names."""

    def asked(connection: Connection, key: str, point: Point) -> dict[str, Any] | None:
        return question(connection, key, *rest, point)

    return asked


def opened_ballot(world: World, mode: str = "roll_call") -> None:
    world.open("a", "b", "c")
    world.do(
        "open_ballot",
        "2022-11-20T08:00:00+07:00",
        ballot=BALLOT,
        titles=("flag_ministry",),
        mode=mode,
        candidates=("a", "b"),
        roll=("a", "b", "c"),
        rule=ballot_rule(),
    )


def cast(world: World, elector: str = "a") -> None:
    said: dict[str, Any] = {"choices": {"a": "for", "b": "against"}, "channel": "hall"}
    world.do("cast_vote", "2022-11-20T08:10:00+07:00", ballot=BALLOT, elector=elector, **said)


def test_a_cluster_tells_its_members_since_when_and_whose_turn_it_was(world: World) -> None:
    assert world.ask(cluster, CLUSTER) is None
    world.form("c", "b", "a")
    world.do("assign_lead", cluster=CLUSTER, year=2022, mode="assigned", lead="a", deputy="b")
    world.do("hand_over_lead", "2022-11-22", cluster=CLUSTER, year=2023, outgoing="a", lead="b", deputy="c")
    world.do("leave_cluster", "2023-06-01", cluster=CLUSTER, unit="a")
    told = world.ask(cluster, CLUSTER)
    assert (told["lead"], told["deputy"], told["kind"]) == (A, B, "cluster")
    assert told["members"][0] == {**A, "since": "2022-01-01"}
    assert [(one["unit"], one["led"], one["deputised"]) for one in told["rotation"]] == [
        ("c", [], [2023]),
        ("a", [2022], []),
        ("b", [2023], [2022]),
    ]
    after = world.ask(cluster, CLUSTER, "2023-12-31")
    assert [one["unit"] for one in after["rotation"]] == ["c", "b"]
    assert after["lead"] == B


def test_a_cluster_whose_lead_is_not_known_has_none(world: World) -> None:
    world.form("a")
    told = world.ask(cluster, CLUSTER)
    assert (told["lead"], told["rotation"]) == (None, [{**A, "led": [], "deputised": []}])


def test_one_cycle_is_told_as_in_the_list(world: World) -> None:
    assert world.ask(cycle) is None
    world.open("a")
    told = world.ask(cycle)
    with world.reading() as connection:
        (listed,) = all_cycles(connection, world.point())["cycles"]
    assert {name: told[name] for name in listed} == listed


def test_a_cycle_whose_cluster_is_not_formed_yet_has_no_name(world: World) -> None:
    world.open("a")
    fact = {"first_year": 2022, "cluster": "cum-khac"}
    world.do("record_fact", stream="cycle:cum-khac-2022", topic="cycle.opened", fact=fact)
    assert world.ask(cycle, "cum-khac-2022")["name"] is None


def test_one_pledge_is_told_as_in_the_list(world: World) -> None:
    world.open("a")
    assert world.ask(within(pledge, "a")) is None
    target = Target(id="mot", name="Một", direction="at_least", measure="%", goal=Decimal("98.75"))
    world.do("register_pledge", cycle=CYCLE, unit="a", targets=(target,), titles=("flag_ministry",))
    told = world.ask(within(pledge, "a"))
    (listed,) = world.ask(pledges)["pledges"]
    assert {name: told[name] for name in listed} == listed
    assert told["cycle"] == CYCLE


def test_one_drive_is_told_as_in_the_list(world: World) -> None:
    world.open("a")
    assert world.ask(within(drive, "xuan")) is None
    world.do("launch_drive", "2022-03-11", cycle=CYCLE, drive="xuan", name="Đợt xuân")
    told = world.ask(within(drive, "xuan"))
    (listed,) = world.ask(drives)["drives"]
    assert {name: told[name] for name in listed} == listed
    assert told["cycle"] == CYCLE


def test_one_nomination_is_told_as_in_the_list(world: World) -> None:
    world.open("a")
    flag = {"cycle": CYCLE, "title": "flag_ministry", "unit": "a"}
    asked = within(nomination, "flag_ministry", "a")
    assert world.ask(asked) is None
    world.do("propose_nomination", "2022-11-22", **flag)
    world.do("decide_nomination", "2022-12-20", outcome="granted", number="04/QĐ", **flag)
    world.do("annul_nomination", "2022-12-30", reason="Hồ sơ không trung thực", **flag)
    told = world.ask(asked)
    (listed,) = world.ask(nominations)["nominations"]
    assert {name: told[name] for name in listed} == listed
    assert told["annulled_because"] == "Hồ sơ không trung thực"


def test_ballots_are_told_without_their_votes(world: World) -> None:
    assert world.ask(ballot_answers.ballots) is None
    assert world.ask(ballot_answers.ballot, BALLOT) is None
    opened_ballot(world)
    cast(world)
    (listed,) = world.ask(ballot_answers.ballots)["ballots"]
    whole, told = world.ask(ballot_with_votes, BALLOT), world.ask(ballot_answers.ballot, BALLOT)
    assert len(whole.pop("votes")) == 1
    assert told == whole
    assert {name: told[name] for name in listed} == listed
    assert [one["unit"] for one in told["awaited"]] == ["b", "c"]


def test_one_vote_hides_its_choices_until_the_ballot_is_over(world: World) -> None:
    opened_ballot(world)
    asked = within(ballot_answers.vote, "a")
    assert world.ask(asked, f"{CYCLE}.khac") is None
    assert world.ask(asked, BALLOT) is None
    for elector in ("a", "b", "c"):
        cast(world, elector)
    told = world.ask(asked, BALLOT)
    assert (told["elector"], told["status"], told["choices"]) == (A, "open", None)
    assert "against" not in msgspec.json.encode(told).decode()
    world.do("close_ballot", "2022-11-20T09:00:00+07:00", ballot=BALLOT)
    told = world.ask(asked, BALLOT)
    assert (told["status"], told["choices"]) == ("closed", {"a": "for", "b": "against"})
    assert (told["ballot"], told["cycle"], told["channel"], told["changes"]) == (BALLOT, CYCLE, "hall", 0)


def test_a_ballot_without_named_votes_has_no_vote_of_anybody(world: World) -> None:
    opened_ballot(world, mode="secret_paper")
    assert world.ask(within(ballot_answers.vote, "a"), BALLOT) is None


def test_the_rules_of_a_cycle_are_told_with_sources_and_defaults(world: World) -> None:
    assert world.ask(rules.rules) is None
    world.form("a")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    none = world.ask(rules.rules)
    assert {name for name, part in none.items() if part is not None} == {*POINT, "cycle"}


def test_adopted_rules_say_when_and_by_which_entry(world: World) -> None:
    world.open("a")
    position = world.do(
        "adopt_rules", "2022-04-01", cycle=CYCLE, rule_set="law-2003", scoring_table=None, document="QĐ 4"
    )
    first, second = world.ask(rules.rules, as_of="2022-03-31"), world.ask(rules.rules)
    assert (first["adopted_on"], first["document"], first["rule_set"]["rule_set"]) == (
        "2022-03-01",
        None,
        "law-2003",
    )
    assert first["scoring_table"]["criteria"][0] == {
        "id": "ket-qua",
        "name": "Kết quả",
        "kind": "quantitative",
        "maximum": "60",
        "knockout": False,
        "criteria": [],
    }
    assert (second["adopted_on"], second["document"], second["entry"]) == ("2022-04-01", "QĐ 4", position)
    assert second["scoring_table"] is None
    assert second["rule_set"]["sources"][0]["confirmed"] is True
    assert second["rule_set"]["titles"][0]["quota"] is None


@pytest.mark.parametrize("name", ["law-2003", "law-2022"])
def test_a_rule_set_is_told_whole(world: World, name: str) -> None:
    known = rule_sets()[name]
    told = msgspec.json.decode(msgspec.json.encode(rules.rule_set(known, world.point())))
    assert {*told} == {*POINT, "rule_set", *known.__struct_fields__} - {"id"}
    listed = rules.all_rule_sets([known], world.point())["rule_sets"]
    assert [(one["rule_set"], one["titles"][0]) for one in listed] == [(name, "advanced_unit")]


def test_representatives_are_told_by_id_the_longest_appointed_first(world: World) -> None:
    assert world.ask(representatives, "a") is None
    world.form("a")
    world.do("appoint_representative", "2022-03-01", unit="a", person="p-2", capacity="phó phòng")
    world.do("appoint_representative", "2022-02-01", unit="a", person="p-1")
    told = world.ask(representatives, "a")
    assert (told["unit"], told["name"]) == ("a", "Đơn vị A")
    assert told["representatives"] == [
        {"person": "p-1", "capacity": None, "since": "2022-02-01"},
        {"person": "p-2", "capacity": "phó phòng", "since": "2022-03-01"},
    ]
    assert (told["delegations"], told["ended"]) == ([], None)
    world.do("release_representative", "2022-06-01", unit="a", person="p-2")
    assert [one["person"] for one in world.ask(representatives, "a")["representatives"]] == ["p-1"]


def test_delegations_are_told_while_they_are_in_force(world: World) -> None:
    world.form("a")
    world.do("appoint_representative", "2022-02-01", unit="a", person="p-1")
    given: dict[str, Any] = {"unit": "a", "by": "p-1", "stand_in": "p-2", "scopes": ("votes",)}
    world.do("grant_delegation", "2022-03-01", until=date(2022, 3, 31), **given)
    told = world.ask(representatives, "a", "2022-03-31")["delegations"]
    assert told == [
        {"stand_in": "p-2", "by": "p-1", "scopes": ["votes"], "since": "2022-03-01", "until": "2022-03-31"}
    ]
    for day in ("2022-02-28", "2022-04-01"):
        assert world.ask(representatives, "a", day)["delegations"] == []
    world.do("dissolve_unit", "2022-03-20", unit="a")
    ended = world.ask(representatives, "a", "2022-03-31")
    assert (ended["ended"], ended["delegations"]) == ("2022-03-20", [])
