"""A file that is sent to be imported, put in the queue, and its batch: for programs and pages alike."""

from hashlib import sha256

import msgspec
from fastapi import Request

from domain.moments import Moment
from service.answers import Unknown
from service.application import Thidua
from service.authority.roles import Role
from service.bulk import batches
from service.bulk.batches import Sent
from service.bulk.imports import Imports
from service.bulk.rows import Content
from service.bulk.sender import Sender
from service.bulk.work import Job, Kind
from service.plain import plain_text
from service.web.guard import Caller
from service.web.import_shapes import ImportQuery, ToldImport, told_import
from service.web.languages import preferred_language

ENDED = frozenset({"done", "failed", "interrupted"})


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """A file and how it is meant; `when` and `source` are those of all targets of a table."""

    kind: Kind
    raw: bytes
    media_type: str
    told: ImportQuery
    cycle: str | None = None
    when: Moment | None = None
    source: str | None = None

    @property
    def digest(self) -> str:
        """What tells this file, meant so, from any other."""
        parts = [self.kind, self.cycle, self.told.model_dump_json(), self.media_type]
        return sha256("\n".join(map(str, parts)).encode() + self.raw).hexdigest()

    def as_trial(self) -> "Sending":
        """The same file, meant as a dry run."""
        told = self.told.model_copy(update={"dry_run": True})
        return msgspec.structs.replace(self, told=told)


def send(request: Request, caller: Caller, sending: Sending, key: str | None) -> str:
    """Put a file in the queue; the id of its batch.

    Raises:
        TooManyWaiting; Refusal: `import_key_reused`.
    """
    reason, source = _plain(sending.told.reason), _plain(sending.source)
    job = Job(
        kind=sending.kind,
        content=Content(sending.raw, sending.media_type),
        sender=Sender(asker=caller, reason=reason),
        dry_run=sending.told.dry_run,
        cycle=sending.cycle,
        when=sending.when,
        source=source,
    )
    sent = Sent(
        kind=sending.kind,
        cycle=sending.cycle,
        person=caller.person or "",
        session=caller.session,
        key=key,
        digest=sending.digest,
        dry_run=sending.told.dry_run,
        reason=reason,
    )
    imports: Imports = request.app.state.imports
    return imports.send(sent, job)


def told_batch_of(request: Request, caller: Caller, batch: str) -> ToldImport:
    """A batch as its sender is told of it, or who sees those of all.

    Raises:
        Unknown: there is none, or it is another's: that is as if it were not.
    """
    application: Thidua = request.app.state.thidua
    imports: Imports = request.app.state.imports
    if not batch.isprintable():  # no id, and PostgreSQL would take a NUL for a fault
        raise Unknown("import", batch, [], False)
    progress = imports.progress_of(batch)
    with application.log_recorder.reading() as connection:
        row = batches.one(connection, batch, now=application.log_recorder.clock())
    if row is None or not (row["person"] == caller.person or sees_all(caller)):
        raise Unknown("import", batch, [], False)
    return told_import(row, progress, preferred_language(request))


def sees_all(caller: Caller) -> bool:
    """Whether somebody sees the batches of all: inspectors, and the office of the whole service."""
    return any(
        one.role is Role.INSPECTOR or (one.role is Role.OFFICE and one.unit is None) for one in caller.grants
    )


def _plain(text: str | None) -> str | None:
    return None if text is None else plain_text(text).strip() or None
