"""Fields that are not what they should be: each is named, and the log stays as it was."""

import json
from typing import Any

import pytest

from tests.api.sender import WITH_BODY, Sender, post, types_of
from tests.api.world import World

WRONG: dict[str, list[Any]] = {
    "null": [None], "boolean": [True], "integer": [17], "string": ["chữ"], "array": [[], [[]]],
    "object": [{}, {"a": {}}],
}  # fmt: skip


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_field_of_a_wrong_type_is_named(world: World, name: str) -> None:
    operation = post(name)
    assert operation.body is not None
    sender = Sender(world, operation)
    for field, schema in operation.body["properties"].items():
        allowed = types_of(schema)
        for kind, values in WRONG.items():
            if kind not in allowed:
                for value in values:
                    sender.told(f"{field}={value}", {**operation.example, field: value}, field=field)
    sender.check()


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_field_that_is_missing_or_unknown_is_named(world: World, name: str) -> None:
    operation = post(name)
    assert operation.body is not None
    sender = Sender(world, operation)
    for field in operation.body.get("required", ()):
        lacking = {key: value for key, value in operation.example.items() if key != field}
        sender.told(f"without {field}", lacking, field=field)
    sender.told("an unknown field", {**operation.example, "khong-co": 1}, field="khong-co")
    sender.told("a long unknown field", {**operation.example, "x" * 200_000: 1})
    sender.check()


TEXTS = ("a\x00b", "a\x1bb", "a\u202eb", "\u2066", "\x7f", "   ", "x" * 20_001)


def is_text(schema: dict[str, Any]) -> bool:
    """Whether a field takes free text, which nothing but the reading of it would refuse."""
    return any(
        one.get("$ref", "").endswith("/Text")
        for one in (schema, *schema.get("anyOf", ()), *schema.get("allOf", ()))
    )


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_text_with_hidden_signs_is_refused(world: World, name: str) -> None:
    operation = post(name)
    assert operation.body is not None
    sender = Sender(world, operation)
    for field, schema in operation.body["properties"].items():
        if "string" not in types_of(schema):
            continue
        for text in TEXTS:
            body = {**operation.example, field: text}
            sender.told(f"{field}={text!r}", body, field=field if is_text(schema) else None)
    sender.check()


MOMENTS = (
    "0000-01-01", "0001-01-01", "1899-12-31", "2201", "9999-12-31", "10000-01-01", "2026-02-30", "2026-13",
    "2026-12-30T10:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "hôm nay", "-1", "1e9",
    "2099-01-01", "2099-01-01T00:00:00Z",
)  # fmt: skip
DAYS = ("0000-01-01", "9999-99-99", "2026-02-30", "2026-1-1", "20260101", "2026-01-01T00:00:00", "")


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_date_that_cannot_be_is_refused(world: World, name: str) -> None:
    operation = post(name)
    assert operation.body is not None
    sender = Sender(world, operation)
    for field, schema in operation.body["properties"].items():
        if field == "effective":
            for text in MOMENTS:
                sender.told(f"{field}={text}", {**operation.example, field: text}, field=field)
            sender.told("late, no reason", {**operation.example, field: "2020-01-01", "reason": "x"})
        elif "/Day" in json.dumps(schema):
            for text in DAYS:
                sender.told(f"{field}={text}", {**operation.example, field: text}, field=field)
    sender.check()
