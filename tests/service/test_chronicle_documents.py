"""The schema, the reference and the guide agree with the commands and the files."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from service.chronicle.importing import import_chronicle
from service.chronicle.reading import read
from service.chronicle.reference import FOLDER, documents
from service.chronicle.schema import schema
from service.commands.catalogue import COMMANDS
from tests.rooms import ROOT
from tests.service.chronicles import EXAMPLES, WHOLE_YEAR, new_log

VALIDATOR = Draft202012Validator(schema())
GUIDE = ROOT / "docs" / "guide" / "chronicle.md"
# What a schema cannot see: it knows the shape of a file and not the log.
SHAPELESS = (
    "command-unknown",
    "command-missing",
    "entries-missing",
    "entry-not-a-mapping",
    "field-missing",
    "field-missing-inside",
    "field-unknown",
    "field-unknown-in-unit",
    "format-version",
    "head-unknown",
    "at-in-a-command",
    "label-not-text",
    "list",
    "number-for-text",
    "number-in-words",
    "number-with-a-point",
    "unit-declared-badly",
    "wrong-choice",
)


def _data(path: Path) -> Any:
    return read(path)[0]


@pytest.mark.parametrize("name", ["chronicle.schema.json", "commands.md"])
def test_the_made_documents_are_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == documents()[name], (
        "run python -m service.chronicle.reference"
    )


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads((FOLDER / "chronicle.schema.json").read_text("utf-8")))


@pytest.mark.parametrize("file", [*EXAMPLES, WHOLE_YEAR], ids=lambda file: file.stem)
def test_every_example_is_valid(file: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(_data(file))] == []


@pytest.mark.parametrize("name", SHAPELESS)
def test_a_shapeless_chronicle_is_not(name: str) -> None:
    assert not VALIDATOR.is_valid(_data(ROOT / "tests" / "chronicles" / "broken" / f"{name}.yaml"))


def test_every_command_has_a_row() -> None:
    told = re.findall(r"^\| `(\w+_\w+|acclaim)` \|", documents()["commands.md"], re.MULTILINE)
    assert sorted(told) == sorted(COMMANDS)


def test_the_guide_s_example_runs(sqlite_url: str, tmp_path: Path) -> None:
    first, second = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[:2]
    file = tmp_path / "guide.yaml"
    file.write_text(first + second, encoding="utf-8")
    assert VALIDATOR.is_valid(_data(file))
    assert import_chronicle(new_log(sqlite_url), file).recorded == 10
