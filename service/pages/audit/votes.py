"""Who voted, when, how and by whose authority; what was chosen only once a ballot is over."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from projections.catalogue import marked
from projections.units import by_name
from projections.words import word
from service.pages.audit.people import People
from service.pages.clusters import year_label
from service.pages.looking import Look, looking
from service.pages.rendering import sentence
from service.web.guard import Caller, permitted
from service.web.paths import PREFIX
from service.web.reading import BallotId, CycleId

Line = dict[str, Any]
FILTERS = ("ballot", "elector")

router = APIRouter(include_in_schema=False)


@router.get("/ballots/{ballot}/votes")
def ballot_votes_page(
    request: Request, ballot: BallotId, caller: Annotated[Caller, permitted("read_audit")]
) -> Response:
    """The votes on one ballot."""
    with looking(request, caller) as look:
        told = look.answer("ballot_votes", ballot)
        found = look.whole("ballot_vote_entries", ballot)
        title = look.text(marked("Ai đã bỏ phiếu: {ballot}"), ballot=ballot_label(look, told))
        return _page(look, title, [told], found, f"/ballots/{ballot}/vote-entries", one=told)


@router.get("/cycles/{cycle}/votes")
def cycle_votes_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_audit")]
) -> Response:
    """The votes of a year, narrowed to a ballot or an elector."""
    with looking(request, caller) as look:
        told = look.answer("cycle", cycle)
        ballots = look.whole("votes", cycle)["ballots"]
        found = look.whole("vote_entries", cycle)
        title = look.text(marked("Ai đã bỏ phiếu: năm {years}"), years=year_label(told))
        return _page(look, title, ballots, found, f"/cycles/{cycle}/vote-entries")


def ballot_label(look: Look, ballot: Mapping[str, Any]) -> str:
    """What a ballot is on: its question, else its titles, with the round where it is not the first."""
    titles = ", ".join(word("title", title, look.language) for title in ballot["titles"])
    asked = ballot["question"] or titles or ballot["ballot"]
    if ballot["round"] == 1:
        return str(asked)
    return look.text(marked("{ballot} (vòng {round})"), ballot=asked, round=str(ballot["round"]))


def _page(
    look: Look,
    title: str,
    ballots: list[Line],
    found: Line,
    file: str,
    one: Line | None = None,
) -> Response:
    asked = {name: look.request.query_params.get(name) or None for name in FILTERS}
    labels = {ballot["ballot"]: ballot_label(look, ballot) for ballot in ballots}
    votes = grouped(look, found["votes"], labels)
    electors = {vote["elector"].unit: vote["elector"] for vote in votes}
    shown = [vote for vote in votes if _wanted(vote, asked)]
    by_elector = look.request.query_params.get("order") == "elector"
    if by_elector:
        shown.sort(key=lambda vote: by_name(vote["elector"]))
    cycle = look.answer("cycle", found["cycle"])
    context = {
        "cycle": {**cycle, "years": year_label(cycle), "href": look.url(f"/cycles/{found['cycle']}")},
        "ballot": one,
        "ballots": [
            {
                **ballot,
                "label": labels[ballot["ballot"]],
                "mode_words": sentence(word("mode", ballot["mode"], look.language)),
                "cast": sum(vote["ballot"] == ballot["ballot"] and vote["counts"] for vote in votes),
                "href": look.url(f"/ballots/{ballot['ballot']}/votes"),
            }
            for ballot in ballots
        ],
        "votes": shown,
        "asked": asked,
        "by_elector": by_elector,
        "electors": [(named.unit, named.name) for named in sorted(electors.values(), key=by_name)],
        "path": look.request.url.path,
        "file": look.url(f"{PREFIX}{file}", format="csv"),
    }
    return look.page("audit/votes.html", title, context, bar=look.bar("cycle", found["cycle"]))


def grouped(look: Look, rows: Iterable[Line], labels: Mapping[str, str]) -> list[Line]:
    """One line for each vote, in the order of the votes, with what it says of each candidate."""
    listed = list(rows)
    people = People(look, [row["authority"] for row in listed])
    votes: dict[int, Line] = {}
    for row in listed:
        vote = votes.setdefault(row["position"], {**row, "choices": []})
        vote["choices"].append(
            {name: row[name] for name in ("candidate", "choice", "changed_from")}
            | {"words": None if row["choice"] is None else word("choice", row["choice"], look.language)}
        )
    return [
        {
            **vote,
            "label": labels.get(vote["ballot"], vote["ballot"]),
            "href": look.url(f"/events/{vote['position']}"),
            "who": people.name(vote["actor"]),
            "who_href": people.address(vote["actor"]),
            "as": people.authority(vote["authority"]),
        }
        for vote in votes.values()
    ]


def _wanted(vote: Line, asked: Mapping[str, str | None]) -> bool:
    elector = asked["elector"] in (None, vote["elector"].unit)
    return elector and asked["ballot"] in (None, vote["ballot"])
