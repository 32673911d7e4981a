"""What a command is: a decision of the domain, asked for by name with the arguments of its signature.

The arguments are read off the decision itself, so a command, its chronicle entry, its JSON Schema and its
API can never disagree with the domain.
"""

import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from domain.facts import Entry, Fact
from domain.identity import stream
from domain.moments import Anchor
from service.commands.guards import registered_units
from service.commands.streams import named_stream
from service.past import Past

Decided = Sequence[tuple[str, Fact]]
Arguments = Any
Supply = Callable[[Past, Arguments], Mapping[str, Any]]


def nothing_more(_past: Past, _arguments: Arguments) -> Mapping[str, Any]:
    """Supply for decisions that need no other state than their own."""
    return {}


class Command:
    """A decision that can be asked for.

    `keys` name the stream (`cycle`, `unit`): they are arguments, too. `supply` checks and loads what the
    decision needs from other streams; what it gives is not asked of the caller. `own` is the parameter that
    takes the state of the stream itself, by default the first ("": none); `also` are arguments for `supply`
    alone.
    """

    def __init__(
        self,
        name: str,
        decision: Callable[..., Fact],
        kind: str,
        *keys: str,
        supply: Supply = nothing_more,
        supplied: Sequence[str] = (),
        follow: Callable[[Past, Arguments], Decided] | None = None,
        own: str | None = None,
        also: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.kind = kind
        self.keys = keys
        self.purpose = (inspect.getdoc(decision) or "").partition("\n")[0]
        self._fact: type[Fact] = inspect.signature(decision).return_annotation
        self.anchor = self._fact.anchor
        self._decision = decision
        parameters = inspect.signature(decision).parameters
        self._own = next(iter(parameters)) if own is None else own
        self._supply = supply
        self._follow = follow
        self.arguments: type[Any] = _arguments_of(name, decision, keys, supplied, also or {})
        # What the fact holds just as it was asked for, and so shows whether an entry answers a question.
        fields = {*self._fact.__struct_fields__} & {*self.arguments.__struct_fields__}
        self._kept = fields - {*supplied, *(also or {})}
        self._only_asked = {key for key in [*keys, *(also or {})] if key not in parameters or key in supplied}

    @property
    def fact(self) -> type[Fact]:
        """The fact that it decides."""
        return self._fact

    def decide(self, past: Past, arguments: Arguments) -> Decided:
        """Take the decision on the state of its moment."""
        given = {name: getattr(arguments, name) for name in self.arguments.__struct_fields__}
        key = [given[name] for name in self.keys]
        name = named_stream(self.kind, key)
        given = {name: value for name, value in given.items() if name not in self._only_asked}
        given.update(self._supply(past, arguments))
        if self._own:
            given[self._own] = past.state(self.kind, *key)
        fact = self._decision(when=past.when, **given)
        registered_units(past, fact)
        follows = self._follow(past, arguments) if self._follow else ()
        return [(name, fact), *follows]

    def left(self, arguments: Arguments, entry: Entry) -> bool:
        """Whether an entry is what these arguments led to."""
        key = [getattr(arguments, name) for name in self.keys]
        return (
            entry.originator_id == stream(self.kind, *key)
            and isinstance(entry.fact, self._fact)
            and all(getattr(entry.fact, name) == getattr(arguments, name) for name in self._kept)
        )


class Askable(Protocol):
    """What can be asked for by name."""

    name: str
    arguments: type[Any]
    purpose: str
    anchor: Anchor

    def decide(self, past: Past, arguments: Arguments) -> Decided:
        """The facts that follow, each with its stream; raises Refusal."""

    def left(self, arguments: Arguments, entry: Entry) -> bool:
        """Whether an entry is what these arguments led to."""


def _arguments_of(
    name: str,
    decision: Callable[..., Fact],
    keys: Sequence[str],
    supplied: Sequence[str],
    also: Mapping[str, Any],
) -> type[Any]:
    asked = [
        parameter
        for parameter in inspect.signature(decision).parameters.values()
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.name not in {"when", *supplied}
    ]
    fields: list[Any] = [
        *((key, str) for key in keys),
        *((key, *asked) if isinstance(asked, tuple) else (key, asked) for key, asked in also.items()),
    ]
    for parameter in asked:
        if parameter.name in keys:
            continue
        hint = parameter.annotation
        if parameter.default is parameter.empty:
            fields.append((parameter.name, hint))
        else:
            fields.append((parameter.name, hint, parameter.default))
    title = "".join(part.capitalize() for part in name.split("_"))
    return msgspec.defstruct(title, fields, frozen=True, kw_only=True, forbid_unknown_fields=True)


def by_name(*commands: Askable) -> Mapping[str, Askable]:
    """Commands by their names, each name once."""
    named = {command.name: command for command in commands}
    if len(named) != len(commands):
        raise ValueError("two commands have one name")
    return types.MappingProxyType(named)
