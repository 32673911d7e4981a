"""Commands on entries themselves: putting right what was written wrongly, and recording a bare fact."""

from typing import Any

import msgspec

from domain.ballots import BallotOpened
from domain.clusters import ClusterFormed
from domain.cycles import CycleOpened
from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.identity import stream, stream_cycle, stream_parts
from domain.moments import Anchor, Moment
from domain.refusals import Refusal
from domain.timeline import standing
from domain.topics import FACTS, NOUNS
from domain.units import UnitRegistered
from domain.votes import VoteCast, VoteChanged
from service.commands.command import Decided
from service.commands.streams import named_stream
from service.past import Past

REASON_LETTERS_MIN = 10  # enough to say what was wrong, so that an inspector need not ask


class CorrectEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put an entry right: new values for fields of its fact, another date, or both."""

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


COMMANDS = (
    Amendment("correct_entry", CorrectEntry),
    Amendment("retract_entry", RetractEntry),
    Amendment("record_fact", RecordFact),
)


def _correct(past: Past, asked: CorrectEntry) -> Decided:
    entry = _standing(past, asked.position)
    _check_reason(asked.reason)
    _check_correctable(past, entry)
    held = msgspec.to_builtins(entry.fact)
    old = {name: held.get(name) for name in asked.new}
    moment = None if asked.on is None else Moment.parse(asked.on, entry.fact.anchor)
    if old == dict(asked.new) and moment in (None, entry.moment):
        raise Refusal("correction_changes_nothing", position=entry.position)
    try:
        msgspec.convert({**held, **asked.new}, type(entry.fact))
    except msgspec.ValidationError as error:
        raise Refusal("correction_misfits", position=entry.position, problem=str(error)) from error
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
        _check_correctable(past, entry)
        _check_unused(past, entry)
    return [(entry.originator_id, EntryRetracted(position=entry.position, reason=asked.reason))]


def _standing(past: Past, position: int) -> Entry:
    entry = past.at(position)
    for stands in standing(past.entries(entry.originator_id)):
        if stands.position == position:
            return stands
    raise Refusal("entry_not_standing", position=position, topic=entry.topic)


def _check_reason(reason: str) -> None:
    if len(reason.strip()) < REASON_LETTERS_MIN:
        raise Refusal("reason_too_short", letters_min=REASON_LETTERS_MIN)


def _check_correctable(past: Past, entry: Entry) -> None:
    """A vote that its elector cast is nobody else's to put right; one copied from minutes is."""
    fact = entry.fact
    if isinstance(fact, VoteCast | VoteChanged) and fact.channel != "minutes":
        raise Refusal("vote_not_correctable", position=entry.position, channel=fact.channel)
    if isinstance(fact, BallotOpened):
        _, (ballot,) = stream_parts(entry.originator_id)
        if votes := past.streams(stream("vote", ballot, "")):
            raise Refusal("ballot_has_votes", ballot=ballot, votes=len(votes))


def _check_unused(past: Past, entry: Entry) -> None:
    """What other streams rest on cannot be taken back before they are."""
    kind, parts = stream_parts(entry.originator_id)
    match entry.fact:
        case CycleOpened():
            users = past.streams_of(cycle=parts[0], besides=entry.originator_id)
        case ClusterFormed():
            users = past.streams(stream("cycle", parts[0]) + "-")
        case UnitRegistered():
            users = past.streams_of(unit=parts[0], besides=entry.originator_id)
            users += [stream("cluster", cluster) for cluster in past.clusters_of(parts[0])]
        case _:
            return
    if users:
        raise Refusal("entry_in_use", position=entry.position, kind=kind, name=parts[0], users=len(users))


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
        raise Refusal("fact_misfits", field="fact", topic=asked.topic, problem=str(error)) from error
    if isinstance(fact, CycleOpened | BallotOpened) and fact.cycle != stream_cycle(asked.stream):
        raise Refusal("stream_misfits", field="stream", stream=asked.stream, names=fact.cycle)
    NOUNS[kind].admit(past.state(kind, *parts), fact, past.when)
    return [(asked.stream, fact)]
