"""A rehearsal of national size: loaded in bulk, and gone on with where it was broken off."""

from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice

import msgspec
from sqlalchemy import select

from domain.facts import Entry
from domain.moments import CIVIL_ZONE, as_datetime
from projections.logbook import ENTRY_COLUMNS, entry_of, event_log
from service.loading import LogInUse, load, require_loadable
from service.rebuild import rebuild
from service.rehearsal.history import history
from service.store import Store

MEMBERS = 10
FIRST_YEAR_MIN = 2003  # no rule set holds before it
Progress = Callable[[int, int], None]


def load_nation(
    application: Store,
    *,
    seed: int,
    clusters: int,
    years: int,
    entries: int,
    progress: Progress = lambda _done, _of: None,
) -> int:
    """Load `entries` entries of the last complete `years` of fictional clusters into an empty log.

    Where the same rehearsal was broken off it goes on, and at the end the read models are made. Gives how
    many entries the log did not hold before. `progress` counts each entry twice: loaded, and projected.

    Raises:
        LogInUse: the log holds something else.
    """
    position = require_loadable(application)
    present = as_datetime(application.log_recorder.clock()).astimezone(CIVIL_ZONE).year
    first_year = max(FIRST_YEAR_MIN, present - years)
    made = history(seed, clusters, years, MEMBERS, entries, first_year=first_year)
    _pass_over(application, made, position)
    load(application, made, progress=lambda done: progress(done, 2 * entries))
    rebuild(application, lambda done, _of: progress(entries + done, 2 * entries))
    return entries - position


def _pass_over(application: Store, made: Iterator[Entry], position: int) -> None:
    """Leave out what the log holds already, once it is sure that it holds just that."""
    if not position:
        return
    held = deque(islice(made, position), maxlen=1).pop()
    row = select(*ENTRY_COLUMNS).where(event_log.c.position == position)
    with application.engine.connect() as connection:
        last = entry_of(connection.execute(row).one())
    if msgspec.structs.replace(last, recorded_at=0) != held:
        raise LogInUse(position)
