"""Rule sets as they are read, and two of them side by side."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.rules import RuleSet
from projections.catalogue import Language, marked
from projections.rule_lines import rule_parts, rules_compared
from service.answers import unknown
from service.pages.looking import Look, looking
from service.questions import RULE_SET
from service.rulebook import rule_sets
from service.web.guard import Caller, permitted
from service.web.reading import RuleSetId

router = APIRouter(include_in_schema=False)


@router.get("/rule-sets")
def rule_sets_page(request: Request, caller: Annotated[Caller, permitted("read_directory")]) -> Response:
    """Every rule set that comes with the service."""
    with looking(request, caller) as look:
        listed = [
            {**one, "name": one[_name_in(look.language)]} for one in look.whole("rule_sets")["rule_sets"]
        ]
        return look.page("office/rule_sets.html", look.text(marked("Bộ quy định")), {"rule_sets": listed})


@router.get("/rule-sets/{rule_set}")
def rule_set_page(
    request: Request, rule_set: RuleSetId, caller: Annotated[Caller, permitted("read_directory")]
) -> Response:
    """One rule set, part by part, each with its source and whether that was read."""
    with looking(request, caller) as look:
        known = _known(look, rule_set)
        others = [one for one in rule_sets().values() if one.id != rule_set]
        context = {
            "rules": known,
            "parts": rule_parts(known, look.language),
            "others": [
                {
                    "name": name(one, look.language),
                    "href": look.url(f"/rule-sets/{rule_set}/comparisons/{one.id}"),
                }
                for one in others
            ],
        }
        return look.page("office/rule_set.html", name(known, look.language), context)


@router.get("/rule-sets/{rule_set}/comparisons/{other}")
def comparison_page(
    request: Request,
    rule_set: RuleSetId,
    other: RuleSetId,
    caller: Annotated[Caller, permitted("read_directory")],
) -> Response:
    """Two rule sets side by side; what differs is said by a word."""
    with looking(request, caller) as look:
        one, another = _known(look, rule_set), _known(look, other)
        lines = rules_compared(one, another, look.language)
        names = [name(known, look.language) for known in (one, another)]
        parts: dict[str, list[object]] = {}
        for line in lines:
            parts.setdefault(line.part, []).append(line)
        context = {
            "parts": parts,
            "names": names,
            "hrefs": [look.url(f"/rule-sets/{known.id}") for known in (one, another)],
            "differing": sum(line.differs for line in lines),
            "total": len(lines),
        }
        title = look.text(marked("So sánh hai bộ quy định"))
        return look.page("office/comparison.html", title, context)


def name(rules: RuleSet, language: Language) -> str:
    """What a rule set is called."""
    return rules.vietnamese if language == "vi" else rules.english


def _name_in(language: Language) -> str:
    return "vietnamese" if language == "vi" else "english"


def _known(look: Look, rule_set: str) -> RuleSet:
    """The rule set of that id.

    Raises:
        Unknown: with ids like it.
    """
    found = rule_sets().get(rule_set)
    if found is None:
        raise unknown(look.connection, RULE_SET, (rule_set,), look.point)
    return found
