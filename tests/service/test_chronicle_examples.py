"""What the five articles state is what the examples answer, and nothing else."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from service.answers import Asked, answer
from service.application import Thidua
from tests.conftest import NewDatabase
from tests.service.chronicles import EXAMPLES, log_of

Ask = Callable[..., dict[str, Any]]
LATE = "2026-01-01"


@pytest.fixture(scope="module")
def application(new_database: NewDatabase) -> Thidua:
    """A log of all examples."""
    return log_of(new_database("sqlite"), EXAMPLES)


@pytest.fixture
def ask(application: Thidua) -> Ask:
    """Asks for what was true on a day: `ask("leads", "bca-local-5", on="2022-11-21")`."""

    def asked(name: str, key: str, on: str = LATE) -> dict[str, Any]:
        found = answer(application, name, key or None, Asked(as_of=date.fromisoformat(on)))
        plain: dict[str, Any] = msgspec.to_builtins(found)
        return plain

    return asked


def _figures(lines: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(line["collectives"], line["individuals"], line["awards"], line["counting"]) for line in lines]


def _units(named: list[dict[str, Any]]) -> set[str]:
    return {each["unit"] for each in named}


def _steps(told: dict[str, Any]) -> dict[str, str | None]:
    return {
        step["step"]: step["on"] for step in told["steps"] if step["status"] != "not_stated" and step["on"]
    }


def test_every_example_is_named_for_its_cycle(ask: Ask) -> None:
    for example in EXAMPLES:
        assert ask("cycle", example.stem)["cycle"] == example.stem
    assert len(EXAMPLES) == 9


def test_local_5_has_six_members(ask: Ask) -> None:
    members = ask("standings", "bca-local-5-2022", on="2022-11-22")["members"]
    assert {member["name"] for member in members} == {
        "Công an tỉnh Thanh Hóa",
        "Công an tỉnh Nghệ An",
        "Công an tỉnh Hà Tĩnh",
        "Công an tỉnh Quảng Bình",
        "Công an tỉnh Quảng Trị",
        "Công an tỉnh Thừa Thiên Huế",
    }
    assert all(member["rank"] is None and member["titles"] == [] for member in members)


def test_local_5_is_led_by_ha_tinh_and_then_by_quang_binh(ask: Ask) -> None:
    before = ask("leads", "bca-local-5", on="2022-11-21")
    assert before["lead"] == {"unit": "congan-hatinh", "name": "Công an tỉnh Hà Tĩnh"}
    assert before["deputy"] is None
    after = ask("leads", "bca-local-5", on="2023-01-15")
    assert after["lead"]["name"] == "Công an tỉnh Quảng Bình"
    assert after["deputy"]["name"] == "Công an tỉnh Quảng Trị"
    assert (after["handed_over_on"], after["effective_from"]) == ("2022-11-22", "2023-01-01")


def test_local_5_still_has_its_old_lead_on_the_day_of_the_handover(ask: Ask) -> None:
    assert ask("leads", "bca-local-5", on="2022-11-22")["lead"]["unit"] == "congan-hatinh"
    assert ask("leads", "bca-local-5", on="2022-12-31")["lead"]["unit"] == "congan-hatinh"
    assert ask("leads", "bca-local-5", on="2023-01-01")["lead"]["unit"] == "congan-quangbinh"


def test_local_5_counts_instances(ask: Ask) -> None:
    told = ask("commendations", "bca-local-5-2022")["commendations"]
    assert _figures(told) == [(2079, 6206, None, "instances")]
    assert told[0]["level"] == "all"


def test_local_5_summed_up_and_acclaimed_titles_that_are_not_named(ask: Ask) -> None:
    assert _steps(ask("steps", "bca-local-5-2022")) == {
        "opened": "2022",
        "summed_up": "2022-11-22",
        "balloted": "2022-11-22",
        "handed_over": "2022-11-22",
    }
    (ballot,) = ask("votes", "bca-local-5-2022")["ballots"]
    assert (ballot["mode"], ballot["titles"], ballot["elected"]) == ("acclamation", [], None)
    assert (ballot["status"], ballot["count"], ballot["votes"]) == ("decided", None, [])


def test_central_6_has_six_units_that_met_their_targets(ask: Ask) -> None:
    told = ask("standings", "bca-central-6-2019", on="2019-12-31")
    assert told["theme"] == "Hoàn thiện thể chế, tăng cường cơ sở"
    assert told["slogans"] == ["Chủ động, nêu gương, kỷ cương, trách nhiệm, hiệu quả"]
    assert len(told["members"]) == 6
    assert [member["targets"] for member in told["members"]] == [
        {"met": None, "total": None, "all_met": True}
    ] * 6
    assert told["lead"] is None


def test_central_6_counts_instances_and_certificates_among_them(ask: Ask) -> None:
    told = ask("commendations", "bca-central-6-2019")["commendations"]
    assert _figures(told) == [
        (159, 442, None, "instances"),
        (None, None, 3, "unstated"),
        (None, None, 192, "unstated"),
    ]
    assert [(line["form"], line["within"]) for line in told[1:]] == [
        ("award_pm_certificate", "tat-ca"),
        ("award_ministry_certificate", "tat-ca"),
    ]


def test_central_6_proposed_the_office_for_the_government_flag(ask: Ask) -> None:
    assert ask("honours", "vanphong-bo-congan", on="2019-11-20")["honours"] == []
    (honour,) = ask("honours", "vanphong-bo-congan")["honours"]
    assert (honour["title"], honour["status"], honour["year"]) == ("flag_government", "proposed", 2019)
    assert honour["proposed_on"] == "2019-11-21"
    assert _steps(ask("steps", "bca-central-6-2019"))["summed_up"] == "2019-11-21"


@pytest.mark.parametrize("bloc", ["xdll", "annd"])
def test_quang_binh_voted_without_counts_or_names(ask: Ask, bloc: str) -> None:
    (ballot,) = ask("votes", f"quangbinh-{bloc}-2019")["ballots"]
    assert ballot["titles"] == ["advanced_unit", "determined_to_win_unit", "flag_ministry", "flag_province"]
    assert (ballot["mode"], ballot["count"], ballot["elected"]) == ("unstated", None, None)
    assert ask("standings", f"quangbinh-{bloc}-2019")["members"] == []


@pytest.mark.parametrize("bloc", ["xdll", "annd"])
def test_quang_binh_handed_over_to_units_that_are_not_named(ask: Ask, bloc: str) -> None:
    (tenure,) = ask("leads", f"quangbinh-{bloc}")["lineage"]
    assert (tenure["year"], tenure["lead"], tenure["deputy"]) == (2020, None, None)
    assert (tenure["handed_over_on"], tenure["effective_from"]) == ("2019", "2020-01-01")


def test_quang_binh_ran_the_drives_that_are_named(ask: Ask) -> None:
    drives = {drive["drive"]: drive for drive in ask("drives", "quangbinh-xdll-2019")["drives"]}
    assert {name for name, drive in drives.items() if drive["reviewed_on"]} == {
        "chi-thi-05",
        "phong-cach",
        "chi-thi-04",
    }
    assert {name for name, drive in drives.items() if drive["launched_on"] == "2019"} == {
        "di-chuc",
        "van-hoa-cong-so",
        "ky-niem",
    }
    assert drives["di-chuc"]["occasion"] == "50 năm thực hiện Di chúc của Chủ tịch Hồ Chí Minh"
    assert ask("drives", "quangbinh-annd-2019")["drives"] == []
    assert ask("standings", "quangbinh-xdll-2019")["slogans"] == [
        "Chủ động, nêu gương, kỷ cương, trách nhiệm, hiệu quả"
    ]


def test_the_four_clusters_of_2018_have_no_organiser(ask: Ask) -> None:
    for series in ("districts", "security", "police", "staff"):
        assert _steps(ask("steps", f"antn-{series}-2018"))["summed_up"] == "2018"
        assert ask("leads", f"antn-{series}")["lineage"] == []
    clusters = {cluster["cluster"]: cluster for cluster in ask("clusters", "")["clusters"]}
    assert {clusters[f"antn-{series}"]["organiser"] for series in ("districts", "police")} == {None}


def test_the_clusters_of_2018_count_as_they_say(ask: Ask) -> None:
    first = ask("commendations", "antn-districts-2018")["commendations"]
    assert _figures(first) == [(197, 459, None, "unstated")]
    third = ask("commendations", "antn-police-2018")["commendations"]
    assert _figures(third) == [(89, 256, None, "instances")]
    assert ask("commendations", "antn-security-2018")["commendations"] == []
    assert len(ask("standings", "antn-security-2018")["slogans"]) == 2


def test_the_police_of_2018_voted_and_proposed_one_unit(ask: Ask) -> None:
    ballots = {ballot["ballot"]: ballot for ballot in ask("votes", "antn-police-2018")["ballots"]}
    unnamed, flag = ballots["antn-police-2018.danh-hieu"], ballots["antn-police-2018.co-bo"]
    assert (unnamed["elected"], unnamed["count"]) == (None, None)
    assert _units(flag["elected"]) == {"antn-phong-canhsat-moitruong"}
    (honour,) = ask("honours", "antn-phong-canhsat-moitruong")["honours"]
    assert (honour["title"], honour["status"], honour["proposed_on"]) == ("flag_ministry", "proposed", "2018")


def test_quang_nam_had_the_flag_five_years_running(ask: Ask) -> None:
    honours = {honour["title"]: honour for honour in ask("honours", "congan-quangnam")["honours"]}
    assert set(honours) == {"flag_ministry", "flag_province"}
    flag, leading = honours["flag_ministry"], honours["flag_province"]
    assert (flag["times"], flag["consecutive"], flag["status"], flag["year"]) == (5, True, "granted", None)
    assert (leading["times"], leading["consecutive"], leading["authority"]) == (2, False, "UBND tỉnh")


def test_quang_nam_counts_orders_and_certificates(ask: Ask) -> None:
    told = ask("commendations", "quangnam-2015-2020")["commendations"]
    assert {(line["form"], line["grade"], line["collectives"], line["individuals"]) for line in told} == {
        ("award_order_feat_of_arms", "third", None, 1),
        ("award_order_fatherland_protection", "second", 4, 1),
        ("award_order_fatherland_protection", "third", 1, 57),
        ("award_pm_certificate", None, 9, 2),
        (None, None, 209, 407),
    }
    assert {line["counting"] for line in told} == {"unstated"}


def test_quang_nam_had_1277_models_of_92_kinds(ask: Ask) -> None:
    (pledge,) = ask("pledges", "quangnam-2015-2020", on="2019-12-31")["pledges"]
    assert {figure["actual"] for figure in pledge["figures"]} == {"1277", "92"}


def test_quang_nam_presented_the_government_flag_on_behalf(ask: Ask) -> None:
    (honour,) = ask("honours", "quangnam-phong-thammuu")["honours"]
    assert (honour["title"], honour["year"], honour["status"]) == ("flag_government", 2019, "presented")
    assert (honour["presented_on"], honour["by_delegation"]) == ("2020-05-28", True)
    assert ask("honours", "quangnam-phong-thammuu", on="2020-05-27")["honours"] == []
