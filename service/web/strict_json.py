"""JSON as it may be sent: UTF-8, numbers that JSON knows, and each name once in its object.

Readers differ in what they make of a name that comes twice, so who checks a request and who carries it out
could see different ones (RFC 8259, section 4): it is refused.
"""

import json
from collections.abc import Callable
from typing import Any, NoReturn

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from domain.refusals import Refusal

_NAME_LETTERS_MAX = 80  # of a name that is told back


def strict_json(raw: bytes) -> Any:
    """What a body says.

    Raises:
        Refusal: `body_unreadable`; `field_repeated` for a name that an object has twice.
    """
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refusal("body_unreadable", field="body") from error


class StrictRoute(APIRoute):
    """A route whose body is read by `strict_json`, for bodies that Pydantic checks."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        """FastAPI's handler, with requests that are read strictly."""
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            answer: Response = await handler(_StrictRequest(request.scope, request.receive))
            return answer

        return strict


class _StrictRequest(Request):
    async def json(self) -> Any:
        return strict_json(await self.body())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        plain = twice[:_NAME_LETTERS_MAX].encode("utf-8", "replace").decode()
        raise Refusal("field_repeated", field=plain)
    return told


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
