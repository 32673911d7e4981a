"""Answers as files: CSV for spreadsheets, named by what they are about and the point that they stand at."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from service.answers import Answer
from service.audit.tables import exported

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
Format = Literal["json", "csv"]
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9.-]", re.ASCII)

_POINT_HEADERS = {
    "Thidua-As-Of": "The civil day whose state is told",
    "Thidua-Known-At": "What was recorded by then counts",
    "Thidua-Position": "The last entry of the log that was counted in",
}
# What an operation that gives a file as well says of it in the OpenAPI document.
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/csv": {"schema": {"type": "string"}}},
        "headers": {
            name: {"description": f"Of a file: {text}", "schema": {"type": "string"}}
            for name, text in {
                "Content-Disposition": "Its name, with what it is about and its point",
                **_POINT_HEADERS,
            }.items()
        },
    }
}
LONG_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        **FILES[200],
        "headers": {
            **FILES[200]["headers"],
            "Link": {
                "description": "Of a file: where the one that goes on is, unless it is the last",
                "schema": {"type": "string"},
            },
        },
    }
}


class Formatted(BaseModel):
    """A question whose answer is given as a file, too."""

    format: Format | None = Field(
        None,
        description="`csv`: a file for spreadsheets, with all lines and not a page of them; without it "
        "`Accept: text/csv` asks for the same",
    )


def wants_csv(request: Request, told: Format | None) -> bool:
    """Whether a file is asked for: by the parameter, or else by a reader who takes CSV and no JSON."""
    if told is not None:
        return told == "csv"
    taken = {part.partition(";")[0].strip() for part in request.headers.get("accept", "").lower().split(",")}
    return "text/csv" in taken and "application/json" not in taken


def told_as_file(name: str, keys: Iterable[str], told: Answer, headers: Mapping[str, str]) -> Response:
    """The file of a whole answer."""
    content = b"".join(exported(name, told))
    return Response(content, headers={**headers, **named(name, keys, told)}, media_type=MEDIA_TYPE)


def streamed(
    name: str, keys: Iterable[str], told: Mapping[str, Any], content: Iterable[bytes], **headers: str
) -> Response:
    """A file that is made while it is sent; `told` is the point that it stands at."""
    dressed = {**named(name, keys, told), "Cache-Control": "private, no-store", "Vary": "Accept", **headers}
    return StreamingResponse(content, headers=dressed, media_type=MEDIA_TYPE)


def onward(request: Request, after: int | None) -> dict[str, str]:
    """The header that links to the file that goes on after this one; none after the last."""
    if after is None:
        return {}
    address = request.url.include_query_params(after=after, format="csv")
    return {"Link": f'<{address.path}?{address.query}>; rel="next"'}


def named(name: str, keys: Iterable[str], told: Mapping[str, Any]) -> dict[str, str]:
    """The headers that say what a file is, and at which point it stands.

    Times in its name are in UTC: neither a colon nor a plus sign may stand there on every system.
    """
    known = datetime.fromisoformat(told["known_at"]).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    point = [told.get("as_of"), known, told.get("position")]
    compared = ["from", told["one"]["as_of"], told["one"]["position"], "to"] if "one" in told else []
    parts = [name, *keys, *(str(part) for part in [*compared, *point] if part is not None)]
    file = "_".join(_NOT_IN_A_NAME.sub("-", part) for part in parts)
    stands = dict(
        zip(_POINT_HEADERS, (told.get("as_of"), told["known_at"], told.get("position")), strict=True)
    )
    return {
        "Content-Disposition": f'attachment; filename="{file}.csv"',
        **{header: str(value) for header, value in stands.items() if value is not None},
    }
