"""What the fields of the OpenAPI document may hold: named schemas, and which field has which.

The types of the commands say `str`; that a unit is named by a slug, or that a text must not be blank, is
checked deeper in. Here the document says it, so that whoever writes a client knows before sending.
"""

from collections.abc import Mapping
from typing import Any

from domain.figures import FIGURE_DECIMALS_MAX, FIGURE_INTEGER_DIGITS_MAX
from domain.identity import SLUG_LENGTH_MAX
from service.accounts.persons import FIELD_LETTERS_MAX
from service.commands.amendments import REASON_LETTERS_MIN
from service.plain import DIGITS_MAX, TEXT_LETTERS_MAX

Schema = dict[str, Any]
YEARS = (1900, 2200)  # as domain.moments reckons
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
_YEAR = "(19[0-9]{2}|2[01][0-9]{2}|2200)"
_CYCLE = f"{_SLUG}-{_YEAR}(-{_YEAR})?"
_CYCLE_LETTERS_MAX = SLUG_LENGTH_MAX + len("-2022-2026")
# Control and direction signs, but for tab and the ends of lines; and the blanks, which alone say nothing.
_HIDDEN = "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069"
_BLANK = "\\u0009\\u000a\\u000d \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
_TIME = "T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?(Z|[+-]0[0-9]:[0-5][0-9])"
_MONTH, _DAY = "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"


def _text(description: str, pattern: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, "pattern": f"^{pattern}$", **more}


def reference(name: str) -> Schema:
    """A reference to one of the schemas of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


SCHEMAS: Mapping[str, Schema] = {
    "Slug": _text("Lower-case letters, digits and single hyphens", _SLUG, maxLength=SLUG_LENGTH_MAX),
    "UnitId": _text("The slug of a unit", _SLUG, maxLength=SLUG_LENGTH_MAX),
    "ClusterId": _text(
        "The slug of a cluster or bloc; it does not end in four digits, which would be read as a year",
        _SLUG,
        maxLength=SLUG_LENGTH_MAX,
    ),
    "PersonId": _text("The opaque id of a person, never a name", _SLUG, maxLength=SLUG_LENGTH_MAX),
    "CycleId": _text(
        "A cluster and its year, or its first and last year", _CYCLE, maxLength=_CYCLE_LETTERS_MAX
    ),
    "BallotId": _text(
        "A cycle, a full stop, and the slug of a ballot in it",
        f"{_CYCLE}\\.{_SLUG}",
        maxLength=_CYCLE_LETTERS_MAX + SLUG_LENGTH_MAX,
    ),
    "TitleCode": _text(
        "The code of a title in the rules of the cycle",
        "[a-z0-9]+([_-][a-z0-9]+)*",
        maxLength=SLUG_LENGTH_MAX,
    ),
    "Text": _text(
        "A text that says something: NFC, without control and direction signs",
        # Blanks, the first sign that is none, and the rest: read in one go. The group keeps tools that write
        # a length into quantifiers from making 40,000 states of it.
        f"([{_BLANK}]*[^{_HIDDEN}{_BLANK}])[^{_HIDDEN}]*",
        maxLength=TEXT_LETTERS_MAX,
    ),
    "Day": {"type": "string", "format": "date", "description": "A civil day in Viet Nam"},
    "When": _text(
        "A day, an instant with an offset, or a month or year where no more is known; "
        "not in the future, save for what is known before it begins",
        f"{_YEAR}(-{_MONTH}(-{_DAY}({_TIME})?)?)?",
    ),
    "AsOf": _text("The civil day in Viet Nam whose state is asked for", f"{_YEAR}-{_MONTH}-{_DAY}"),
    "KnownAt": _text(
        "What was recorded by then counts: an instant with an offset, or a day, which means its end",
        f"{_YEAR}-{_MONTH}-{_DAY}({_TIME})?",
    ),
    "Figure": {
        "description": "An exact figure, as text or as a number",
        "anyOf": [
            {
                "type": "string",
                "pattern": f"^-?[0-9]{{1,{FIGURE_INTEGER_DIGITS_MAX}}}"
                f"(\\.[0-9]{{1,{FIGURE_DECIMALS_MAX}}})?$",
            },
            {"type": "integer", "minimum": 1 - 10**DIGITS_MAX, "maximum": 10**DIGITS_MAX - 1},
        ],
    },
    "Share": _text("A share above 0 and at most 1, as `2/3`", "[1-9][0-9]{0,5}/[1-9][0-9]{0,5}"),
    "Year": {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[1]},
    "Number": {"type": "integer", "minimum": 0, "maximum": 10**DIGITS_MAX - 1},
}

_OF_FIELD: Mapping[str, tuple[str, ...]] = {
    "UnitId": (
        "unit", "parent", "successor", "into", "lead", "deputy", "outgoing", "host", "chairs", "signatories",
        "organiser", "elector", "candidates", "candidate", "roll", "present", "chosen", "elected", "tied",
    ),
    "ClusterId": ("cluster",),
    "PersonId": ("person", "stand_in", "teller", "tellers"),
    "CycleId": ("cycle", "copied_from"),
    "BallotId": ("ballot", "previous"),
    "TitleCode": ("title", "titles", "instead"),
    "Slug": ("drive", "inspection", "line", "within", "criterion", "id", "rule_set", "target"),
    "Day": ("until", "effective_from", "starts", "ends", "period_from", "period_to", "signed_on"),
    "When": ("effective", "on"),
    "Share": ("threshold", "quorum"),
    "Year": ("year", "first_year", "last_year"),
}  # fmt: skip
_SCHEMA_OF = {field: name for name, fields in _OF_FIELD.items() for field in fields}
# Fields that are something else in one body than in the others.
_IN_BODY: Mapping[tuple[str, str], str] = {
    ("RecordInspection", "by"): "UnitId",
    ("VerifyScore", "by"): "UnitId",
    ("RecheckScore", "by"): "UnitId",
    ("ContestBallot", "by"): "UnitId",
    ("GrantDelegation", "by"): "PersonId",
    ("RevokeDelegation", "by"): "PersonId",
    ("OpenBallot", "name"): "Slug",
    ("OpenSecondRound", "name"): "Slug",
    ("Mark", "target"): "Figure",
}
_AS_TYPED = ("login", "password", "old", "new")  # judged by rules of their own
# What names the members of an object may have.
_NAMES: Mapping[str, Schema] = {
    "choices": reference("UnitId"),
    "new": {"pattern": "^[a-z][a-z_]{0,39}$"},
}
_LEAST: Mapping[tuple[str, str], Mapping[str, int]] = {
    ("CorrectEntry", "reason"): {"minLength": REASON_LETTERS_MIN},
    ("RetractEntry", "reason"): {"minLength": REASON_LETTERS_MIN},
    ("OpenBallot", "seats"): {"minimum": 1},
    ("ProposeNomination", "times"): {"minimum": 1},
    ("DecideNomination", "times"): {"minimum": 1},
}


def of_path(name: str) -> Schema:
    """The schema of a path parameter by its name."""
    if name == "position":
        return {"type": "integer", "minimum": 1, "maximum": 10**DIGITS_MAX - 1}
    return reference(_SCHEMA_OF.get(name, "Slug"))


def narrowed(name: str, body: Schema) -> Schema:
    """The schema of a body, or a part of one, as narrow as what is let in."""
    fields = body.get("properties", {})
    told = {field: _narrowed(name, field, schema) for field, schema in fields.items()}
    return {**body, "properties": told} if told else body


def of_account(body: Schema) -> Schema:
    """The schema of a body on accounts, as narrow as what is let in: texts as they are kept, in NFC."""
    return {
        **body,
        "properties": {field: _kept(field, schema) for field, schema in body["properties"].items()},
    }


def _kept(field: str, schema: Schema) -> Schema:
    if "anyOf" in schema:
        return {**schema, "anyOf": [_kept(field, one) for one in schema["anyOf"]]}
    if "maxLength" not in schema or "pattern" in schema:
        return schema
    told = {**schema, "maxLength": FIELD_LETTERS_MAX}
    return told if field in _AS_TYPED else {**told, "pattern": SCHEMAS["Text"]["pattern"]}


def _narrowed(body: str, field: str, schema: Schema) -> Schema:
    if "anyOf" in schema:
        return {**schema, "anyOf": [_narrowed(body, field, one) for one in schema["anyOf"]]}
    if schema.get("type") == "array":
        return {**schema, "items": _narrowed(body, field, schema["items"])}
    if schema.get("type") == "object" and field in _NAMES:
        return {**schema, "propertyNames": _NAMES[field]}
    named = _named(body, field, schema)
    if named is None:
        return schema
    least = _LEAST.get((body, field))
    more = {key: value for key, value in schema.items() if key in {"default", "examples"}}
    if least:
        return {"allOf": [reference(named)], **least, **more}
    return {**reference(named), **more}


def _named(body: str, field: str, schema: Schema) -> str | None:
    known = _IN_BODY.get((body, field)) or _SCHEMA_OF.get(field)
    if schema.get("format") == "decimal":
        return "Figure"
    if schema.get("type") == "integer":
        return known if known == "Year" else "Number"
    if schema.get("type") != "string":
        return None
    return known or "Text"
