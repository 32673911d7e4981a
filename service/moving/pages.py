"""The log in pages: each is one transaction at the target, which advances its head with it."""

from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from projections.generations import generations
from projections.logbook import event_log, log_head
from projections.prepared import Prepared
from service.evidence import grow
from service.moving.loading import load
from service.moving.refusing import OtherLog, SourceBroken, TargetAhead

PAGE_ENTRIES = 5_000
_NO_VERSION = 0  # read models of no software: whoever opens the database is told to rebuild them

_COLUMNS = tuple(event_log.columns)
_POSITION, _RECORDED_AT, _LEAF = (
    _COLUMNS.index(event_log.c[name]) for name in ("position", "recorded_at", "leaf")
)


def copy_page(source: Connection, target: Connection) -> int:
    """Copy the next entries that the target does not hold yet; how many there were.

    The target's own head says how far it is, and is held until the transaction ends. Its read models stay
    behind, so from here on they stand for nothing until they are rebuilt.

    Raises:
        OtherLog, TargetAhead: the target does not hold a beginning of the source.
        SourceBroken: a position is missing in the source.
    """
    head = target.execute(select(log_head).with_for_update()).one()
    last = require_beginning(source, target)
    after = select(*_COLUMNS).where(event_log.c.position.between(bindparam("first"), bindparam("last")))
    page = Prepared(after.order_by(event_log.c.position).limit(bindparam("page")), source.dialect)
    rows = page.fetch(source, {"first": head.position + 1, "last": last, "page": PAGE_ENTRIES})
    if not rows:
        return 0
    for place, row in enumerate(rows, start=head.position + 1):
        if row[_POSITION] != place:
            raise SourceBroken(place)
    # Also of one that a rebuild broke off: it would go on from here and miss the names of these streams.
    target.execute(update(generations).values(version=_NO_VERSION))
    load(target, event_log, rows)
    edge = grow(bytes(head.frontier), head.position, [bytes(row[_LEAF]) for row in rows])
    advanced = {"position": rows[-1][_POSITION], "recorded_at": rows[-1][_RECORDED_AT], "frontier": edge}
    target.execute(update(log_head).values(advanced))
    return len(rows)


def require_beginning(source: Connection, target: Connection) -> int:
    """Check that the last entry of the target is that of the source at its position.

    Gives the last position of the source.

    Raises:
        OtherLog, TargetAhead: it is not.
    """
    position, offered = head_position(target), head_position(source)
    if position == 0:
        return offered
    if position > offered:
        raise TargetAhead(position, offered)
    leaf = select(event_log.c.leaf).where(event_log.c.position == position)
    ours, theirs = (connection.execute(leaf).scalar() for connection in (source, target))
    if ours is None or theirs is None or bytes(ours) != bytes(theirs):
        raise OtherLog(position)
    return offered


def require_same_head(source: Connection, target: Connection) -> None:
    """Check that both heads seal the same entries, all that there are.

    Raises:
        SourceBroken: the head of the source is not that of its entries.
    """
    ours, theirs = (_head(connection) for connection in (source, target))
    if ours != theirs:
        raise SourceBroken(min(ours[0], theirs[0]))


def head_position(connection: Connection) -> int:
    """The last position of a log; 0 while it is empty."""
    return int(connection.execute(select(log_head.c.position)).scalar_one())


def _head(connection: Connection) -> tuple[int, int, bytes]:
    head: Any = connection.execute(select(log_head)).one()
    return head.position, head.recorded_at, bytes(head.frontier)
