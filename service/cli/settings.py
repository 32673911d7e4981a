"""What this run is set to: every setting with its variable, its value and its meaning; nothing secret."""

from typing import Any

import msgspec
import typer
from pydantic import SecretStr

from projections.catalogue import Language, marked, translate
from service.cli.grid import Column, Teller, grid
from service.cli.options import AsJson
from service.cli.session import session
from service.database_url import told_address
from service.settings import PREFIX, Settings

MASK = "********"
_COLUMNS = [
    Column(marked("Biến"), whole=True),
    Column(marked("Giá trị")),
    Column(marked("Mặc định")),
    Column(marked("Nghĩa")),
]


def add_to(app: typer.Typer) -> None:
    """Add the settings to the command line."""
    app.command("settings", help=marked("Nêu các thiết lập đang dùng; mật khẩu được che."))(settings)


def settings(context: typer.Context, as_json: AsJson = False) -> None:
    """Tell every setting."""
    here = session(context)
    told = told_settings(here.settings, here.language)
    if as_json:
        encoded = msgspec.json.encode({"settings": told})
        typer.echo(msgspec.json.format(encoded, indent=2) if here.out.is_terminal else encoded)
        return
    teller = Teller(here.language)
    rows = [
        [one["variable"], str(one["value"]), teller.answer(one["is_default"]), one["meaning"]] for one in told
    ]
    here.show(*grid(teller, _COLUMNS, rows))


def told_settings(settings: Settings, language: Language) -> list[dict[str, Any]]:
    """Every setting: name, variable, value (secrets masked), whether it is the default, and its meaning."""
    return [
        {
            "name": name,
            "variable": f"{PREFIX}{name.upper()}",
            "value": shown(name, getattr(settings, name)),
            "is_default": getattr(settings, name) == field.default,
            "meaning": translate(language, field.description or ""),
        }
        for name, field in Settings.model_fields.items()
    ]


def shown(name: str, value: Any) -> str | int:
    """A value as it may be shown: without passwords."""
    if isinstance(value, SecretStr):
        return MASK if value.get_secret_value() else ""
    told: str | int = told_address(value) if name == "database_url" else value
    return told
