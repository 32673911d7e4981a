"""The gate before heavy work sends away whom it would keep waiting."""

import pytest

from service.accounts.gate import Busy, Gate


def test_who_has_waited_long_enough_is_sent_away() -> None:
    gate = Gate(at_once=1, in_line=2, seconds=0.01)
    with gate.turn(), pytest.raises(Busy), gate.turn():
        raise AssertionError("two at once")
    with gate.turn():
        pass


def test_who_finds_the_line_full_does_not_wait() -> None:
    gate = Gate(at_once=1, in_line=1, seconds=3600)
    with gate.turn(), pytest.raises(Busy), gate.turn():
        raise AssertionError("two at once")


def test_who_fails_at_the_work_makes_room() -> None:
    gate = Gate(at_once=1, in_line=1, seconds=0)
    with pytest.raises(LookupError), gate.turn():
        raise LookupError
    with gate.turn():
        pass
