"""Putting a backup back in the place of a database: looked at first, then carried out."""

import os
from collections.abc import Callable
from contextlib import closing
from datetime import UTC
from pathlib import Path

import msgspec
from sqlalchemy import delete, update

from domain.moments import as_datetime
from projections import registry
from projections.generations import VERSION
from service.accounts.tables import oidc_sign_ins, sessions, tokens
from service.application import Thidua
from service.backups import manifest as manifests
from service.backups.comparing import AccountAct, Missing, acts_missing, missing_of, missing_of_noted
from service.backups.files import BESIDE_SQLITE, beside, copy_bytes, digest, draft_of, publish
from service.backups.manifest import Manifest
from service.backups.sqlite_files import NoLog, alone, is_empty, is_sound, opened
from service.engine import writing
from service.migrating import migrate
from service.opening import opened_engine
from service.rebuild import rebuild
from service.verify import Problem, verify

Progress = Callable[[int, int], None]


class BackupDamaged(Exception):
    """The bytes of a backup, or the log in it, are not those of its manifest."""


class DatabaseInUse(Exception):
    """A process still has the database open that is to be replaced."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a restore would do: what the backup holds, what would be missing, whether anything is replaced.

    `acts` are those on accounts that came after the backup.
    """

    file: Path
    database: Path
    manifest: Manifest
    missing: tuple[Missing, ...]
    acts: tuple[AccountAct, ...]
    replaces: bool


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What was done: where the replaced file is kept, and what verifying found that the log always had."""

    kept: Path | None
    problems: tuple[Problem, ...]


def look(
    file: Path, database: Path, *, noted_position: int | None = None, noted_root: str | None = None
) -> Plan:
    """Look at a backup and at what it would replace; nothing is changed.

    `noted_position` and `noted_root` are a head of the log that was noted elsewhere.

    Raises:
        ManifestUnreadable, NotThatLog: see there. NoLog: the backup cannot be read.
        BackupDamaged: the file is not that of its manifest.
    """
    manifest = manifests.read(file)
    if file.stat().st_size != manifest.size or digest(file) != manifest.sha256:
        raise BackupDamaged
    replaces = database.exists() and not _is_empty(database)
    missing = [missing_of(file, database) if replaces else None]
    if noted_position is not None or noted_root is not None:
        missing.append(missing_of_noted(file, noted_position, noted_root))
    found = tuple(one for one in missing if one is not None)
    acts = acts_missing(file, database) if replaces else ()
    return Plan(file=file, database=database, manifest=manifest, missing=found, acts=acts, replaces=replaces)


def restore(plan: Plan, *, now: int, progress: Progress = lambda _done, _of: None) -> Restored:
    """Check a copy of the backup, end what must not come to life again, and put it in place of the database.

    Sessions end and API tokens are revoked: some of them may have been since the backup. A replaced file is
    kept beside it under a name with the time, `now`.

    Raises:
        BackupDamaged: its log is not that of its manifest. DatabaseInUse. OSError.
    """
    plan.database.parent.mkdir(parents=True, exist_ok=True)
    with draft_of(plan.database) as draft:
        copy_bytes(plan.file, draft)
        opening = opened_engine(f"sqlite:///{draft}", create=False)
        with opening as engine, closing(Thidua(engine)) as application:
            migrate(engine)  # it may be from before a revision
            problems = _checked(application, plan.manifest, progress)
            _end_what_was_open(application, now)
        with opened(draft) as made:
            if not (alone(made) and is_sound(made)):
                raise BackupDamaged
        return Restored(kept=_put_in_place(draft, plan.database, now), problems=problems)


def _is_empty(database: Path) -> bool:
    try:
        with opened(database) as held:
            return is_empty(held)
    except NoLog:
        return False  # what cannot be read may hold anything


def _checked(application: Thidua, manifest: Manifest, progress: Progress) -> tuple[Problem, ...]:
    with application.engine.connect() as connection:
        held = registry.held_version(connection)
    if held != VERSION:  # made by another version of the software
        rebuild(application, progress)
    report = verify(application.engine, progress)
    if (report.position, report.root) != (manifest.position, manifest.root):
        raise BackupDamaged
    return report.problems


def _end_what_was_open(application: Thidua, now: int) -> None:
    with writing(application.engine) as connection:
        connection.execute(update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=now))
        connection.execute(update(tokens).where(tokens.c.revoked_at.is_(None)).values(revoked_at=now))
        connection.execute(delete(oidc_sign_ins))


def _put_in_place(draft: Path, database: Path, now: int) -> Path | None:
    if not database.exists():
        publish(draft, database)
        return None
    kept = beside(database, f".replaced-{as_datetime(now).astimezone(UTC):%Y%m%dT%H%M%SZ}")
    held = database.stat()
    if (held.st_uid, held.st_gid) != (draft.stat().st_uid, draft.stat().st_gid):
        os.chown(draft, held.st_uid, held.st_gid)
    draft.chmod(held.st_mode & 0o777)
    try:
        with opened(database) as replaced:
            if not alone(replaced):
                raise DatabaseInUse
            _exchange(draft, database, kept)
    except NoLog:
        _exchange(draft, database, kept)
    return kept


def _exchange(draft: Path, database: Path, kept: Path) -> None:
    """Keep the database under another name, with what SQLite keeps next to it, and name the draft as it was.

    A log of writes that stayed behind would be read into the restored file.
    """
    os.link(database, kept)
    for suffix in BESIDE_SQLITE:
        if beside(database, suffix).exists():
            beside(database, suffix).replace(beside(kept, suffix))
    publish(draft, database)
