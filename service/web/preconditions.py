"""Preconditions: an edit says which state of a thing it was made on."""

import re

from domain.refusals import Refusal

_TAG = re.compile(r'"(?P<version>[1-9][0-9]{0,14})"', re.ASCII)


class VersionNeeded(Exception):
    """An edit does not say on which state it was made: If-Match is missing."""


def version_tag(version: int) -> str:
    """The ETag of a stream at a version."""
    return f'"{version}"'


def expected_version(if_match: str | None, *, needed: bool) -> int | None:
    """The version that a header If-Match names; None where there is none, or any will do (`*`).

    Raises:
        VersionNeeded: it is missing and needed.
        Refusal: `version_unreadable`.
    """
    if if_match is None:
        if needed:
            raise VersionNeeded
        return None
    if if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise Refusal("version_unreadable", field="If-Match")
    return int(found["version"])
