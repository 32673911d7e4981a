"""Sends to every POST of the OpenAPI document what has to be refused, and says what was not answered so."""

import json
from typing import Any, NamedTuple

from httpx2 import Response

from service.settings import Settings
from service.web.app import create_app
from service.web.examples import EXAMPLES, PARAMETERS
from service.web.kinds import KINDS
from tests.api.world import World

DOCUMENT: dict[str, Any] = create_app(Settings()).openapi()
SCHEMAS = DOCUMENT["components"]["schemas"]
POSTS = {told["post"]["operationId"]: path for path, told in DOCUMENT["paths"].items() if "post" in told}
JSON = {"Content-Type": "application/json", "If-Match": "*"}  # an edit is refused for what it holds


class Post(NamedTuple):
    """An operation to send to, as the document describes it."""

    name: str
    path: str
    body: dict[str, Any] | None
    example: dict[str, Any]

    @property
    def address(self) -> str:
        """The address in the world, as the example has it."""
        named = {**PARAMETERS, "position": 1, **(EXAMPLES[self.name].path if self.name in EXAMPLES else {})}
        names = [part[1:-1] for part in self.path.split("/") if part.startswith("{")]
        return self.path.format(**{name: named.get(name, f"{name[0]}-8c1f0e7c51455890") for name in names})


def post(name: str) -> Post:
    """An operation by its name."""
    path = POSTS[name]
    content = DOCUMENT["paths"][path]["post"].get("requestBody", {}).get("content", {})
    told = content.get("application/json", {})
    return Post(name, path, resolved(told["schema"]) if told else None, told.get("example", {}))


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with its references followed."""
    while "$ref" in schema:
        found: dict[str, Any] = SCHEMAS[schema["$ref"].rpartition("/")[2]]
        schema = {**found, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


WITH_BODY = [name for name in sorted(POSTS) if (post(name).body or {}).get("properties")]


class Sender:
    """Sends to one operation, and gathers what was not answered as it should be."""

    def __init__(self, world: World, operation: Post) -> None:
        self._world = world
        self._operation = operation
        self._before = world.standing()
        self.wrong: list[str] = []

    def send(self, about: str, content: bytes, *, field: str | None = None, **headers: str) -> Response:
        """Send a body that has to be refused; `field` is to be named."""
        operation, world = self._operation, self._world
        caller = world.headers(world.caller_of(operation.path, "post"))
        dressed = {**caller, **JSON, "Accept-Language": "en", **headers}
        answer = world.house.client.post(operation.address, content=content, headers=dressed)
        if problem := misfit(answer, field):
            self.wrong.append(f"{about[:80]}: {problem}")
        return answer

    def told(self, about: str, body: Any, *, field: str | None = None, **headers: str) -> Response:
        """Send JSON that has to be refused."""
        return self.send(about, json.dumps(body).encode(), field=field, **headers)

    def check(self) -> None:
        """Nothing was answered wrongly, and the log is as it was."""
        assert not self.wrong, "\n".join(self.wrong)
        assert self._world.standing() == self._before


def misfit(answer: Response, field: str | None = None) -> str | None:
    """What is wrong with how something was refused; None where nothing is."""
    told = f"{answer.status_code} {answer.text[:300]}"
    if not 400 <= answer.status_code < 500 or answer.headers["content-type"] != "application/problem+json":
        return told
    problem = answer.json()
    known = problem["type"].rpartition("/")[2] in KINDS and problem["remedy"] and problem["detail"]
    if not known or answer.headers["content-language"] != "en":
        return told
    if field is not None and not str(problem.get("field", "")).startswith(field):
        return f"does not name {field}: {told}"
    return None


def types_of(schema: dict[str, Any]) -> set[str]:
    """The types of JSON that a schema allows."""
    schema = resolved(schema)
    if "anyOf" in schema or "allOf" in schema:
        return set().union(*map(types_of, [*schema.get("anyOf", ()), *schema.get("allOf", ())]))
    return {schema.get("type", "string")}
