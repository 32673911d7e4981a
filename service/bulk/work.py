"""The work on one batch: read its file, take its lines in, and note what became of it."""

from typing import Literal, Protocol

import msgspec
from sqlalchemy import Connection

from domain.moments import Moment
from domain.refusals import Refusal
from projections.language import refusal_sentence
from service.application import Thidua
from service.audit import attempts
from service.authority.judging import NotPermitted
from service.bulk import batches
from service.bulk.batches import PROBLEMS_MAX, ToldProblem
from service.bulk.problem import ImportRefused, LineProblem
from service.bulk.rows import JSON, LINES_MAX, Content
from service.bulk.sender import Sender
from service.bulk.taking import Outcome, Progress, Taking, undertake
from service.bulk.targets import TargetRows
from service.bulk.units import UnitRows
from service.chronicle.importing import Written
from service.chronicle.problem import ChronicleProblem
from service.chronicle.reading import Heed, read_bytes
from service.clock import Clock
from service.engine import writing

Kind = Literal["chronicle", "units", "targets"]
# While a batch's transaction lasts nobody else can write; who waits for SQLite gives up after thirty seconds.
HELD_SECONDS_MAX = 20
ATTEMPTS_MAX = 20  # of one file: an inspector learns no more from its other lines


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A file to take in, and by whom. `when` and `source` are those of all targets of a table."""

    kind: Kind
    content: Content
    sender: Sender
    dry_run: bool
    cycle: str | None = None
    when: Moment | None = None
    source: str | None = None


class Readable(Protocol):
    """A file that was read: how many lines it has, and what takes them in."""

    def __len__(self) -> int: ...

    def take(self, taking: Taking) -> None:
        """Take its lines in."""


def read_file(job: Job, heed: Heed) -> tuple[Readable, Sender]:
    """What a file says, and its sender with the reason that it gives for all of its lines.

    Raises:
        ImportRefused: it cannot be read, or has too many lines.
    """
    try:
        found, sender = _read(job, heed)
    except ChronicleProblem as problem:
        one = LineProblem(line=problem.line, field=problem.field, refusal=problem.refusal)
        raise ImportRefused([one]) from problem
    if len(found) > LINES_MAX:
        many = Refusal("lines_too_many", lines_max=LINES_MAX)
        raise ImportRefused([LineProblem(line=1, field="", refusal=many)])
    return found, sender


def _read(job: Job, heed: Heed) -> tuple[Readable, Sender]:
    match job.kind:
        case "chronicle":
            is_json = job.content.media_type == JSON
            data = read_bytes(job.content.name, job.content.raw, is_json=is_json, heed=heed)
            written = Written(*data)
            reason = job.sender.reason or written.chronicle.source
            return written, msgspec.structs.replace(job.sender, reason=reason)
        case "units":
            return UnitRows(job.content, heed), job.sender
        case "targets":
            rows = TargetRows(job.content, heed, cycle=job.cycle or "", when=job.when, source=job.source)
            return rows, job.sender


def carry_out(application: Thidua, batch: str, job: Job, *, heed: Heed, progress: Progress) -> None:
    """Take a batch in and note what became of it. What `heed` or `progress` raise ends it.

    It is done in the very transaction that records its lines; a refused one is noted once all is taken back.
    """
    clock = application.log_recorder.clock
    with writing(application.engine) as connection:
        batches.start(connection, batch, now=clock())
    try:
        found, told = read_file(job, heed)
        with application.log_recorder.reading() as connection:
            sender = told.by(connection, clock())
        total = len(found)
        progress(0, total)

        def finish(connection: Connection, outcome: Outcome) -> None:
            batches.finish(connection, batch, outcome, total=total, now=clock())

        outcome = undertake(
            application,
            found.take,
            sender,
            total=total,
            dry_run=job.dry_run,
            progress=_bounded(progress, clock),
            finish=finish,
        )
        if job.dry_run:
            with writing(application.engine) as connection:
                finish(connection, outcome)
    except ImportRefused as refused:
        with writing(application.engine) as connection:
            left_out = max(0, len(refused.problems) - PROBLEMS_MAX)
            batches.fail(connection, batch, _told(refused), left_out=left_out, now=clock())
            _note_attempts(connection, batch, job, refused, clock())


def _bounded(progress: Progress, clock: Clock) -> Progress:
    """The same progress, which ends a batch that holds the log for too long."""
    until: list[int] = []

    def told(done: int, total: int) -> None:
        progress(done, total)
        now = clock()
        if not until:
            until.append(now + HELD_SECONDS_MAX * 1_000_000)
        elif now > until[0]:
            refusal = Refusal("import_too_slow", seconds_max=HELD_SECONDS_MAX, done=done, total=total)
            raise ImportRefused([LineProblem(line=1, field="", refusal=refusal)])

    return told


def _told(refused: ImportRefused) -> list[ToldProblem]:
    return [
        batches.told_problem(
            problem, refusal_sentence(problem.refusal, "vi"), refusal_sentence(problem.refusal, "en")
        )
        for problem in refused.problems[:PROBLEMS_MAX]
    ]


def _note_attempts(connection: Connection, batch: str, job: Job, refused: ImportRefused, now: int) -> None:
    """Lines that their sender may not ask for are attempts, of which inspectors are told."""
    asker = job.sender.asker
    refusals = [one.refusal for one in refused.problems if isinstance(one.refusal, NotPermitted)]
    for refusal in refusals[:ATTEMPTS_MAX]:
        attempts.note(
            connection,
            now=now,
            person=None if asker is None else asker.person,
            session=None if asker is None else asker.session,
            action=str(refusal.params.get("action", job.kind)),
            about=f"/api/v1/imports/{batch}",
            code=refusal.code,
        )
