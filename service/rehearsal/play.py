"""One cluster's year as it is played: its cast, its diary, and the commands given so far."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any
from uuid import uuid5

from domain.facts import Entry
from domain.moments import Anchor, Moment
from domain.votes import Choice
from service.application import Thidua
from service.commands.catalogue import COMMANDS
from service.origin import Origin
from service.rehearsal.cast import REHEARSAL, Cast
from service.rehearsal.diary import Diary


class Play:
    """What the scenes of a year share.

    `strength` orders the members that stay from the strongest on; `figures` are what each unit reports on
    each target; `choices` the votes on the ballot under way; `elected` what the ballots gave by title;
    `noted` the entries that slips come back to. `recorded` counts the entries past position `since`, which
    the log did not hold before. `until`: see `Diary`.
    """

    def __init__(
        self,
        application: Thidua,
        cast: Cast,
        *,
        key: str,
        seed: int,
        since: int,
        until: int | None = None,
    ) -> None:
        self.cast = cast
        # Not for secrets: the same seed has to give the same facts.
        self.random = Random(f"{key}:{cast.number}:{cast.year}")  # noqa: S311
        self.diary = Diary(cast.year, len(cast.members), self.random, until)
        self.strength = tuple(self.random.sample(cast.staying, len(cast.staying)))
        self.figures: dict[str, dict[str, Decimal]] = {}
        self.choices: Mapping[str, dict[str, Choice]] = {}
        self.elected: dict[str, tuple[str, ...]] = {}
        self.noted: dict[str, Entry] = {}
        self.recorded = 0
        self._since = since
        self._application = application
        self._key = f"{key}:{cast.number}:{cast.year}"
        self._source = f"Diễn tập, số gieo {seed}"
        self._ordinal = 0

    @property
    def has_begun(self) -> bool:
        """Whether the log holds the first of its own commands already."""
        return bool(self._application.recorded(uuid5(REHEARSAL, f"{self._key}:1").hex))

    def do(
        self, command: str, /, *, when: Moment | None = None, actor: str | None = None, **arguments: Any
    ) -> Entry:
        """Give the next command, at the diary's next moment unless another one is told.

        Its id follows from its place, so playing the year again finds it recorded. Gives the first entry.
        """
        self._ordinal += 1
        return self._execute(command, f"{self._key}:{self._ordinal}", when, actor, arguments)

    def once(self, name: str, command: str, /, **arguments: Any) -> None:
        """Give a command that all clusters share, under a name of its own and without a date."""
        self._execute(command, name, Moment.unknown(Anchor.START, None), None, arguments)

    def in_cycle(self, command: str, /, **arguments: Any) -> Entry:
        """Give the next command of this year's cycle."""
        return self.do(command, cycle=self.cast.cycle, **arguments)

    def _execute(
        self, command: str, name: str, when: Moment | None, actor: str | None, arguments: dict[str, Any]
    ) -> Entry:
        entries = self._application.execute(
            command,
            COMMANDS[command].arguments(**arguments),
            when=when or self.diary.tick(),
            by=Origin(actor=actor, source=self._source),
            command_id=uuid5(REHEARSAL, name).hex,
        )
        self.recorded += sum(entry.position > self._since for entry in entries)
        return entries[0]
