"""Files to send, how they are sent, and what is then told of them."""

from typing import Any

from httpx2 import Response

from tests.log.setting import log_rows
from tests.web.house import House

YAML, CSV, JSON = "application/yaml", "text/csv", "application/json"
REASON = "Nhập sổ cũ của cụm"
HEAD = """\
chronicle: thidua/1
title: Thử
source: Sổ thi đua của cụm thử
cluster: thu
cycle: thu-2022
units:
  don-vi-a: {name: Đơn vị A, fictional: true}
entries:
  - {do: form_cluster, on: unknown, name: Cụm thử, kind: cluster}
  - {do: open_cycle, on: 2022, first_year: 2022}
"""


def posted(
    house: House,
    person: str | None,
    path: str,
    raw: bytes | str,
    media_type: str = YAML,
    *,
    headers: dict[str, str] | None = None,
    **params: Any,
) -> Response:
    """The answer to a file that was sent, once its batch has ended."""
    content = raw.encode() if isinstance(raw, str) else raw
    dressed = {
        **house.headers(person), "Content-Type": media_type, "Prefer": "wait=10", **(headers or {})
    }  # fmt: skip
    return house.client.post(f"/api/v1/imports/{path}", content=content, headers=dressed, params=params)


def sent(
    house: House, person: str, path: str, raw: bytes | str, media_type: str = YAML, **params: Any
) -> Any:
    """What became of a file."""
    answer = posted(house, person, path, raw, media_type, **params)
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] in {"done", "failed"}, answer.text
    return answer.json()


def places(told: Any) -> list[tuple[int, str, str]]:
    """The problems of a batch: line, field, code."""
    return [(one["line"], one["field"], one["code"]) for one in told["problems"]]


def logged(house: House) -> list[Any]:
    """Every row of the log, whole."""
    return [tuple(row) for row in log_rows(house.application.engine)]
