"""What every read shares: the point and the page that a request names, and how its answer is cached."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from projections.catalogue import Language
from projections.generations import VERSION
from service import answers
from service.application import Thidua
from service.kept import Kept
from service.paging import PAGE_LINES_MAX
from service.web.exporting import Formatted, told_as_file, wants_csv
from service.web.guard import reading
from service.web.preconditions import version_tag

WORDS_MAX = 200  # characters: more is no name

CycleId = Annotated[str, Path(description="A cluster and its year", examples=["bca-local-5-2022"])]
ClusterId = Annotated[str, Path(description="A cluster or bloc", examples=["bca-local-5"])]
UnitId = Annotated[str, Path(description="A unit", examples=["ca-tinh-ha-tinh"])]
BallotId = Annotated[str, Path(description="A ballot of a cycle", examples=["bca-local-5-2022.titles"])]
ElectorId = Annotated[str, Path(description="A unit on the roll of a ballot", examples=["ca-tinh-ha-tinh"])]
DriveId = Annotated[str, Path(description="A special drive of a cycle", examples=["xuan"])]
TitleCode = Annotated[str, Path(description="The code of a title", examples=["flag_ministry"])]
RuleSetId = Annotated[str, Path(description="A rule set that comes with the service", examples=["law-2022"])]


class PointQuery(BaseModel):
    """The point of a question; any other parameter is an error, as a misspelt one would answer for today."""

    model_config = ConfigDict(extra="forbid")

    as_of: str | None = Field(
        None,
        description="The civil day in Viet Nam whose state is asked for; today by default",
        examples=["2022-11-21"],
    )
    known_at: str | None = Field(
        None,
        description="What was recorded by then counts: an instant with an offset, or a day, "
        "which means its end; now by default",
        examples=["2022-11-21T09:00:00+07:00"],
    )

    def asked(self) -> answers.Asked:
        """The question that the parameters ask.

        Raises:
            PointUnreadable: a part of the point cannot be read.
        """
        return answers.read_point(self.as_of, self.known_at)


class WordedQuery(PointQuery):
    """The point of a question that is answered in sentences."""

    lang: Language = Field("vi", description="The language of the sentences")
    after: int | None = Field(None, ge=0, description="The `next` of the page before", examples=[120])
    limit: int = Field(PAGE_LINES_MAX, ge=1, le=PAGE_LINES_MAX, description="The most entries of a page")

    def asked(self) -> answers.Asked:
        """The question, with its page."""
        asked = answers.read_point(self.as_of, self.known_at, self.lang)
        return msgspec.structs.replace(asked, after=self.after, limit=self.limit)


class PageQuery(PointQuery):
    """The point of a question that is answered with a list, and the page of it."""

    after: str | None = Field(
        None, description="The `next` of the page before; its first page by default", max_length=WORDS_MAX
    )
    limit: int = Field(PAGE_LINES_MAX, ge=1, le=PAGE_LINES_MAX, description="The most lines of a page")

    def asked(self) -> answers.Asked:
        """The question, with its page."""
        return msgspec.structs.replace(super().asked(), after=self.after, limit=self.limit)


class TableQuery(PointQuery, Formatted):
    """The point of a question whose answer is a table as well."""


class PagedTableQuery(PageQuery, Formatted):
    """A list that is a table as well."""


class WordedTableQuery(WordedQuery, Formatted):
    """Sentences that are a table as well."""


class SearchQuery(PageQuery):
    """A list in which words can be looked for."""

    q: str | None = Field(
        None,
        description="Words that names or ids contain; diacritics and case make no difference",
        max_length=WORDS_MAX,
        examples=["ha tinh"],
    )

    def asked(self) -> answers.Asked:
        """The question, with what is looked for and what the list is narrowed to."""
        narrowed = {name: getattr(self, name) for name in type(self).model_fields if name in _FILTERS}
        only = {name: value for name, value in narrowed.items() if value is not None}
        return msgspec.structs.replace(super().asked(), q=self.q, only=only)


class CyclesQuery(SearchQuery):
    """The list of cycles."""

    cluster: str | None = Field(None, description="Only those of this cluster", examples=["bca-local-5"])


class UnitsQuery(SearchQuery):
    """The list of units."""

    parent: str | None = Field(None, description="Only those that belong to this unit", examples=["bca"])


_FILTERS = ("cluster", "parent")


class Reading:
    """Answers a question of one request; `as_file`: whether with a file, None where the question has none."""

    def __init__(self, request: Request, asked: answers.Asked, *, as_file: bool | None = None) -> None:
        self._request = request
        self._as_file = as_file
        self._asked = msgspec.structs.replace(asked, whole=bool(as_file))

    def __call__(self, name: str, *keys: str) -> Response:
        """The answer, or 304 where the reader holds it already."""
        application: Thidua = self._request.app.state.thidua
        with reading(self._request) as connection:
            found = answers.stand(application, connection, self._asked)
            asked = answers.compared(application, connection, self._asked)
            headers = self._caching(found, asked, veiled=answers.QUERIES[name].veiled)
            if self._request.headers.get("if-none-match") == headers["ETag"]:
                return Response(status_code=304, headers=headers)
            if self._as_file:
                told = answers.answer_at(connection, name, keys, found.point, asked)
                return told_as_file(name, keys, told, headers)
            kept: Kept = self._request.app.state.kept
            body = kept.get(name, keys, found, asked)
            if body is None:
                told = answers.answer_at(connection, name, keys, found.point, asked)
                body = kept.put(name, keys, found, asked, told)
            if asked.is_now:
                headers |= _version(answers.stream_version(connection, name, keys, found.point))
        return Response(body, headers=headers, media_type="application/json")

    def _caching(self, found: answers.Stand, asked: answers.Asked, *, veiled: bool) -> dict[str, str]:
        """A reader who holds an answer asks each time whether it still counts, and may still be told it.

        What is veiled while a ballot is open changes when it is closed, also at a point of the past.
        """
        points = [found.point] if asked.compared_with is None else [found.point, asked.compared_with]
        stands = "-".join(f"{point.as_of}-{point.position}" for point in points)
        head = f"-{found.head}" if veiled else ""
        form = "-csv" if self._as_file else ""
        tag = f'W/"{VERSION}-{stands}-{asked.language}{head}{form}"'
        by_form = {} if self._as_file is None else {"Vary": "Accept"}
        return {"ETag": tag, "Cache-Control": "private, no-cache", **by_form}


def _version(version: int | None) -> dict[str, str]:
    """The version of a stream, for a command to name in `If-Match`.

    It is no help to a cache: a name or the points told beside it may change while the stream does not. So
    nothing keeps such an answer, and a reader who has it is told it anew; asked with a day, it is cached.
    """
    return {} if version is None else {"ETag": version_tag(version), "Cache-Control": "private, no-store"}


# Asynchronous, though they wait for nothing: each would cost a request a thread of its own.
async def _reading(request: Request, told: Annotated[PointQuery, Query()]) -> Reading:
    return Reading(request, told.asked())


async def _paging(request: Request, told: Annotated[PageQuery, Query()]) -> Reading:
    return Reading(request, told.asked())


async def _exporting(request: Request, told: Annotated[TableQuery, Query()]) -> Reading:
    return Reading(request, told.asked(), as_file=wants_csv(request, told.format))


async def _exporting_pages(request: Request, told: Annotated[PagedTableQuery, Query()]) -> Reading:
    return Reading(request, told.asked(), as_file=wants_csv(request, told.format))


async def _exporting_words(request: Request, told: Annotated[WordedTableQuery, Query()]) -> Reading:
    return Reading(request, told.asked(), as_file=wants_csv(request, told.format))


async def _searching(request: Request, told: Annotated[SearchQuery, Query()]) -> Reading:
    return Reading(request, told.asked())


async def _cycles(request: Request, told: Annotated[CyclesQuery, Query()]) -> Reading:
    return Reading(request, told.asked())


async def _units(request: Request, told: Annotated[UnitsQuery, Query()]) -> Reading:
    return Reading(request, told.asked())


Read = Annotated[Callable[..., Response], Depends(_reading)]
Paged = Annotated[Callable[..., Response], Depends(_paging)]
Exported = Annotated[Callable[..., Response], Depends(_exporting)]
ExportedPages = Annotated[Callable[..., Response], Depends(_exporting_pages)]
ExportedWords = Annotated[Callable[..., Response], Depends(_exporting_words)]
Searched = Annotated[Callable[..., Response], Depends(_searching)]
CyclesRead = Annotated[Callable[..., Response], Depends(_cycles)]
UnitsRead = Annotated[Callable[..., Response], Depends(_units)]
