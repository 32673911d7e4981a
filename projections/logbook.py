"""The log as SQL sees it: its two tables, and how a row becomes an entry."""

from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql

from domain.facts import Entry, Fact
from domain.moments import Precision
from domain.topics import TOPICS

metadata = MetaData()

# Byte order, the same on every engine: streams are walked in it, and a prefix is a range.
Name = String().with_variant(postgresql.TEXT(collation="C"), "postgresql")
Text = String().with_variant(postgresql.TEXT(), "postgresql")

# In SQLite only INTEGER is the row's own number; a BIGINT key would be an index beside the table.
Number = BigInteger().with_variant(Integer, "sqlite")

event_log = Table(
    "event_log",
    metadata,
    Column("position", Number, primary_key=True, autoincrement=False),
    Column("originator_id", Name, nullable=False),
    Column("originator_version", BigInteger, nullable=False),
    Column("topic", Name, nullable=False),
    Column("state", Text),
    Column("salt", LargeBinary),
    Column("commitment", LargeBinary, nullable=False),
    Column("effective", BigInteger, nullable=False),
    Column("precision", Name, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("actor", Name),
    Column("authority", Name),
    Column("session", Name),
    Column("command_id", Name, nullable=False),
    Column("ordinal", BigInteger, nullable=False),
    Column("source", Text),
    Column("reason", Text),
    Column("leaf", LargeBinary, nullable=False),
    UniqueConstraint("originator_id", "originator_version", name="event_log_stream"),
    UniqueConstraint("command_id", "ordinal", name="event_log_command"),
)

log_head = Table(
    "log_head",
    metadata,
    Column("id", Number, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
)

ENTRY_COLUMNS = (
    event_log.c.position,
    event_log.c.originator_id,
    event_log.c.originator_version,
    event_log.c.topic,
    event_log.c.state,
    event_log.c.effective,
    event_log.c.precision,
    event_log.c.recorded_at,
    event_log.c.actor,
    event_log.c.authority,
    event_log.c.session,
    event_log.c.command_id,
    event_log.c.ordinal,
    event_log.c.source,
    event_log.c.reason,
)

_DECODERS = {topic: msgspec.json.Decoder(fact) for topic, fact in TOPICS.items()}
_PRECISIONS = {precision.value: precision for precision in Precision}
_encoder = msgspec.json.Encoder(order="sorted")


class UnknownTopic(LookupError):
    """The log holds a topic that this version of the software does not know."""


def encode_fact(fact: Fact) -> bytes:
    """The canonical JSON (RFC 8785) of a fact: sorted keys, no white space, no floats, nothing absent."""
    return _encoder.encode(fact)


def decode_fact(topic: str, state: str | bytes) -> Fact:
    """The fact that was stored under a topic.

    Raises:
        UnknownTopic: for a topic that no noun declares.
        msgspec.ValidationError: for a state that is not of the topic's shape.
    """
    try:
        decoder = _DECODERS[topic]
    except KeyError:
        raise UnknownTopic(topic) from None
    return decoder.decode(state)


def entry_of(row: Any) -> Entry:
    """The entry in a row of `ENTRY_COLUMNS`."""
    position, stream, version, topic, state, effective, precision, recorded_at, *rest = row
    actor, authority, session, command_id, ordinal, source, reason = rest
    return Entry(
        originator_id=stream,
        originator_version=version,
        fact=decode_fact(topic, state),
        effective=effective,
        precision=_PRECISIONS[precision],
        position=position,
        recorded_at=recorded_at,
        actor=actor,
        authority=authority,
        session=session,
        command_id=command_id,
        ordinal=ordinal,
        source=source,
        reason=reason,
    )
