"""given / when / then for decisions: facts that happened, a decision, its facts or its refusal."""

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, Self

import pytest

from domain.facts import Entry, Fact
from domain.moments import Moment
from domain.refusals import Refusal
from domain.timeline import admitted, standing

STREAM = "stream:of-the-test"


def entry(fact: Fact, when: str = "2022-03-01", position: int = 1) -> Entry:
    """A fact as the log would hold it, at `when` (read as a chronicle would)."""
    moment = Moment.parse(when, fact.anchor)
    return Entry(
        originator_id=STREAM,
        originator_version=position,
        fact=fact,
        effective=moment.effective,
        precision=moment.precision,
        position=position,
        recorded_at=position,
    )


class Scenario:
    """A noun's module, and what has happened so far in one of its streams."""

    def __init__(self, noun: ModuleType, happened: Sequence[Fact | tuple[Fact, str]]) -> None:
        pairs = [item if isinstance(item, tuple) else (item, "2022-03-01") for item in happened]
        entries = [entry(fact, when, at) for at, (fact, when) in enumerate(pairs, start=1)]
        self.state = admitted(standing(entries), noun.evolve, noun.admit)
        self.told: Any = None
        self.refusal: Refusal | None = None

    def when(self, decide: Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Take a decision on the state that was reached."""
        self.told = self.refusal = None
        try:
            self.told = decide(self.state, *args, **kwargs)
        except Refusal as refusal:
            self.refusal = refusal
        return self

    def then(self, *expected: Fact) -> None:
        """The decision returned exactly these facts."""
        assert self.refusal is None, self.refusal
        told = self.told if isinstance(self.told, list | tuple) else [self.told]
        assert list(told) == list(expected)

    def refuses(self, code: str, **params: Any) -> None:
        """The decision was refused with this code, and with at least these parameters."""
        assert self.refusal is not None, f"not refused: {self.told}"
        assert self.refusal.code == code
        assert {name: self.refusal.params[name] for name in params} == params


def given(noun: ModuleType, *happened: Fact | tuple[Fact, str]) -> Scenario:
    """What has happened: facts, or pairs of a fact and its date."""
    return Scenario(noun, happened)


def contradicts(noun: ModuleType, *happened: Fact | tuple[Fact, str]) -> Refusal:
    """The refusal with which this history, folded in the order of its dates, is found impossible."""
    with pytest.raises(Refusal) as caught:
        given(noun, *happened)
    assert caught.value.code == "contradicts_entry"
    cause: Refusal = caught.value.params["cause"]
    return cause
