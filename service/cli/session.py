"""What every command has at hand: the settings, the terminal, and the language it speaks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from projections.catalogue import Language, translate
from projections.formats import number
from service import answers
from service.opening import opened
from service.settings import Settings

Told = Callable[[int, int], None]


class Session:
    """One run of the command line. Answers go to standard output, all else to standard error."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.language: Language = settings.language
        self.out = Console(highlight=False, markup=False, emoji=False)
        self.err = Console(highlight=False, markup=False, emoji=False, stderr=True)

    def words(self, source_text: str, **params: Any) -> str:
        """A Vietnamese source text in the language of this run; figures are told as it writes them."""
        told = {name: self._told(value) for name, value in params.items()}
        return translate(self.language, source_text, **told)

    def _told(self, value: Any) -> str | None:
        if isinstance(value, int):
            return number(value, self.language)
        return None if value is None else str(value)

    def opened(self, *, create: bool = True, rebuilding: bool = False) -> Any:
        """The application, for a `with`; who rebuilds may take any time."""
        limits = self.settings.limits.for_upkeep() if rebuilding else self.settings.limits
        return opened(self.settings.database_url, create=create, rebuilding=rebuilding, limits=limits)

    def say(self, *lines: str) -> None:
        """Tell what was done."""
        for line in lines:
            self.out.print(line, soft_wrap=True)

    def note(self, *lines: str) -> None:
        """Tell what is not part of an answer."""
        for line in lines:
            self.err.print(line, soft_wrap=True)

    def show(self, *parts: Table | str) -> None:
        """Show tables with what stands around them."""
        for part in parts:
            self.out.print(part)

    def json(self, told: answers.Answer) -> None:
        """Tell an answer as JSON: in lines for a person, in one for a program."""
        encoded = answers.encode(told)
        typer.echo(msgspec.json.format(encoded, indent=2) if self.out.is_terminal else encoded)

    @contextmanager
    def progress(self, what: str) -> Iterator[Told]:
        """A bar on standard error, in a terminal only; what it gives takes how much is done, of how much."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        hidden = not self.err.is_terminal
        with Progress(*columns, console=self.err, transient=True, disable=hidden) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done, of: bar.update(task, completed=done, total=of)


def session(context: typer.Context) -> Session:
    """The session of a command."""
    found = context.find_object(Session)
    if found is None:
        raise RuntimeError("a command runs inside the application's callback")
    return found
