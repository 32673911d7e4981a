"""The rules that a year has pinned, in words: what no text that was read confirms is marked as such."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import stream
from projections.catalogue import marked
from projections.rule_words import said
from service.pages.looking import looking
from service.pages.year.frame import frame, section_page
from service.web.guard import Caller, permitted
from service.web.reading import CycleId

router = APIRouter(include_in_schema=False)


@router.get("/cycles/{cycle}/rules")
def rules_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """The rule set and the scoring table of a year."""
    with looking(request, caller) as look:
        told = look.answer("rules", cycle)
        known, table = told["rule_set"], told["scoring_table"]
        adopt = look.offer("adopt_rules", stream("cycle", cycle), cycle=cycle)
        context = {
            "rules": told,
            "known": known,
            "name": known and known["vietnamese" if look.language == "vi" else "english"],
            "criteria": [] if table is None else list(_criteria(table["criteria"], 0)),
            "adopt": adopt if known is None else None,
            "said": said,
        }
        heading = look.text(marked("Quy định của năm thi đua"))
        return section_page(look, frame(look, cycle, "rules"), "cycles/rules.html", heading, context)


def _criteria(criteria: list[Mapping[str, Any]], depth: int) -> Iterator[dict[str, Any]]:
    """The lines of a scoring table, each after the group that it is in."""
    for one in criteria:
        yield {**one, "depth": depth}
        yield from _criteria(one["criteria"], depth + 1)
