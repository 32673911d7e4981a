"""Every operation of the OpenAPI document keeps to what the document says, whatever is sent (schemathesis).

Left out: the streams of server-sent events alone, since they do not end.
"""

import json
from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import settings
from schemathesis import Case
from schemathesis.checks import load_all_checks
from schemathesis.core.transport import Response as Answer
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from service.settings import Settings
from service.web.app import create_app
from tests.api.scenes import LATEST, SCENES
from tests.api.world import ONLOOKER, World, Worlds

load_all_checks()
EXAMPLES_MIN = 50  # of an operation, with its own examples and those at the edges of its schema
FUZZED_JSON = 25  # of them made at random, where a body of fields has many edges of its own
DOCUMENT = json.loads(json.dumps(create_app(Settings()).openapi()))
# What cannot be seen from the shape of what was sent: a day that no month has, one still to come, one of the
# past without its reason, blanks that leave a text too short, a page or an ETag that nobody told of, a poor
# password, a token's end.
SEMANTIC = frozenset({
    "cluster_ends_in_year", "control_character", "date_needed", "effective_in_future", "identity_misfits",
    "late_reason_needed", "login_misfits", "moment_out_of_range", "moment_unreadable", "page_unknown",
    "password_holds_login", "password_obvious", "password_same", "password_too_short", "reason_too_short",
    "role_of_whole_service", "token_expired_already", "token_too_long_lived", "version_unreadable",
})  # fmt: skip
# A correction holds values for whatever fields an entry has. (A file is judged line by line, too.)
SEMANTIC_OF = {
    "correct_entry": {"control_character", "field_repeated", "number_too_long", "text_blank"},
}
WITH_FRACTION = "got `float`"  # JSON Schema takes 5.0 for a whole number; here those have no fraction
REFUSED = ["401", "403", "404", "409", "412"]
CONFIG = schemathesis.Config.from_dict(
    {
        "seed": 2026,
        "suppress-health-check": ["too_slow"],  # which tells of the machine and not of the service
        "generation": {
            "mode": "all",
            "max-examples": EXAMPLES_MIN,
            "deterministic": True,
            "no-shrink": True,
            "database": "none",
            "with-security-parameters": False,  # each request is somebody's who may be let in
        },
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", *REFUSED]},
            "negative_data_rejection": {
                "expected-statuses": ["400", "405", "413", "415", "422", "428", *REFUSED]
            },
            "missing_required_header": {"expected-statuses": ["401", "403", "404", "422", "428"]},
        },
        "phases": {
            # What is sent follows from the document alone, in whatever order the operations are asked for.
            "fuzzing": {"extra-data-sources": {"responses": False}, "error-feedback": {"enabled": False}},
            "stateful": {"enabled": False},
        },
    }
)


class Door:
    """Leads to the service of the world under way, which has begun already."""

    def __init__(self) -> None:
        self.service: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on."""
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            return
        await self.service(scope, receive, send)


DOOR = Door()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT, config=CONFIG)
SCHEMA.app = DOOR
STREAM, JSON = "text/event-stream", "application/json"
OPERATIONS = {
    told["operationId"]: (path, method.upper())
    for path, methods in DOCUMENT["paths"].items()
    for method, told in methods.items()
    if STREAM not in told["responses"].get("200", {}).get("content", {})
}


class Stage:
    """The world in which an operation is asked for, and how it answered."""

    def __init__(self, world: World) -> None:
        self.world = world
        DOOR.service = world.house.app
        self.answered: Counter[int] = Counter()

    def send(self, case: Case[Any]) -> None:
        """Send a request and check its answer.

        Each seventh is sent by somebody who may do nothing, the others by who may do what is asked.
        """
        turn = self.answered.total()
        operation = case.operation
        may = self.world.caller_of(operation.path, operation.method)
        headers = self.world.headers(ONLOOKER if turn % 7 == 6 else may)
        answer = case.call(headers=headers)
        self.answered[answer.status_code] += 1
        case.validate_response(
            answer,
            excluded_checks=idle_checks(case, answer),
            headers=headers,
            transport_kwargs={"headers": headers},
        )


def idle_checks(case: Case[Any], answer: Answer) -> list[Any]:
    """The checks that say nothing of an answer."""
    idle: list[Any] = [positive_data_acceptance] if is_semantic(case.operation, answer) else []
    if case.operation.definition.raw["operationId"].startswith("import_"):
        idle.append(negative_data_rejection)  # it is a file, which a batch takes and then judges
    return idle


def is_semantic(operation: Any, answer: Answer) -> bool:
    """Whether something was refused for what it means and not for its shape."""
    if answer.status_code != 422:
        return False
    told = answer.json()
    code, name = told.get("code"), operation.definition.raw["operationId"]
    known = {*SEMANTIC, *SEMANTIC_OF.get(name, ())}
    return code in known or name.startswith("import_") or WITH_FRACTION in told["detail"]


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_keeps_to_the_document(name: str, worlds: Worlds) -> None:
    path, method = OPERATIONS[name]
    scene = SCENES.get(name, LATEST)
    with worlds.after(scene.after) as world:
        world.do(scene.before)
        stage = Stage(world)

        def asked(case: Case[Any]) -> None:
            stage.send(case)

        operation = SCHEMA[path][method]
        project = CONFIG.projects.default
        fuzzed = project.get_hypothesis_settings(operation=operation, phase="fuzzing")
        if JSON in operation.definition.raw.get("requestBody", {}).get("content", {}):
            fuzzed = settings(fuzzed, max_examples=FUZZED_JSON)
        config = HypothesisTestConfig(project=project, modes=[*HypothesisTestMode], settings=fuzzed)
        create_test(operation=operation, test_func=asked, config=config)()
    varied = operation.definition.raw.keys() & {"parameters", "requestBody"}
    assert stage.answered.total() >= (EXAMPLES_MIN if varied else 1)
    assert any(status < 300 for status in stage.answered), stage.answered
