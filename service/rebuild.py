"""Making the read models anew from the log."""

from collections.abc import Callable

import msgspec
from sqlalchemy import func, select

from projections import registry
from projections.logbook import event_log
from projections.rebuilding import empty, refill
from projections.seeking import metadata
from service.store import Store

PROGRESS_ENTRIES = 1_000


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """How many entries the read models were made from."""

    entries: int


def rebuild(application: Store, progress: Callable[[int, int], None] = lambda _done, _of: None) -> Rebuilt:
    """Empty the read models and fill them from the log, in one transaction: readers see the old or the new.

    `progress` is told how many entries of how many are done. Writers wait until the end.
    """
    done = told = 0
    with application.log_recorder.transaction() as connection:
        metadata.create_all(connection)
        total = connection.execute(select(func.count()).select_from(event_log)).scalar_one()
        empty(connection)
        for done in refill(connection):
            if done >= told + PROGRESS_ENTRIES:
                told = done
                progress(done, total)
        registry.adopt(connection)
    progress(total, total)
    return Rebuilt(entries=done)
