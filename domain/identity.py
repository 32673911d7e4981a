"""Names that identify: slugs, and the streams whose uniqueness enforces "one per" rules."""

import re

from domain.moments import civil_year
from domain.refusals import Refusal

SLUG_LENGTH_MAX = 80
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_CYCLE = re.compile(r"(?P<cluster>[a-z0-9]+(?:-[a-z0-9]+)*?)-(?P<first>\d{4})(?:-(?P<last>\d{4}))?", re.ASCII)


def slug(value: str, field: str) -> str:
    """Give back `value` if it is a slug: lower-case ASCII letters, digits and single hyphens.

    Raises:
        Refusal: `not_a_slug`, naming the field.
    """
    if len(value) > SLUG_LENGTH_MAX or not _SLUG.fullmatch(value):
        raise Refusal("not_a_slug", field=field, value=value, length_max=SLUG_LENGTH_MAX)
    return value


def cluster_slug(value: str) -> str:
    """Give back `value` if it is a slug from which the identities of cycles can be made.

    Raises:
        Refusal: `not_a_slug`; `cluster_ends_in_year`, as four digits at its end would be read as a year.
    """
    if re.search(r"(?:^|-)\d{4}$", slug(value, "cluster"), re.ASCII):
        raise Refusal("cluster_ends_in_year", value=value)
    return value


def cycle_id(cluster: str, first_year: int, last_year: int | None = None) -> str:
    """The identity of a cluster's year (`bca-local-5-2022`), or of its period of years.

    Raises:
        Refusal: those of `cluster_slug`; `not_a_cycle`, `moment_out_of_range` for years that cannot be read.
    """
    years = f"{first_year}" if last_year in (None, first_year) else f"{first_year}-{last_year}"
    identity = f"{cluster_slug(cluster)}-{years}"
    cycle_parts(identity)
    return identity


def cycle_parts(cycle: str) -> tuple[str, int, int]:
    """The cluster and the first and last year that a cycle's identity names.

    Raises:
        Refusal: `not_a_cycle`, `moment_out_of_range`.
    """
    found = _CYCLE.fullmatch(cycle)
    if found is None:
        raise Refusal("not_a_cycle", value=cycle)
    first = civil_year(int(found["first"]))
    return found["cluster"], first, civil_year(int(found["last"] or first))


def ballot_id(cycle: str, name: str) -> str:
    """The identity of a ballot: its cycle, a full stop, and a slug that is unique in the cycle."""
    cycle_parts(cycle)
    return f"{cycle}.{slug(name, 'ballot')}"


def ballot_cycle(ballot: str) -> str:
    """The cycle in which a ballot is held.

    Raises:
        Refusal: `not_a_ballot`.
    """
    cycle, dot, name = ballot.partition(".")
    if not dot or not _SLUG.fullmatch(name) or not _CYCLE.fullmatch(cycle):
        raise Refusal("not_a_ballot", value=ballot)
    return cycle


def stream(kind: str, *parts: str | int) -> str:
    """The name of a stream: its kind and the parts that make it unique, joined by colons."""
    return ":".join([kind, *map(str, parts)])


def stream_parts(name: str) -> tuple[str, list[str]]:
    """The kind of a stream and its parts."""
    kind, *parts = name.split(":")
    return kind, parts


def stream_cycle(name: str) -> str | None:
    """The cycle a stream belongs to; None for units and clusters, which outlive their cycles."""
    kind, parts = stream_parts(name)
    match kind:
        case "unit" | "cluster":
            return None
        case "ballot" | "vote":
            return ballot_cycle(parts[0])
        case _:
            return parts[0]
