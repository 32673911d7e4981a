import json
import re
import sys

import pytest
from typer import rich_utils
from typer.main import get_command

from service.cli.app import HELP_WORDS, app, main
from service.cli.failures import Code
from tests.rooms import ROOT
from tests.service.conftest import RunCli

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


def test_every_exit_code_is_documented() -> None:
    assert re.findall(r"^\| (\d) \|", REFERENCE, re.MULTILINE) == [str(int(code)) for code in Code]


def test_every_command_says_what_it_does_in_both_languages() -> None:
    for command in getattr(get_command(app), "commands").values():  # noqa: B009
        assert command.help
        assert all(one.help for one in command.params if one.name != "help"), command.name


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ["Đối số", "Tùy chọn", "(bắt buộc)", "Xem hướng dẫn này.", "Mã cụm, khối"]),
        ("en", ["Arguments", "Options", "(required)", "Show this help.", "Code of the cluster or bloc"]),
    ],
)
def test_the_help_speaks_the_language_of_the_settings(
    language: str,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in HELP_WORDS:
        monkeypatch.setattr(rich_utils, name, getattr(rich_utils, name))  # put back after the test
    monkeypatch.setenv("THIDUA_LANGUAGE", language)
    monkeypatch.setattr(sys, "argv", ["thidua", "leads", "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert [word for word in words if word not in told] == []


def test_help_in_a_language_that_there_is_not_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_LANGUAGE", "fr")
    monkeypatch.setattr(sys, "argv", ["thidua", "leads", "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == Code.USAGE
    assert "THIDUA_LANGUAGE" in capsys.readouterr().err


def test_the_readme_corrects_the_entry_that_it_means(sqlite_url: str, run_cli: RunCli) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (position,) = re.findall(r"^thidua correct (\d+) --set collectives=2080", readme, re.MULTILINE)
    assert f"the entry's number: {position} after" in readme
    assert run_cli(sqlite_url, "import", str(ROOT / "examples")).exit_code == 0
    entries = json.loads(run_cli(sqlite_url, "history", "bca-local-5-2022", "--json").stdout)["entries"]
    (counts,) = [entry for entry in entries if "2.079" in entry["sentence"]]
    assert counts["position"] == int(position)
