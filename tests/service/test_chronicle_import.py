"""A chronicle is taken in whole or not at all, once, and in any order with others."""

import unicodedata
from pathlib import Path
from random import Random

import pytest

from service.answers import Asked, answer
from service.chronicle.importing import import_chronicle
from service.chronicle.problem import ChronicleProblem
from tests.service.chronicles import DAYS, EXAMPLES, FEW_DAYS, WHOLE_YEAR, everything, log_of, new_log

HEAD = """\
chronicle: thidua/1
title: Thử
source: Sổ thử
cluster: thu
cycle: thu-2022
units:
  don-vi-a: {name: Đơn vị A, fictional: true}
entries:
  - {do: form_cluster, on: unknown, name: Cụm thử, kind: cluster}
  - {do: open_cycle, on: 2022, first_year: 2022}
"""


def written(folder: Path, text: str, name: str = "thu.yaml") -> Path:
    """A file of a text."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_second_import_records_nothing(database_url: str) -> None:
    application = log_of(database_url, [*EXAMPLES, WHOLE_YEAR])
    position = application.log_recorder.max_notification_id()
    for file in [*EXAMPLES, WHOLE_YEAR]:
        told = import_chronicle(application, file)
        assert told.recorded == 0
        assert told.known > 0
    assert application.log_recorder.max_notification_id() == position


def test_any_order_gives_the_same_answers(database_url: str, sqlite_url: str) -> None:
    files = list(EXAMPLES)
    Random(database_url.partition(":")[0]).shuffle(files)
    days = DAYS if database_url.startswith("sqlite") else FEW_DAYS
    assert everything(log_of(database_url, files), days) == everything(log_of(sqlite_url, EXAMPLES), days)


def test_the_lineage_is_in_order_when_2019_comes_after_2022(sqlite_url: str, tmp_path: Path) -> None:
    application = log_of(sqlite_url, EXAMPLES)
    of_2022 = next(file for file in EXAMPLES if file.stem == "bca-local-5-2022")
    head = of_2022.read_text(encoding="utf-8").partition("entries:")[0].replace("2022", "2019")
    entries = "entries:\n  - {do: assign_lead, on: 2019, year: 2019, mode: stated, lead: congan-quangtri}\n"
    import_chronicle(application, written(tmp_path, head + entries))
    told = answer(application, "leads", "bca-local-5", Asked())
    assert [tenure.year for tenure in told["lineage"]] == [2019, 2022, 2023]


def test_a_bad_file_leaves_nothing(database_url: str, tmp_path: Path) -> None:
    application = new_log(database_url)
    file = written(tmp_path, HEAD + "  - {do: sum_up_cycle, on: 2022-13-01}\n")
    with pytest.raises(ChronicleProblem) as caught:
        import_chronicle(application, file)
    assert (caught.value.line, caught.value.field) == (11, "on")
    assert not application.log_recorder.max_notification_id()


def test_a_bad_file_leaves_the_good_one_before_it(sqlite_url: str, tmp_path: Path) -> None:
    application = new_log(sqlite_url)
    bad = written(tmp_path, HEAD.replace("2022", "2023") + "  - {do: nothing}\n", "bad.yaml")
    import_chronicle(application, written(tmp_path, HEAD))
    with pytest.raises(ChronicleProblem):
        import_chronicle(application, bad)
    assert application.log_recorder.max_notification_id() == 3


def test_a_dry_run_records_nothing(sqlite_url: str) -> None:
    application = new_log(sqlite_url)
    told = import_chronicle(application, WHOLE_YEAR, dry_run=True)
    assert told.recorded > 40
    assert not application.log_recorder.max_notification_id()


def test_progress_is_told(sqlite_url: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    import_chronicle(
        new_log(sqlite_url), written(tmp_path, HEAD), progress=lambda done, of: told.append((done, of))
    )
    assert told == [(1, 3), (2, 3), (3, 3)]  # a unit and two entries


def test_a_file_may_grow(sqlite_url: str, tmp_path: Path) -> None:
    application = log_of(sqlite_url, [written(tmp_path, HEAD)])
    grown = written(tmp_path, HEAD + "  - {do: sum_up_cycle, on: 2022-11-22}\n")
    told = import_chronicle(application, grown)
    assert (told.recorded, told.known) == (1, 3)


def test_entries_that_say_the_same_are_each_recorded(sqlite_url: str, tmp_path: Path) -> None:
    twice = "  - {do: join_cluster, on: 2022, unit: don-vi-a}\n" * 2
    other = "  - {do: join_cluster, on: 2022, unit: don-vi-a, source: Sổ khác}\n"
    file = written(tmp_path, HEAD + twice + other)
    told = import_chronicle(new_log(sqlite_url), file)
    assert told.recorded == 6


def test_labels_belong_to_their_file(sqlite_url: str, tmp_path: Path) -> None:
    entries = """\
  - {do: sum_up_cycle, id: a, on: 2022, place: Sân}
  - {do: correct_entry, entry: a, reason: Chép nhầm nơi họp, new: {place: Hội trường}}
"""
    first = written(tmp_path, HEAD + entries, "first.yaml")
    second = written(tmp_path, (HEAD + entries).replace("thu", "thu-hai"), "second.yaml")
    application = log_of(sqlite_url, [first, second])
    for cycle in ("thu-2022", "thu-hai-2022"):
        sentences = answer(application, "history", cycle, Asked())["entries"]
        assert [line["corrected_by"] for line in sentences if line["topic"] == "cycle.summed_up"] != [[]]


def test_text_in_any_form_is_kept_as_nfc(sqlite_url: str, tmp_path: Path) -> None:
    file = written(tmp_path, unicodedata.normalize("NFD", HEAD))
    application = log_of(sqlite_url, [file])
    name = answer(application, "leads", "thu", Asked())["name"]
    assert name == unicodedata.normalize("NFC", name) == "Cụm thử"


def test_a_source_may_be_that_of_the_entry_or_none(sqlite_url: str, tmp_path: Path) -> None:
    entries = """\
  - {do: report_commendation, line: mot, collectives: 1}
  - {do: report_commendation, line: hai, collectives: 1, source: Biên bản 02}
  - {do: report_commendation, line: ba, collectives: 1, source: null}
"""
    application = log_of(sqlite_url, [written(tmp_path, HEAD + entries)])
    lines = answer(application, "commendations", "thu-2022", Asked())["commendations"]
    assert {line["line"]: line["source"] for line in lines} == {
        "mot": "Sổ thử",
        "hai": "Biên bản 02",
        "ba": None,
    }


@pytest.mark.parametrize(
    ("declared", "field"),
    [
        ("{name: Đơn vị B, fictional: true}", "name"),
        ("{name: Đơn vị A, kind: division}", "kind"),
        ("{name: Đơn vị A, parent: don-vi-b}", "parent"),
    ],
)
def test_units_must_agree_with_the_log(sqlite_url: str, tmp_path: Path, declared: str, field: str) -> None:
    application = log_of(sqlite_url, [written(tmp_path, HEAD)])
    text = HEAD.replace("{name: Đơn vị A, fictional: true}", declared).replace("thu-2022", "thu-2023")
    with pytest.raises(ChronicleProblem) as caught:
        import_chronicle(application, written(tmp_path, text))
    assert caught.value.refusal.code == "unit_declared_otherwise"
    assert caught.value.field == f"units.don-vi-a.{field}"
    assert caught.value.line == 7


def test_a_unit_is_known_by_each_name_that_it_bore(sqlite_url: str, tmp_path: Path) -> None:
    renamed = HEAD + "  - {do: rename_unit, on: 2022-08-01, unit: don-vi-a, name: Đơn vị A mới}\n"
    application = log_of(sqlite_url, [written(tmp_path, renamed)])
    again = renamed.replace("{name: Đơn vị A, fictional: true}", "{name: Đơn vị A mới}")
    assert import_chronicle(application, written(tmp_path, again)).recorded == 0


def test_only_exact_commands_take_an_instant(sqlite_url: str, tmp_path: Path) -> None:
    entries = """\
  - do: record_fact
    on: 2022
    at: "2022-05-05T00:00:00+07:00"
    stream: drive:thu-2022:mot
    topic: drive.launched
    fact: {name: Đợt một}
"""
    application = log_of(sqlite_url, [written(tmp_path, HEAD + entries)])
    with application.log_recorder.reading() as connection:
        (entry,) = application.timeline("drive:thu-2022:mot", connection)
    assert entry.precision.value == "year"
    assert entry.moment.civil.date().isoformat() == "2022-05-05"
