"""Commands on entries themselves: putting right what was written wrongly, and recording a bare fact."""

from typing import Any

import msgspec

from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.identity import stream_cycle, stream_parts
from domain.moments import Anchor
from domain.refusals import Refusal
from domain.timeline import standing
from domain.topics import FACTS, NOUNS
from projections.entries import amendments
from service.commands.command import Decided
from service.commands.streams import named_stream, stated_moment
from service.commands.ties import (
    check_amendable,
    check_close,
    check_departures,
    check_fits,
    check_stays_over,
    check_stream,
    check_unused,
)
from service.past import Past
from service.plain import place_of

REASON_LETTERS_MIN = 10  # enough to say what was wrong, so that an inspector need not ask


class CorrectEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put an entry right: new values for fields of its fact, another date, or both.

    `on` is `unknown` where no source dates it after all.
    """

    position: int
    reason: str
    new: dict[str, Any] = {}
    on: str | None = None


class RetractEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take back an entry that should not have been made, or a correction of it."""

    position: int
    reason: str


class RecordFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Record a fact as another log held it; the rules of its stream are checked, no decision is taken."""

    stream: str
    topic: str
    fact: dict[str, Any]


class Amendment:
    """A command whose stream follows from its arguments; asked for and decided like any other."""

    keys: tuple[str, ...] = ()

    def __init__(self, name: str, arguments: type[Any]) -> None:
        self.name = name
        self.arguments = arguments
        self.purpose = (arguments.__doc__ or "").partition("\n")[0]
        self.anchor = Anchor.END

    def decide(self, past: Past, arguments: Any) -> Decided:
        """The facts that follow, each with its stream; raises Refusal."""
        match arguments:
            case CorrectEntry():
                return _correct(past, arguments)
            case RetractEntry():
                return _retract(past, arguments)
            case _:
                return _record(past, arguments)

    def left(self, arguments: Any, entry: Entry) -> bool:
        """Whether an entry is what these arguments led to."""
        match arguments, entry.fact:
            case (CorrectEntry(), EntryCorrected() as fact):
                told = (fact.position, fact.reason, fact.new)
                return told == (arguments.position, arguments.reason, arguments.new)
            case (RetractEntry(), EntryRetracted() as fact):
                return (fact.position, fact.reason) == (arguments.position, arguments.reason)
            case (RecordFact(), fact):
                return (entry.originator_id, fact.topic) == (arguments.stream, arguments.topic)
        return False


COMMANDS = (
    Amendment("correct_entry", CorrectEntry),
    Amendment("retract_entry", RetractEntry),
    Amendment("record_fact", RecordFact),
)


def _correct(past: Past, asked: CorrectEntry) -> Decided:
    entry = _standing(past, asked.position)
    _check_reason(asked.reason)
    check_amendable(past, entry)
    held = msgspec.to_builtins(entry.fact)
    old = {name: held.get(name) for name in asked.new}
    cycle = stream_cycle(entry.originator_id)
    moment = None if asked.on is None else stated_moment(asked.on, entry.fact.anchor, cycle)
    if old == asked.new and moment in (None, entry.moment):
        raise Refusal("correction_changes_nothing", position=entry.position)
    try:
        fact = msgspec.convert({**held, **asked.new}, type(entry.fact))
    except msgspec.ValidationError as error:
        raise Refusal(
            "correction_misfits", position=entry.position, problem=" ".join(place_of(error)).strip()
        ) from error
    check_fits(past, entry, fact)
    if moment not in (None, entry.moment):
        check_departures(past, entry)
    check_close(past, entry, fact, entry.moment if moment is None else moment)
    correction = EntryCorrected(
        position=entry.position,
        reason=asked.reason,
        old=old,
        new=asked.new,
        effective=None if moment is None else moment.effective,
        precision=None if moment is None else moment.precision,
    )
    return [(entry.originator_id, correction)]


def _retract(past: Past, asked: RetractEntry) -> Decided:
    entry = past.at(asked.position)
    _check_reason(asked.reason)
    if not isinstance(entry.fact, EntryCorrected | EntryRetracted):
        entry = _standing(past, asked.position)
        check_amendable(past, entry)
        check_stays_over(past, entry)
        check_departures(past, entry)
        check_unused(past, entry)
    elif _taken_back(past, entry):
        raise Refusal("entry_not_standing", position=entry.position, topic=entry.topic)
    return [(entry.originator_id, EntryRetracted(position=entry.position, reason=asked.reason))]


def _standing(past: Past, position: int) -> Entry:
    entry = past.at(position)
    if isinstance(entry.fact, EntryCorrected | EntryRetracted):
        raise Refusal("amendment_not_correctable", position=position, topic=entry.topic)
    for stands in standing(past.entries(entry.originator_id)):
        if stands.position == position:
            return stands
    raise Refusal("entry_not_standing", position=position, topic=entry.topic)


def _taken_back(past: Past, amendment: Entry) -> bool:
    known = amendments(past.entries(amendment.originator_id))
    return known[amendment.position].retracted_by is not None


def _check_reason(reason: str) -> None:
    if len(reason.strip()) < REASON_LETTERS_MIN:
        raise Refusal("reason_too_short", letters_min=REASON_LETTERS_MIN)


def _record(past: Past, asked: RecordFact) -> Decided:
    kind, parts = stream_parts(asked.stream)
    topics = {fact.topic: fact for fact in FACTS.get(kind, ())}
    if asked.topic not in topics:
        known = ", ".join(topics or FACTS)
        raise Refusal("topic_unknown", field="topic", topic=asked.topic, stream=asked.stream, known=known)
    named_stream(kind, parts)
    try:
        fact: Fact = msgspec.convert(asked.fact, topics[asked.topic])
    except msgspec.ValidationError as error:
        raise Refusal(
            "fact_misfits", field="fact", topic=asked.topic, problem=" ".join(place_of(error)).strip()
        ) from error
    check_stream(asked.stream, fact)
    NOUNS[kind].admit(past.state(kind, *parts), fact, past.when)
    return [(asked.stream, fact)]
