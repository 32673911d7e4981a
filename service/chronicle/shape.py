"""The shape of a chronicle: its header, the units it speaks of, and its dated entries."""

from typing import Any

import msgspec

from domain.units import Kind

FORMAT = "thidua/1"
# What an entry says of itself; everything else in it are the arguments of its command.
ENTRY_KEYS = ("do", "on", "at", "source", "id", "entry")
# The commands by which an export writes a log back; they alone take an instant beside the date.
EXACT_COMMANDS = ("record_fact", "correct_entry", "retract_entry")


class DeclaredUnit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit that a chronicle speaks of: registered if the log does not know it, else it must agree.

    `source` where it is not the file's.
    """

    name: str
    short_name: str | None = None
    kind: Kind | None = None
    parent: str | None = None
    fictional: bool = False
    source: str | msgspec.UnsetType | None = msgspec.UNSET


class Chronicle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole file. `cycle` and `cluster` are understood in every entry that needs and does not name one."""

    chronicle: str
    title: str
    source: str
    cluster: str | None = None
    cycle: str | None = None
    units: dict[str, DeclaredUnit] = {}
    entries: tuple[dict[str, Any], ...]
