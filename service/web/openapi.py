"""The OpenAPI document: how problems are described in it, and its text as committed."""

import json
from typing import Any

from service.web.kinds import KINDS
from service.web.records import Problem

_REFERENCE = {"$ref": "#/components/schemas/Problem"}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses of an endpoint that tell problems."""
    return {
        status: {
            "description": " / ".join(slug for slug, kind in KINDS.items() if kind.status == status),
            "content": {"application/problem+json": {"schema": _REFERENCE}},
        }
        for status in statuses
    }


def described(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the schema of problems, which no endpoint returns as a model."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema(mode="serialization")
    return document


def as_text(document: dict[str, Any]) -> str:
    """The document as it is committed, in docs/reference/openapi.json."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
