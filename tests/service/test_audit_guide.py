"""The guide of the audit: its commands run as they stand."""

import re
import shlex

import pytest

from service.audit.files import POSITIONS_MAX
from tests.rooms import ROOT
from tests.service.conftest import RunCli

GUIDE = (ROOT / "docs" / "guide" / "audit.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^thidua (.+)$", GUIDE, re.MULTILINE)


def test_there_are_commands_for_each_task() -> None:
    assert {command.split()[0] for command in COMMANDS} == {
        "events", "lineage", "event", "differences", "attempts",
    }  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_guide_runs(command: str, rehearsed_url: str, run_cli: RunCli) -> None:
    told = run_cli(rehearsed_url, *shlex.split(command.partition(" >")[0]))
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout


def test_the_guide_tells_how_much_a_file_looks_through() -> None:
    assert f"{POSITIONS_MAX:,}" in GUIDE
    assert f"{POSITIONS_MAX:,}".replace(",", ".") in GUIDE
