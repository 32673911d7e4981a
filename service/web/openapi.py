"""The OpenAPI document: what FastAPI knows of the service, and what it cannot know."""

import inspect
import json
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from domain.counts import Count
from service.authority.roles import Role, Scope
from service.authority.table import TABLE
from service.live.progress import TieDecision
from service.web.examples import EXAMPLES, PARAMETERS, Example
from service.web.kinds import KINDS
from service.web.patterns import SCHEMAS, narrowed, of_account, of_path, reference
from service.web.payload import body_type
from service.web.records import Problem
from service.web.resources import RESOURCES

PROBLEM_JSON = "application/problem+json"
ABOUT = """\
The yearly emulation cycle (thi đua) of police clusters: every step of the year is a resource, every answer
says the point it stands at, and nothing that was recorded is ever changed or deleted.

Ask at a point: `as_of` is the civil day whose state is meant, `known_at` the moment by which it had been
recorded; both are now by default. A command is true now unless `effective` says otherwise; one of the past
needs a `reason`. Send `Idempotency-Key` with a command, and it is safe to send it again; send `If-Match`, and
it is refused where somebody else was faster.

Every error is a problem (RFC 9457) whose `type` is the address of [a page](/problems) that says what it
means and what to do. Problems and sentences are in Vietnamese, or in English where `Accept-Language` asks.
"""
TAGS: Mapping[str, str] = {
    "commands": "Every decision of the year. What is refused leaves nothing behind.",
    "reads": "What is known, at any day and as known at any moment.",
    "ballots": "What two tellers of a secret ballot on paper enter, each alone.",
    "live": "Server-sent events: that something was recorded, never what.",
    "audit": "Who recorded what and when, what amended it, and what every number rests on.",
    "imports": "Many commands in one file, each judged as its own.",
    "accounts": "Persons, how they sign in, and the roles that are given by hand.",
    "health": "Whether the process lives, and whether it can answer.",
}
SECURITY_SCHEMES = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "thidua_session",
        "description": "The session that `POST /api/v1/sessions` opens. Over https the cookie is named "
        "`__Host-thidua_session`, and the plain name counts for nothing there. A browser says by "
        "`Sec-Fetch-Site` or `Origin` that a change comes from the service's own page.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API token with the scope that the operation needs: `read`, `write` or `metrics`.",
    },
}
FREE = ("/livez", "/readyz")  # no rate limits them
Actions = Mapping[tuple[str, str], str]
_FIRST_PROBLEM = 400
_ACCOUNT_BODIES = ("Credentials", "NewPerson", "NewToken", "PasswordChange", "PersonalData")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses of an endpoint that tell problems."""
    return {status: {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


def described(document: dict[str, Any], actions: Actions) -> dict[str, Any]:
    """The document with bodies, problems, who may call, and examples; `actions` by method and path."""
    document["info"]["description"] = ABOUT
    document["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    components = document.setdefault("components", {})
    components["securitySchemes"] = SECURITY_SCHEMES
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)  # FastAPI's own; here they are problems like all others
    for name in _ACCOUNT_BODIES:
        schemas[name] = of_account(schemas[name])
    schemas.update(_schemas(taken=schemas.keys() - {"Problem"}))
    components["responses"] = {f"Problem{status}": _problem(status) for status in _statuses()}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _describe(operation, actions[method.upper(), path], method, path)
    return document


def as_text(document: dict[str, Any]) -> str:
    """The document as it is committed, in docs/reference/openapi.json."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _schemas(taken: Collection[str]) -> dict[str, Any]:
    """The schemas of bodies that msgspec reads; a part that is named as an answer's is told apart from it."""
    bodies = [*(body_type(resource) for resource in RESOURCES.values()), Count, TieDecision]
    _, found = msgspec.json.schema_components(bodies, ref_template="#/components/schemas/{name}")
    text = json.dumps({name: _tidy(narrowed(name, schema)) for name, schema in found.items()})
    for name in found.keys() & {*taken}:
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{name}Sent"')
    told = {f"{name}Sent" if name in taken else name: schema for name, schema in json.loads(text).items()}
    return {**SCHEMAS, **told, "Problem": Problem.model_json_schema(mode="serialization")}


def _tidy(schema: dict[str, Any]) -> dict[str, Any]:
    about = schema.get("description")
    return schema if about is None else {**schema, "description": inspect.cleandoc(about)}


def _statuses() -> list[int]:
    return sorted({kind.status for kind in KINDS.values()})


def _problem(status: int) -> dict[str, Any]:
    kinds = {slug: kind for slug, kind in KINDS.items() if kind.status == status}
    slug, kind = next(iter(kinds.items()))
    example = {
        "type": f"/problems/{slug}",
        "title": kind.title,
        "status": status,
        "detail": kind.meaning,
        "remedy": kind.remedy,
        "instance": "/api/v1/cycles",
    }
    return {
        "description": " · ".join(f"[{slug}](/problems/{slug})" for slug in kinds),
        "content": {PROBLEM_JSON: {"schema": reference("Problem"), "example": example}},
    }


def _describe(operation: dict[str, Any], action: str, method: str, path: str) -> None:
    row, responses = TABLE[action], operation["responses"]
    anonymous = Role.ANYONE in row.roles
    operation["security"] = [] if anonymous else _security(row.scope)
    answered = {int(status) for status in responses if int(status) >= _FIRST_PROBLEM}
    answered |= set() if anonymous else {401, 403, 503}
    answered |= set() if path in FREE else {429}
    answered |= {400, 403, 413, 415, 422} if method == "post" else set()
    for status, told in problems(*answered).items():
        responses[str(status)] = told
    example = EXAMPLES.get(operation["operationId"], Example())
    for parameter in operation.get("parameters", []):
        _describe_parameter(parameter, {**PARAMETERS, **example.path})
    if example.body is not None:
        operation["requestBody"]["content"]["application/json"]["example"] = example.body
    if operation["operationId"] in RESOURCES and RESOURCES[operation["operationId"]].edits:
        _require(operation, "If-Match")


def _security(scope: Scope) -> list[dict[str, list[str]]]:
    return [{"session": []}] if scope is Scope.SESSION else [{"session": []}, {"token": []}]


_NARROWING = ("unit",)  # of the events: what is no id is refused
_VERSION_TAG = '^(\\*|"[1-9][0-9]{0,14}")$'
_OF_QUERY = {"as_of": "AsOf", "known_at": "KnownAt", "effective": "When", "reason": "Text", "source": "Text"}


def _describe_parameter(parameter: dict[str, Any], example: Mapping[str, Any]) -> None:
    """Say what it may hold; where it may be left out it is not null, it is left out."""
    name, schema = parameter["name"], parameter["schema"]
    options = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if len(options) == 1:
        told = {key: value for key, value in schema.items() if key not in {"anyOf", "default"}}
        schema = parameter["schema"] = {**options[0], **told}
    examples = schema.pop("examples", [])
    schema.pop("description", None)
    is_plain_id = parameter["in"] == "path" and "pattern" not in schema
    if is_plain_id or (parameter["in"] == "query" and name in _NARROWING and "pattern" in schema):
        parameter["schema"] = of_path(name)
    elif parameter["in"] == "query" and name in _OF_QUERY:
        parameter["schema"] = {**SCHEMAS[_OF_QUERY[name]], **_limits(schema)}
    elif name == "If-Match":
        parameter["schema"] = {"type": "string", "pattern": _VERSION_TAG, "minLength": 1, "maxLength": 17}
    if name in example:
        examples = [example[name]]
    if examples:
        parameter["example"] = examples[0]


def _limits(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key in {"maxLength", "minLength"}}


def _require(operation: dict[str, Any], header: str) -> None:
    for parameter in operation["parameters"]:
        if parameter["name"] == header:
            parameter["required"] = True
