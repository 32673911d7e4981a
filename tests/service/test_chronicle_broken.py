"""Every broken chronicle names its file, line, field and rule, and leaves nothing behind."""

from pathlib import Path

import pytest

from service.chronicle.importing import import_chronicle
from service.chronicle.problem import ChronicleProblem
from service.chronicle.reading import SIZE_BYTES_MAX
from tests.rooms import ROOT
from tests.service.chronicles import new_log

FOLDER = ROOT / "tests" / "chronicles" / "broken"
BROKEN = [
    ("alias-bomb", 6, "", "alias_not_allowed"),
    ("alias-of-itself", 2, "", "alias_not_allowed"),
    ("alias", 13, "", "alias_not_allowed"),
    ("at-in-a-command", 11, "at", "field_unknown"),
    ("binary", 1, "", "file_unreadable"),
    ("command-missing", 11, "do", "field_missing"),
    ("command-unknown", 11, "do", "command_unknown"),
    ("control-character-in-key", 12, "entries[2]", "control_character"),
    ("control-character-plain", 12, "", "control_character"),
    ("control-character", 12, "entries[2].place", "control_character"),
    ("cycle-named-otherwise", 10, "cycle", "cycle_named_otherwise"),
    ("cycle-not-opened", 10, "", "cycle_not_opened"),
    ("date-absurd", 11, "on", "moment_unreadable"),
    ("date-far-off", 11, "on", "moment_out_of_range"),
    ("date-in-words", 11, "on", "moment_unreadable"),
    ("date-list", 11, "on", "field_misfits"),
    ("date-needed", 6, "on", "date_needed"),
    ("date-without-offset", 11, "on", "moment_without_offset"),
    ("empty", 1, "", "field_misfits"),
    ("encoding-late", 2, "", "file_unreadable"),
    ("encoding", 1, "", "file_unreadable"),
    ("entries-missing", 1, "entries", "field_missing"),
    ("entry-not-a-mapping", 11, "entries[2]", "field_misfits"),
    ("exponent", 11, "actual", "not_a_figure"),
    ("field-missing-inside", 16, "targets[1].name", "field_missing"),
    ("field-missing", 11, "line", "field_missing"),
    ("field-unknown-in-unit", 7, "units.don-vi-a.fictionnal", "field_unknown"),
    ("field-unknown", 13, "plase", "field_unknown"),
    ("format-version", 1, "chronicle", "format_unknown"),
    ("head-unknown", 5, "clusters", "field_unknown"),
    ("infinity", 15, "actual", "not_a_figure"),
    ("key-not-text", 12, "entries[2]", "key_not_text"),
    ("key-repeated-in-another-form", 13, "entries[2]", "key_repeated"),
    ("key-repeated", 13, "entries[2]", "key_repeated"),
    ("label-not-text", 12, "id", "field_misfits"),
    ("label-repeated", 12, "id", "label_repeated"),
    ("label-unknown", 12, "entry", "label_unknown"),
    ("list", 1, "", "field_misfits"),
    ("member-unknown", 11, "", "unit_not_registered"),
    ("misfitting-fact", 15, "fact", "fact_misfits"),
    (
        "nested-too-deep",
        12,
        "entries[2].new[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]",
        "nested_too_deep",
    ),
    ("number-for-text", 13, "number", "field_misfits"),
    ("number-in-words", 14, "collectives", "field_misfits"),
    ("number-too-long", 14, "entries[2].collectives", "number_too_long"),
    ("number-with-a-point", 14, "collectives", "field_misfits"),
    ("part-exceeds-whole", 12, "collectives", "part_exceeds_whole"),
    ("reason-too-short", 12, "", "reason_too_short"),
    ("right-to-left", 12, "entries[2].place", "control_character"),
    ("slug-with-capitals", 13, "drive", "not_a_slug"),
    ("slug-with-colon", 13, "unit", "not_a_slug"),
    ("step-out-of-order", 12, "", "step_out_of_order"),
    ("stream-unfit", 13, "stream", "stream_misfits"),
    ("surrogate", 12, "entries[2].place", "control_character"),
    ("tabs", 2, "", "yaml_unreadable"),
    ("topic-of-another-stream", 14, "topic", "topic_unknown"),
    ("two-documents", 11, "", "yaml_unreadable"),
    ("two-units-of-one-name", 8, "units", "key_repeated"),
    ("unclosed", 2, "", "yaml_unreadable"),
    ("unit-declared-badly", 7, "units.don-vi-a.name", "field_misfits"),
    ("wrong-choice", 13, "mode", "field_misfits"),
]


def test_every_broken_chronicle_is_expected() -> None:
    assert sorted(name for name, *_ in BROKEN) == sorted(file.stem for file in FOLDER.iterdir())


@pytest.mark.parametrize(("name", "line", "field", "code"), BROKEN, ids=[name for name, *_ in BROKEN])
def test_a_broken_chronicle_is_refused(sqlite_url: str, name: str, line: int, field: str, code: str) -> None:
    application = new_log(sqlite_url)
    file = FOLDER / f"{name}.yaml"
    with pytest.raises(ChronicleProblem) as caught:
        import_chronicle(application, file)
    problem = caught.value
    assert (problem.file, problem.line, problem.field, problem.refusal.code) == (file, line, field, code)
    assert str(problem).startswith(f"{file}:{line}: {field or '-'}: {code}(")
    assert not application.log_recorder.max_notification_id()


def _problem(url: str, file: Path) -> ChronicleProblem:
    with pytest.raises(ChronicleProblem) as caught:
        import_chronicle(new_log(url), file)
    return caught.value


def test_a_missing_file_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    assert _problem(sqlite_url, tmp_path / "none.yaml").refusal.code == "file_unreadable"


def test_a_folder_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    assert _problem(sqlite_url, tmp_path).refusal.code == "file_unreadable"


def test_a_large_file_is_refused_unread(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as large:
        large.truncate(SIZE_BYTES_MAX + 1)
    assert _problem(sqlite_url, file).refusal.code == "file_too_large"


def test_nesting_without_end_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "nested.yaml"
    file.write_text("entries: " + "[" * 20_000, encoding="utf-8")
    assert _problem(sqlite_url, file).refusal.code == "nested_too_deep"
