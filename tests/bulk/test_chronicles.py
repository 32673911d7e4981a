"""A chronicle by HTTP: judged line by line, recorded whole or not at all, known when it is sent again."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.moments import Moment
from service.application import Thidua
from service.audit.attempts import refused
from service.chronicle.importing import import_chronicle
from service.chronicle.problem import ChronicleProblem
from service.chronicle.reading import read_bytes
from service.cli.failures import told as told_failure
from tests.bulk.sending import HEAD, JSON, REASON, logged, places, posted, sent
from tests.conftest import NewDatabase
from tests.log.setting import log_rows
from tests.service.chronicles import EXAMPLES, new_log
from tests.service.test_chronicle_broken import BROKEN, FOLDER
from tests.web.house import House, open_house

LONG_AGO = Moment.parse("2001-01-01")
# A bare fact passes no decision, so over HTTP it is refused before anybody looks at it.
BARE_FACTS = {"misfitting-fact", "stream-unfit", "topic-of-another-stream"}
OF_THE_FACTS = ("position", "originator_id", "topic", "state", "effective", "precision", "source")


@pytest.fixture(scope="module")
def empty_house(new_database: NewDatabase) -> Iterator[tuple[House, str]]:
    """A house in which nothing is ever recorded, and somebody of the office."""
    with open_house(new_database("sqlite")) as house:
        yield house, house.person("office")


def rows(application: Thidua) -> list[Any]:
    """The log, by the names of its columns."""
    return [row._mapping for row in log_rows(application.engine)]


def test_a_chronicle_is_recorded_and_its_entries_are_found_by_its_batch(house: House) -> None:
    office = house.person("office")
    before = house.application.max_position()
    told = sent(house, office, "chronicles", EXAMPLES[1].read_bytes())
    assert (told["kind"], told["state"], told["problems"]) == ("chronicle", "done", [])
    assert told["done"] == told["total"] == told["recorded"]
    assert told["first_position"] == before + 1
    assert told["last_position"] == house.application.max_position()
    assert house.get(office, f"/imports/{told['batch']}").json() == told


def test_every_example_is_taken_in_and_known_the_second_time(house: House) -> None:
    office = house.person("office")
    for file in EXAMPLES:
        assert sent(house, office, "chronicles", file.read_bytes())["state"] == "done"
    before = logged(house)
    for file in EXAMPLES:
        told = sent(house, office, "chronicles", file.read_bytes())
        assert (told["state"], told["recorded"], told["known"]) == ("done", 0, told["total"])
        assert told["first_position"] is None
    assert logged(house) == before


def test_it_goes_the_same_way_as_the_command_line(house: House, new_database: NewDatabase) -> None:
    sent(house, house.person("office"), "chronicles", EXAMPLES[0].read_bytes())
    other = new_log(new_database("sqlite"))
    import_chronicle(other, EXAMPLES[0])
    by_http, by_command = (
        [{name: row[name] for name in OF_THE_FACTS} for row in map(dict, rows(application))]
        for application in (house.application, other)
    )
    assert by_http == by_command != []


def test_an_entry_says_who_sent_it_by_what_right_and_why_so_late(house: House) -> None:
    office = house.person("office")
    sent(house, office, "chronicles", HEAD, reason=REASON)
    with house.application.log_recorder.reading() as connection:
        (entry,) = house.application.timeline("cycle:thu-2022", connection)
    assert (entry.actor, entry.authority, entry.reason) == (office, "office", REASON)
    assert entry.session is not None
    assert entry.source == "Sổ thi đua của cụm thử"


def test_without_a_reason_an_entry_is_late_because_it_is_taken_from_its_source(sqlite_house: House) -> None:
    house = sqlite_house
    sent(house, house.person("office"), "chronicles", HEAD)
    with house.application.log_recorder.reading() as connection:
        (entry,) = house.application.timeline("cycle:thu-2022", connection)
    assert entry.reason == entry.source == "Sổ thi đua của cụm thử"


def test_a_dry_run_leaves_the_log_as_it_was(house: House) -> None:
    office = house.person("office")
    sent(house, office, "chronicles", HEAD)
    before = logged(house)
    more = HEAD + "  - {do: sum_up_cycle, on: 2022-11-22}\n"
    told = sent(house, office, "chronicles", more, dry_run=True)
    assert (told["state"], told["dry_run"], told["recorded"], told["known"]) == ("done", True, 1, 3)
    assert (told["first_position"], told["last_position"]) == (None, None)
    assert logged(house) == before
    assert sent(house, office, "chronicles", more)["recorded"] == 1


def test_a_chronicle_may_be_json(sqlite_house: House) -> None:
    house = sqlite_house
    data, _ = read_bytes(FOLDER, HEAD.encode())
    told = json.dumps(data, ensure_ascii=True, indent="\t")
    assert sent(house, house.person("office"), "chronicles", told, JSON)["recorded"] == 3


def test_text_in_any_form_is_kept_as_nfc(sqlite_house: House) -> None:
    house = sqlite_house
    office = house.person("office")
    sent(house, office, "chronicles", unicodedata.normalize("NFD", HEAD))
    name = house.get(office, "/clusters/thu").json()["name"]
    assert name == "Cụm thử" == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(("name", "line", "field", "code"), BROKEN, ids=[name for name, *_ in BROKEN])
def test_a_broken_chronicle_tells_its_line(
    empty_house: tuple[House, str], name: str, line: int, field: str, code: str
) -> None:
    house, office = empty_house
    told = sent(house, office, "chronicles", (FOLDER / f"{name}.yaml").read_bytes(), reason=REASON)
    (found,) = places(told)
    if name in BARE_FACTS:
        assert found[2] == "not_permitted"
    elif name == "cycle-not-opened":  # in which nobody may act
        assert found == (line, field, "not_permitted_in_phase")
    else:
        assert found == (line, field, code)
    assert told["state"] == "failed"
    assert logged(house) == []


def test_every_slip_of_the_pen_is_told_at_once(house: House) -> None:
    slips = (
        "  - {do: sum_up_cycle, on: 2022-13-01}\n"
        "  - {do: sum_up_cycle, on: 2022-11-22, plase: Sân}\n"
        "  - {do: no_such_thing}\n"
    )
    told = sent(house, house.person("office"), "chronicles", HEAD + slips)
    assert places(told) == [
        (11, "on", "moment_unreadable"),
        (12, "plase", "field_unknown"),
        (13, "do", "command_unknown"),
    ]
    assert logged(house) == []


def test_what_follows_from_a_refused_line_says_so(house: House) -> None:
    refused = (
        "  - {do: join_cluster, on: 2022, unit: don-vi-x}\n"
        "  - {do: open_cycle, cluster: thu-hai, cycle: thu-hai-2022, on: 2022, first_year: 2022}\n"
        "  - {do: launch_cycle, cycle: thu-hai-2022, on: 2022-03-01}\n"
        "  - {do: sum_up_cycle, on: 2022-11-22}\n"
    )
    told = sent(house, house.person("office"), "chronicles", HEAD + refused)
    assert [(one["line"], one["follows"]) for one in told["problems"]] == [(11, None), (12, None), (13, 12)]
    assert logged(house) == []


def test_an_entry_that_names_a_refused_one_is_told_too(sqlite_house: House) -> None:
    house = sqlite_house
    entries = (
        "  - {do: join_cluster, id: a, on: 2022, unit: don-vi-x}\n"
        "  - {do: retract_entry, entry: a, reason: Ghi nhầm đơn vị}\n"
    )
    told = sent(house, house.person("office"), "chronicles", HEAD + entries)
    assert [(line, code) for line, _, code in places(told)] == [
        (11, "unit_not_registered"),
        (12, "label_unknown"),
    ]


def test_a_line_of_another_organisers_cluster_is_refused(house: House) -> None:
    for unit in ("bo-a", "bo-b"):
        house.application.do("register_unit", unit=unit, name=f"Đơn vị {unit}", when=LONG_AGO)
    house.application.do("form_cluster", cluster="cua-b", name="Cụm B", kind="cluster", organiser="bo-b")
    office = house.person("office", unit="bo-a")
    before = logged(house)
    formed = HEAD.replace("on: unknown", "on: 2010").replace("cluster}", "cluster, organiser: bo-a}")
    text = formed.replace(
        "{name: Đơn vị A, fictional: true}", "{name: Đơn vị A, fictional: true, parent: bo-a}"
    )
    foreign = "  - {do: open_cycle, cluster: cua-b, cycle: cua-b-2022, on: 2022, first_year: 2022}\n"
    told = sent(house, office, "chronicles", text + foreign)
    assert [(line, code) for line, _, code in places(told)] == [(11, "not_permitted")]
    assert logged(house) == before
    with house.application.log_recorder.reading() as connection:
        (attempt,) = refused(connection, about=f"/api/v1/imports/{told['batch']}", limit=9)["attempts"]
    assert (attempt["person"], attempt["action"], attempt["code"]) == (office, "open_cycle", "not_permitted")
    assert sent(house, office, "chronicles", text)["state"] == "done"


def test_what_is_recorded_is_told_only_to_who_may_read_it(sqlite_house: House) -> None:
    house = sqlite_house
    house.application.do("register_unit", unit="bo-a", name="Đơn vị bo-a")
    sent(house, house.person("office"), "chronicles", HEAD)
    stranger = house.person("office", unit="bo-a")
    told = sent(house, stranger, "chronicles", HEAD, dry_run=True)
    assert told["known"] == 0
    assert ("not_permitted") in {code for _, _, code in places(told)}


@pytest.mark.parametrize("roles", [(), ("inspector",), ("administrator",)])
def test_who_is_no_office_sends_no_chronicle(sqlite_house: House, roles: tuple[str, ...]) -> None:
    answer = posted(sqlite_house, sqlite_house.person(*roles), "chronicles", HEAD)
    assert answer.status_code == 403
    assert posted(sqlite_house, None, "chronicles", HEAD).status_code == 401


def test_a_date_ahead_is_refused_and_a_late_one_needs_a_reason(sqlite_house: House) -> None:
    house = sqlite_house
    office = house.person("office")
    ahead = HEAD + "  - {do: sum_up_cycle, on: 2190-11-22}\n"
    assert [(line, code) for line, _, code in places(sent(house, office, "chronicles", ahead))] == [
        (11, "effective_in_future")
    ]
    unsourced = HEAD.replace("Sổ thi đua của cụm thử", "Sổ")
    told = sent(house, office, "chronicles", unsourced)
    assert {code for _, _, code in places(told)} == {"late_reason_needed"}


def test_sentences_are_in_the_readers_language(sqlite_house: House) -> None:
    house = sqlite_house
    office = house.person("office")
    text = HEAD + "  - {do: sum_up_cycle, on: hôm qua}\n"
    told = posted(house, office, "chronicles", text, headers={"Accept-Language": "en"})
    assert told.headers["content-language"] == "en"
    (english,) = told.json()["problems"]
    (vietnamese,) = house.get(office, f"/imports/{told.json()['batch']}").json()["problems"]
    assert "cannot be read" in english["sentence"]
    assert "Không đọc được" in vietnamese["sentence"]


def test_the_command_line_tells_every_problem_too(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "thu.yaml"
    file.write_text(HEAD + "  - {do: no_such_thing}\n  - {do: sum_up_cycle, plase: Sân}\n", encoding="utf-8")
    with pytest.raises(ChronicleProblem) as caught:
        import_chronicle(new_log(sqlite_url), file)
    failure = told_failure(caught.value, "vi")
    assert failure is not None
    lines = [line.split(" ")[0] for line in failure[1]]
    assert lines[0] == f"{file}:11:"
    assert f"{file}:12:" in lines
