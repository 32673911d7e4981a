"""Taking a backup of a SQLite database while others write to it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from service.backups.files import digest, draft_of, publish
from service.backups.manifest import Manifest, software, write
from service.backups.sqlite_files import Head, NoLog, head, is_sound, opened
from service.evidence import root

PAGES_AT_ONCE = 4_096
Progress = Callable[[int, int], None]


def back_up(
    database: Path, file: Path, *, now: int, progress: Progress = lambda _done, _of: None
) -> Manifest:
    """Copy a database as it is at one moment into a single new file, checked, with its manifest beside it.

    Writers go on meanwhile. `now` is in microseconds UTC; `progress` is told pages of the file. The file gets
    its name at the very end, so one that is there is whole.

    Raises:
        FileExistsError: `file` is there already: a backup is never written over another.
        NoLog: the database holds no log, or is damaged.
        OSError: the file cannot be written.
    """
    if file.exists():
        raise FileExistsError(file)
    with draft_of(file) as draft:
        taken = _take(database, draft, progress)
        manifest = Manifest(
            software=software(),
            made_at=now,
            position=taken.position,
            recorded_at=taken.recorded_at,
            root=root(taken.frontier).hex(),
            size=draft.stat().st_size,
            sha256=digest(draft),
        )
        write(manifest, file)
        publish(draft, file)
    return manifest


def _take(database: Path, draft: Path, progress: Progress) -> Head:
    with opened(database) as source, closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        source.execute("BEGIN")  # so that all pages are of the moment at which the head is read
        taken = head(source)
        source.backup(
            copy, pages=PAGES_AT_ONCE, progress=lambda _status, left, pages: progress(pages - left, pages)
        )
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, which nothing needs to lie beside
        if not is_sound(copy) or head(copy) != taken:
            raise NoLog(database, "integrity_check")
    return taken
