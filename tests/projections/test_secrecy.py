"""Nobody sees how anybody voted before the ballot is over, whatever is asked and at whatever point."""

import msgspec
import pytest

from projections.entries import entries
from projections.secrecy import Secrecy, open_ballots
from tests.projections.audit_scenes import BALLOT, FAR, REASON, begin, cast, close, entry, journal
from tests.projections.world import CYCLE, World

STREAM = f"vote:{BALLOT}:a"


@pytest.fixture
def year(world: World) -> World:
    """An open roll call with one vote."""
    begin(world)
    cast(world, "a", "against", "minutes")
    return world


def is_open(world: World) -> bool:
    with world.reading() as connection:
        return open_ballots(connection, [BALLOT]) == {BALLOT}


def test_nothing_asked_is_nothing_open(year: World) -> None:
    with year.reading() as connection:
        assert open_ballots(connection, []) == set()


def test_a_ballot_is_over_once_it_is_closed(year: World) -> None:
    assert is_open(year)
    close(year)
    assert not is_open(year)


def test_a_ballot_is_over_once_it_is_annulled(year: World) -> None:
    year.do("annul_ballot", "2022-11-23", ballot=BALLOT, reason=REASON)
    assert not is_open(year)


def test_a_ballot_that_nothing_is_known_of_counts_as_open(year: World) -> None:
    with year.reading() as connection:
        assert open_ballots(connection, [f"{CYCLE}.khac"]) == {f"{CYCLE}.khac"}


def test_a_close_taken_back_hides_the_choices_at_every_point(year: World) -> None:
    close(year)
    closed = year.app.max_position()
    assert entry(year, closed - 1)["fact"]["choices"] == {"a": "against", "b": "against"}
    year.do("retract_entry", None, position=closed, reason=REASON)
    assert is_open(year)
    looking_back = entry(year, closed - 1, known=closed)
    assert (looking_back["withheld"], looking_back["fact"]) == (True, {"channel": "minutes"})


def test_a_correction_of_an_open_vote_tells_that_and_not_what(year: World) -> None:
    new = {"choices": {"a": "for", "b": "abstain"}, "capacity": "Phó trưởng phòng"}
    year.do("correct_entry", None, position=10, reason=REASON, new=new)
    line = journal(year)["events"][-1]
    assert line["withheld"]
    assert line["fact"] == {
        "position": 10,
        "reason": REASON,
        "old": {"capacity": None},
        "new": {"capacity": new["capacity"]},
    }
    assert "lựa chọn" in line["sentences"]["vi"]
    close(year)
    line = journal(year)["events"][10]
    assert (line["withheld"], line["fact"]["new"]) == (False, new)


def test_an_amendment_that_tells_no_choice_is_not_withheld(year: World) -> None:
    year.do("correct_entry", None, position=10, reason=REASON, new={"capacity": "Phó trưởng phòng"})
    year.do("retract_entry", None, position=10, reason=REASON)
    corrected, retracted = journal(year)["events"][-2:]
    assert (corrected["withheld"], retracted["withheld"]) == (False, False)
    assert corrected["fact"]["new"] == {"capacity": "Phó trưởng phòng"}


def test_what_is_no_vote_is_told_as_it_is(year: World) -> None:
    with year.reading() as connection:
        opened, vote = entries(connection, year.point(FAR), of=[f"ballot:{BALLOT}", STREAM])
        secrecy = Secrecy(connection, [STREAM, f"ballot:{BALLOT}"])
    assert secrecy.veiled(opened) is opened
    veiled = secrecy.veiled(vote)
    assert msgspec.structs.asdict(veiled.fact)["choices"] == {}
    assert secrecy.told(vote, {"choices": {"a": "for"}, "channel": "minutes"}) == {"channel": "minutes"}
