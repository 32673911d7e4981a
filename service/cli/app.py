"""The command `thidua`: its commands, and the options that all of them share."""

from contextlib import suppress
from typing import Annotated, Any

import typer
from typer import rich_utils
from typer.main import get_command

from projections.catalogue import Language, marked, translate
from service.cli import (
    admin,
    amending,
    audit,
    backups,
    chronicles,
    demo,
    moving,
    queries,
    schema,
    serving,
    settings,
    upkeep,
)
from service.cli.failures import TellingGroup
from service.cli.session import Session
from service.settings import Settings

# What the help of commands writes by itself, by typer's names for it.
HELP_WORDS = marked(
    {
        "ARGUMENTS_PANEL_TITLE": "Đối số",
        "OPTIONS_PANEL_TITLE": "Tùy chọn",
        "COMMANDS_PANEL_TITLE": "Lệnh",
        "ERRORS_PANEL_TITLE": "Lỗi",
        "REQUIRED_LONG_STRING": "(bắt buộc)",
    }
)
app = typer.Typer(
    name="thidua",
    cls=TellingGroup,
    help=marked("Năm thi đua của các cụm, khối: ai bỏ phiếu gì, khi nào, và ngày ấy điều gì đúng."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (
    demo,
    chronicles,
    queries,
    audit,
    amending,
    upkeep,
    schema,
    moving,
    backups,
    settings,
    admin,
    serving,
):
    group.add_to(app)


@app.callback()
def shared(
    context: typer.Context,
    database: Annotated[
        str | None,
        typer.Option(help=marked("Địa chỉ cơ sở dữ liệu; mặc định theo THIDUA_DATABASE_URL."), metavar="URL"),
    ] = None,
) -> None:
    """Take up the settings; an option given here comes before the environment."""
    told = Settings()
    if database is not None:
        told = told.model_copy(update={"database_url": database})
    context.obj = Session(told)


def main() -> None:
    """Run the command line, its help in the language of the settings."""
    command = get_command(app)
    with suppress(ValueError):  # a setting that cannot be used is told when the command runs
        language = Settings().language
        for name, text in HELP_WORDS.items():
            setattr(rich_utils, name, translate(language, text))
        _speak(command, language)
    command()


def _speak(command: Any, language: Language) -> None:
    helping = command.get_help_option(typer.Context(command))
    helping.help = marked("Xem hướng dẫn này.")
    for told in (command, helping, *command.params):
        if getattr(told, "help", None):
            told.help = translate(language, told.help)
    for inner in getattr(command, "commands", {}).values():
        _speak(inner, language)
