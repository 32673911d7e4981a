"""How facts are stored, and how a row of the log becomes an entry."""

from decimal import Decimal

import msgspec
import pytest
from sqlalchemy import select

from domain.commendations import CommendationReported
from domain.moments import Precision
from domain.pledges import TargetReported
from projections.logbook import ENTRY_COLUMNS, UnknownTopic, decode_fact, encode_fact, entry_of, event_log
from tests.projections.world import World


def test_a_fact_is_canonical_json_without_what_is_absent() -> None:
    fact = TargetReported(target="chi-tieu", actual=Decimal("98.750"))
    assert encode_fact(fact) == b'{"actual":"98.750","target":"chi-tieu"}'
    assert decode_fact("target.reported", encode_fact(fact)) == fact


def test_an_unknown_topic_says_so_and_a_misshapen_state_too() -> None:
    with pytest.raises(UnknownTopic, match="mystery"):
        decode_fact("mystery", "{}")
    with pytest.raises(msgspec.ValidationError):
        decode_fact("commendation.reported", '{"line":7}')


def test_a_row_becomes_an_entry_with_its_envelope(world: World) -> None:
    world.form()
    world.do("open_cycle", "2022", cycle="cum-2022", cluster="cum", first_year=2022)
    said = {"cycle": "cum-2022", "line": "mot", "awards": 3}
    position = world.do("report_commendation", "2022-11", source="Báo cáo 01", **said)
    with world.reading() as connection:
        row = connection.execute(select(*ENTRY_COLUMNS).where(event_log.c.position == position)).one()
    entry = entry_of(row)
    assert entry.fact == CommendationReported(line="mot", awards=3)
    assert (entry.originator_id, entry.originator_version) == ("commendation:cum-2022", 1)
    assert (entry.position, entry.precision, entry.source) == (position, Precision.MONTH, "Báo cáo 01")
    assert (entry.moment.text(), entry.actor, entry.ordinal) == ("2022-11", None, 0)
    assert entry.recorded_at > 0
    assert entry.command_id
