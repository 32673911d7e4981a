"""What came out of a ballot: the sentence, the bars, the arithmetic, who voted what, and its entries."""

from fractions import Fraction
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.timeline import standing
from projections.catalogue import marked
from projections.entries import amendments
from projections.event_lines import EventLines
from service.pages.ballots.elector import FRAGMENT
from service.pages.ballots.room import Room
from service.pages.charts.tally import Tally, tally
from service.pages.looking import looking
from service.web.guard import Caller, permitted
from service.web.reading import BallotId

router = APIRouter(include_in_schema=False)
_TITLE = marked("Kết quả: {on}")
_VOTES = ("votes_for", "votes_against", "votes_abstain")


class Bar(NamedTuple):
    """A candidate's votes as a bar, with the sentence that shows the arithmetic."""

    id: str
    name: str
    chart: Tally
    sentence: str
    elected: bool | None


@router.get("/ballots/{ballot}/result")
def result_page(
    request: Request, ballot: BallotId, caller: Annotated[Caller, permitted("read_ballots")]
) -> Response:
    """The result as it stands at the point, or that there is none yet."""
    with looking(request, caller) as look:
        room = Room(look, ballot)
        context = {
            "room": room,
            "told": room.told,
            "bars": bars(room),
            "arithmetic": _arithmetic(room),
            "entries": entries(room),
            "further": further_rounds(room),
            "contest": look.offer("contest_ballot", room.stream, ballot=ballot),
            "reads": look.url(f"{room.address}/result", fragment="1"),
        }
        if FRAGMENT in request.query_params:
            return look.fragment("ballots/result_live.html", context)
        bar = look.bar("cycle", room.told["cycle"])
        return look.page("ballots/result.html", look.text(_TITLE, on=room.heading), context, bar=bar)


def further_rounds(room: Room) -> list[dict[str, Any]]:
    """The ballots that go on where this one ended tied."""
    if not room.told["tied"]:
        return []
    others = room.look.whole("ballots", room.told["cycle"])["ballots"]
    return [one for one in others if one["previous"] == room.id]


def bars(room: Room) -> list[Bar]:
    """A bar for each candidate whose votes are stated."""
    told = [one for one in room.told["candidates"] if one["votes_for"] is not None]
    sentences = _by_candidate(room)
    return [
        Bar(
            f"bar-{place}",
            one["name"] or one["unit"],
            _chart(one),
            sentences.get(one["unit"], ""),
            one["elected"],
        )
        for place, one in enumerate(told, 1)
    ]


def _chart(candidate: dict[str, Any]) -> Tally:
    """The votes on a candidate, with what is missing of its base, and the mark that its rule sets."""
    votes = [candidate[name] for name in _VOTES]
    base = candidate["base_size"]
    known = all(count is not None for count in votes)
    missing = max(0, base - sum(votes)) if known and base is not None else None
    threshold = candidate["threshold"]
    return tally(
        [*votes, missing],
        base=base,
        threshold=None if threshold is None or base is None else Fraction(threshold),
        exceeding=candidate["comparison"] == ">",
    )


def _by_candidate(room: Room) -> dict[str, str]:
    """The sentence of each candidate: where the result is worked out, they follow that of the quorum."""
    result = room.held.result
    if result is None or room.held.is_annulled:
        return {}
    told = room.sentences[1 : 1 + len(result.lines)]
    return {line.candidate: sentence for line, sentence in zip(result.lines, told, strict=True)}


def _arithmetic(room: Room) -> list[str]:
    """The sentences that neither the verdict nor a bar tells."""
    told = {room.verdict, *_by_candidate(room).values()}
    return [sentence for sentence in room.sentences if sentence not in told]


def entries(room: Room) -> list[dict[str, Any]]:
    """The entries of the ballot's own stream that stand at the point, the latest first."""
    look = room.look
    recorded = [one for one in look.past.entries(room.stream) if one.position <= look.point.position]
    stands = list(standing(recorded, as_of=look.point.as_of))
    amended = amendments(recorded)
    lines = EventLines(look.connection, look.point, stands, amended)
    return [
        {
            "when": line["on"],
            "sentence": line["sentences"][look.language],
            "href": look.url(f"/events/{line['position']}"),
            "corrects": False,
        }
        for line in map(lines.brief, reversed(stands))
    ]
