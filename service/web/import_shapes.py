"""What is sent beside a file to import, and what is told of a batch."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Header
from pydantic import BaseModel, ConfigDict, Field

from domain.moments import as_datetime
from projections.catalogue import Language
from service.bulk.batches import State, read_problems
from service.paging import PAGE_LINES_MAX
from service.web.schemas import Shape

WORDS_MAX = 500
WAIT_SECONDS_MAX = 10
_WAIT = re.compile(r"(?:^|[,;\s])wait=(?P<seconds>\d{1,6})(?:$|[,;\s])", re.ASCII)

Prefer = Annotated[
    str | None,
    Header(
        alias="Prefer",
        description=f"`wait=5`: answer when it has ended or after these seconds ({WAIT_SECONDS_MAX} at most)",
        max_length=WORDS_MAX,
        examples=["wait=5"],
    ),
]


def seconds_to_wait(prefer: str | None) -> int:
    """How long somebody wants to wait for the end of a batch (RFC 7240); 0 where they do not say."""
    found = _WAIT.search(prefer or "")
    return 0 if found is None else min(int(found["seconds"]), WAIT_SECONDS_MAX)


class ImportQuery(BaseModel):
    """How a file is meant. A parameter that does not exist is refused: a misspelt dry_run would record."""

    model_config = ConfigDict(extra="forbid")

    dry_run: bool = Field(False, description="Do all of it and take it back")
    reason: str | None = Field(
        None,
        description="Why its lines are written down late; by default, that they are taken from their source",
        max_length=WORDS_MAX,
        examples=["Nhập sổ cũ của cụm"],
    )


class TargetsQuery(ImportQuery):
    """How a table of targets is meant."""

    effective: str | None = Field(
        None, description="When all of it was registered; now by default", examples=["2026-01-20"]
    )
    source: str | None = Field(
        None, description="Where all of it comes from", max_length=WORDS_MAX, examples=["Biên bản 01/BB"]
    )


class BatchesQuery(BaseModel):
    """The page of a list of batches."""

    model_config = ConfigDict(extra="forbid")

    after: str | None = Field(None, description="The `next` of the page before", max_length=WORDS_MAX)
    limit: int = Field(100, ge=1, le=PAGE_LINES_MAX, description="The most batches of a page")


class ImportProblem(Shape):
    """What is wrong with a line."""

    line: int = Field(description="Counted from 1", examples=[12])
    field: str = Field(description="Empty where the whole line is meant", examples=["on"])
    code: str = Field(examples=["moment_unreadable"])
    rule: str | None
    sentence: str = Field(description="In Vietnamese, or in English as the reader asks")
    follows: int | None = Field(
        description="An earlier line that was refused and that this one rests on", examples=[None]
    )


class ImportBatch(Shape):
    """A file that was sent, and what became of it."""

    batch: str = Field(examples=["i-5b0c0f0e7c514558"])
    kind: Literal["chronicle", "units", "targets"]
    cycle: str | None = Field(description="That of a table of targets", examples=[None])
    state: State
    dry_run: bool
    reason: str | None
    sent_by: str = Field(description="The opaque id of a person")
    sent_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    done: int | None = Field(description="Lines that were tried so far", examples=[120])
    total: int | None = Field(description="Lines that there are; null until the file is read")
    recorded: int | None = Field(description="Lines recorded now; in a dry run, that would be")
    known: int | None = Field(description="Lines that were recorded before")
    first_position: int | None = Field(description="Where its entries begin in the log; they stand together")
    last_position: int | None


class ToldImport(ImportBatch):
    """A batch with what is wrong with its lines."""

    problems: list[ImportProblem]
    problems_left_out: int = Field(description="Problems that there are besides", examples=[0])


class ImportBatches(Shape):
    """A page of batches, the latest first."""

    imports: list[ImportBatch]
    next: str | None


def told_batch(row: dict[str, Any], progress: tuple[int, int] | None) -> ImportBatch:
    """A batch as it is told; `progress` is what the process that works on it knows better."""
    return ImportBatch(**_told(row, progress))


def told_import(row: dict[str, Any], progress: tuple[int, int] | None, language: Language) -> ToldImport:
    """The same with its problems, in the reader's language."""
    problems = [
        ImportProblem(
            line=one.line,
            field=one.field,
            code=one.code,
            rule=one.rule,
            sentence=getattr(one, language),
            follows=one.follows,
        )
        for one in read_problems(row)
    ]
    left_out = row["problems_left_out"] or 0
    return ToldImport(**_told(row, progress), problems=problems, problems_left_out=left_out)


def _told(row: dict[str, Any], progress: tuple[int, int] | None) -> dict[str, Any]:
    told = {name: row[name] for name in ImportBatch.model_fields if name in row}
    for name in ("sent_at", "started_at", "ended_at"):
        told[name] = None if row[name] is None else as_datetime(row[name])
    if progress is not None and row["state"] == "running":
        told["done"], told["total"] = progress
    return {**told, "sent_by": row["person"]}
