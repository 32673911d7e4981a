"""What is stored: topics, canonical JSON, golden files; and the names of facts and decisions."""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
import rfc8785
from eventsourcing.utils import resolve_topic

from domain import (
    ballot_facts,
    ballots,
    clusters,
    commendations,
    cycles,
    delegations,
    drives,
    inspections,
    leads,
    nomination_facts,
    nominations,
    outcomes,
    pledges,
    scores,
    topics,
    units,
    votes,
)
from domain.facts import Entry, Fact
from domain.identity import stream
from domain.moments import Moment, Precision
from domain.topics import FACTS, NOUNS, TOPICS
from tests.domain.samples import CYCLE, SAMPLES

GOLDEN = Path(__file__).parents[1] / "golden"
BY_TOPIC = {sample.topic: sample for sample in SAMPLES}
MODULES: dict[str, tuple[ModuleType, ...]] = {
    "unit": (units, delegations),
    "cluster": (clusters, leads),
    "cycle": (cycles,),
    "pledge": (pledges,),
    "drive": (drives,),
    "score": (scores,),
    "inspection": (inspections,),
    "ballot": (ballots, ballot_facts, outcomes),
    "vote": (votes,),
    "nomination": (nominations, nomination_facts),
    "commendation": (commendations,),
}
IRREGULAR_PASTS = {"cast", "left", "split", "taken", "withdrawn"}
PAST_TENSE = re.compile(r"(?:[a-z]+_)*[a-z]+ed(?:_over|_up)?", re.ASCII)


def canonical(fact: Fact) -> bytes:
    return msgspec.json.encode(fact, order="sorted")


def values(value: Any) -> Iterator[Any]:
    """Everything inside a JSON value."""
    yield value
    if isinstance(value, dict):
        for inner in value.values():
            yield from values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from values(inner)


def keys(value: Any) -> Iterator[str]:
    """The keys of every object inside a JSON value."""
    for inner in values(value):
        if isinstance(inner, dict):
            yield from inner


def structs(value: Any) -> Iterator[msgspec.Struct]:
    """Every struct inside a fact, itself included."""
    if isinstance(value, msgspec.Struct):
        yield value
        for field in msgspec.structs.fields(value):
            yield from structs(getattr(value, field.name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from structs(inner)


def decisions() -> list[tuple[str, Any]]:
    """The public functions that build a fact."""
    return [
        (name, found)
        for modules in MODULES.values()
        for module in modules
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if found.__module__ == module.__name__
        and not name.startswith("_")
        and found.__annotations__["return"] in TOPICS.values()
    ]


def stored(fact: Fact, name: str) -> Entry:
    moment = Moment.parse("2022-11-22")
    return Entry(
        originator_id=name,
        originator_version=1,
        fact=fact,
        effective=moment.effective,
        precision=Precision.DAY,
        position=1,
    )


def test_every_topic_has_one_sample() -> None:
    assert sorted(BY_TOPIC) == sorted(TOPICS)
    assert len(SAMPLES) == len(TOPICS)


def test_every_topic_has_a_golden_file_and_no_file_is_left_over() -> None:
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(f"{topic}.json" for topic in TOPICS)


@pytest.mark.parametrize("topic", sorted(BY_TOPIC))
def test_what_is_stored_does_not_change(topic: str) -> None:
    stored = (GOLDEN / f"{topic}.json").read_bytes()
    assert canonical(BY_TOPIC[topic]) + b"\n" == stored
    assert msgspec.json.decode(stored, type=TOPICS[topic]) == BY_TOPIC[topic]


@pytest.mark.parametrize("topic", sorted(BY_TOPIC))
def test_what_is_stored_is_canonical_json(topic: str) -> None:
    encoded = canonical(BY_TOPIC[topic])
    assert encoded == rfc8785.dumps(json.loads(encoded))
    assert not [value for value in values(json.loads(encoded)) if isinstance(value, float)]
    assert all(key.isascii() for key in keys(json.loads(encoded)))


def test_letters_of_every_kind_are_stored_canonically() -> None:
    text = "".join(map(chr, range(0x80))) + "Đà Nẵng \u2028\u2029\ufeff\U0001f600"
    encoded = canonical(units.UnitRenamed(name=text))
    assert encoded == rfc8785.dumps({"name": text})


@pytest.mark.parametrize("topic", sorted(BY_TOPIC))
def test_a_sample_fills_every_field(topic: str) -> None:
    sample = BY_TOPIC[topic]
    stored = json.loads(canonical(sample))
    assert set(stored) == {field.encode_name for field in msgspec.structs.fields(sample)}


def test_the_samples_fill_every_field_of_what_facts_hold() -> None:
    filled: dict[type[msgspec.Struct], set[str]] = {}
    for part in (part for sample in SAMPLES for part in structs(sample)):
        filled.setdefault(type(part), set()).update(msgspec.to_builtins(part))
    for kind, names in filled.items():
        assert names == {field.name for field in msgspec.structs.fields(kind)}, kind


@pytest.mark.parametrize("topic", sorted(BY_TOPIC))
def test_a_fact_without_its_optional_fields_stores_only_what_it_says(topic: str) -> None:
    required = {field.name for field in msgspec.structs.fields(TOPICS[topic]) if field.required}
    bare = type(BY_TOPIC[topic])(**{name: getattr(BY_TOPIC[topic], name) for name in required})
    assert set(json.loads(canonical(bare))) == required
    assert msgspec.json.decode(canonical(bare), type=TOPICS[topic]) == bare


def test_no_fact_is_missing_from_the_topics() -> None:
    for kind, modules in MODULES.items():
        declared = {
            found
            for module in modules
            for _, found in inspect.getmembers(module, inspect.isclass)
            if issubclass(found, Fact) and found.__module__ == module.__name__
        }
        assert set(FACTS[kind]) == declared, kind
    assert len(TOPICS) == sum(len(facts) for facts in FACTS.values()) + len(topics.AMENDMENTS)
    assert set(TOPICS.values()) >= {
        found for found in Fact.__subclasses__() if found.__module__.startswith("domain.")
    }


def test_topics_resolve_to_their_facts() -> None:
    for topic, fact in TOPICS.items():
        assert resolve_topic(topic) is fact


def test_topics_are_a_noun_and_a_past_tense() -> None:
    for topic in TOPICS:
        noun, _, verb = topic.partition(".")
        assert noun.isalpha(), topic
        assert verb in IRREGULAR_PASTS or PAST_TENSE.fullmatch(verb), topic


def test_facts_are_named_as_their_topics() -> None:
    for topic, fact in TOPICS.items():
        assert fact.__name__.lower() == re.sub(r"[._]", "", topic)


def test_decisions_are_named_by_an_imperative() -> None:
    for name, decision in decisions():
        first = name.split("_")[0]
        assert not PAST_TENSE.fullmatch(first), name
        assert decision.__doc__, name


def test_every_fact_but_amendments_is_built_by_a_decision() -> None:
    built = {decision.__annotations__["return"] for _, decision in decisions()}
    assert built == {fact for facts in FACTS.values() for fact in facts}


@pytest.mark.parametrize("kind", sorted(NOUNS))
def test_every_noun_folds_its_facts_and_passes_over_others(kind: str) -> None:
    noun = NOUNS[kind]
    held_in = f"{CYCLE}.vong-1" if kind in ("ballot", "vote") else CYCLE
    name = stream(kind, held_in, "flag_ministry", "don-vi-a")
    for sample in SAMPLES:
        state = noun.evolve(None, stored(sample, name))
        if sample.topic not in {fact.topic for fact in FACTS[kind]}:
            assert state is None, sample.topic
