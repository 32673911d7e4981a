import re

from typer.main import get_command

from service.cli.app import app
from service.cli.failures import Code
from service.settings import Settings
from tests.rooms import ROOT

REFERENCE = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")


def test_every_command_is_documented_and_no_other() -> None:
    commands = getattr(get_command(app), "commands")  # noqa: B009 - typer's group types it away
    rows = re.findall(r"^\| (`[a-z`, ]+[^|]*) \|", REFERENCE.partition("## Questions")[0], re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`([a-z]+)", row)}
    assert told == set(commands)


def test_every_option_of_a_question_is_documented() -> None:
    commands = getattr(get_command(app), "commands")  # noqa: B009 - typer's group types it away
    options = {option for one in commands["steps"].params for option in one.opts if option.startswith("--")}
    assert {option for option in options if f"`{option}" not in REFERENCE} == set()


def test_every_setting_is_documented_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `THIDUA_(\w+)` \| `([^`]+)` \|", REFERENCE, re.MULTILINE))
    fields = Settings.model_fields
    assert rows == {name.upper(): str(field.default) for name, field in fields.items()}


def test_every_exit_code_is_documented() -> None:
    assert re.findall(r"^\| (\d) \|", REFERENCE, re.MULTILINE) == [str(int(code)) for code in Code]


def test_every_command_says_what_it_does_in_both_languages() -> None:
    for command in getattr(get_command(app), "commands").values():  # noqa: B009
        assert command.help
        assert all(one.help for one in command.params if one.name != "help"), command.name
