"""The names of streams: what each kind says, and the check that a name can be one."""

from collections.abc import Mapping, Sequence

from domain.identity import ballot_cycle, cluster_slug, cycle_parts, slug, stream
from domain.moments import Anchor, Moment, Precision
from domain.refusals import Refusal

STREAM_PARTS: Mapping[str, tuple[str, ...]] = {
    "unit": ("unit",),
    "cluster": ("cluster",),
    "cycle": ("cycle",),
    "pledge": ("cycle", "unit"),
    "drive": ("cycle", "drive"),
    "score": ("cycle", "unit"),
    "inspection": ("cycle", "unit", "inspection"),
    "ballot": ("ballot",),
    "vote": ("ballot", "elector"),
    "nomination": ("cycle", "title", "unit"),
    "commendation": ("cycle",),
}


def named_stream(kind: str, parts: Sequence[str | int]) -> str:
    """The name of a stream, once it is sure that its parts identify one of its kind.

    Raises:
        Refusal: `stream_misfits`, `not_a_cycle`, `not_a_ballot`, `not_a_slug`,
            `cluster_ends_in_year`.
    """
    names, name = STREAM_PARTS[kind], stream(kind, *parts)
    if len(parts) != len(names):
        raise Refusal("stream_misfits", field="stream", stream=name, names=", ".join(names))
    for what, part in zip(names, parts, strict=True):
        match what:
            case "cycle":
                cycle_parts(str(part))
            case "cluster":
                cluster_slug(str(part))
            case "ballot":
                ballot_cycle(str(part))
            case "title":
                slug(str(part).replace("_", "-"), what)
            case _:
                slug(str(part), what)
    return name


def stated_moment(on: str, anchor: Anchor, cycle: str | None) -> Moment:
    """The moment that a source's date means; `unknown` leaves only the years of the cycle, if there is one.

    Raises:
        Refusal: `date_needed`, `not_a_cycle`, and those of `Moment.parse`.
    """
    if on != Precision.UNKNOWN.value:
        return Moment.parse(on, anchor)
    return Moment.unknown(anchor, None if cycle is None else cycle_parts(cycle)[1:])
