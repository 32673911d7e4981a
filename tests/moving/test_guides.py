"""The guides of moving and of backups name commands and options that there are."""

import re
import shlex

import pytest
from typer.main import get_command

from service.cli.app import app
from tests.rooms import ROOT

LINES = [
    (guide, line)
    for guide in ("moving.md", "backups.md")
    for line in re.findall(
        r"^thidua (.+)$", (ROOT / "docs" / "guide" / guide).read_text("utf-8"), re.MULTILINE
    )
]


def test_each_guide_has_commands() -> None:
    assert {guide for guide, _ in LINES} == {"moving.md", "backups.md"}


@pytest.mark.parametrize(("guide", "line"), LINES)
def test_a_command_of_a_guide_is_one_of_ours(guide: str, line: str) -> None:
    told = line.partition(" >>")[0].removeprefix("--database postgresql:///thidua_moi ")
    words = shlex.split(told.replace("$POSITION", "1"))
    commands = getattr(get_command(app), "commands")  # noqa: B009 - typer's group types it away
    command = commands[words[0]]
    command.make_context(words[0], words[1:]).close()
