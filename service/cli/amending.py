"""Putting right what was written wrongly: a correction or a retraction, never an edit."""

import json
from typing import Annotated, Any

import typer

from domain.facts import Entry
from projections.catalogue import marked
from service.cli.failures import UsageProblem
from service.cli.options import Position, Reason
from service.cli.session import Session, session
from service.commands.catalogue import COMMANDS

Values = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help=marked("Trường và giá trị đúng (JSON hoặc chữ); dùng được nhiều lần."),
    ),
]
To = Annotated[str | None, typer.Option(metavar="DATE", help=marked("Ngày đúng của mục, nếu ngày cũ sai."))]

_CORRECTED = marked("Đã ghi mục số {at}: mục số {position} từ nay được đọc theo đó.")
_RETRACTED = marked("Đã ghi mục số {at}: mục số {position} từ nay không còn được tính.")


def add_to(app: typer.Typer) -> None:
    """Add the amendments to the command line."""
    app.command("correct", help=marked("Đính chính một mục: ghi thêm giá trị đúng, không sửa mục cũ."))(
        correct
    )
    app.command("retract", help=marked("Rút một mục lẽ ra không được ghi."))(retract)


def correct(
    context: typer.Context, position: Position, reason: Reason, values: Values = None, to: To = None
) -> None:
    """Correct an entry: what was known before stays answerable."""
    new = dict(_value(text) for text in values or ())
    if not new and to is None:
        raise UsageProblem(marked("Cần ít nhất một --set FIELD=VALUE, hoặc --to DATE."))
    _amend(session(context), "correct_entry", _CORRECTED, position=position, reason=reason, new=new, on=to)


def retract(context: typer.Context, position: Position, reason: Reason) -> None:
    """Take an entry back."""
    _amend(session(context), "retract_entry", _RETRACTED, position=position, reason=reason)


def _amend(here: Session, command: str, sentence: str, **arguments: Any) -> None:
    asked = COMMANDS[command].arguments(**arguments)
    with here.opened(create=False) as application:
        entries: list[Entry] = application.execute(command, asked)
    here.say(here.words(sentence, at=str(entries[0].position), position=str(arguments["position"])))


def _value(text: str) -> tuple[str, Any]:
    """A field and its JSON value; a number with a point stays text, and so does what is no JSON."""
    field, equals, value = text.partition("=")
    if not equals or not field.isidentifier():
        raise UsageProblem(marked("Viết --set FIELD=VALUE, không phải “{text}”."), text=text)
    try:
        return field, json.loads(value, parse_float=str, parse_constant=str)
    except ValueError:
        return field, value
