"""A ballot that is over, counted anew under another rule: supposed, marked as such, and recorded nowhere."""

from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from domain.refusals import Refusal
from domain.rules import Base, Comparison
from projections.catalogue import marked
from projections.language import refusal_sentence
from projections.what_if import Change
from projections.words import word
from service.pages.looking import Look, looking
from service.pages.office.rule_sets import name
from service.rulebook import rule_sets
from service.web.guard import Caller, permitted
from service.web.reading import BallotId

_Share = Annotated[str, Query(max_length=20)]
_OBSTACLES = marked(
    {
        "not_over": "Phiếu này chưa có kết quả. Khi có kết quả mới tính lại được.",
        "annulled": "Kết quả của phiếu này đã bị hủy, nên không có gì để tính lại.",
        "uncounted": "Nhật ký không có số phiếu: suy tôn, hoặc nguồn tin không nêu. Không tính lại được.",
        "figure_missing": "Quy định giả định cần {figure}, mà nhật ký không nêu.",
    }
)

router = APIRouter(include_in_schema=False)


@router.get("/ballots/{ballot}/what-if")
def what_if_page(
    request: Request,
    ballot: BallotId,
    caller: Annotated[Caller, permitted("read_ballots")],
    rule_set: Annotated[str, Query(max_length=80)] = "",
    base: Base | Literal[""] = "",
    threshold: _Share = "",
    comparison: Comparison | Literal[""] = "",
    quorum: _Share = "",
) -> Response:
    """The recorded result beside the supposed one, and the form that supposes."""
    typed = {
        "rule_set": rule_set, "base": base, "threshold": threshold, "comparison": comparison,
        "quorum": quorum,
    }  # fmt: skip
    with looking(request, caller) as look:
        wrong: dict[str, str] = {}
        try:
            told = look.answer("what_if", ballot, also={"change": _change(typed)})
        except Refusal as refusal:
            named = str(refusal.params.get("field", "")).removeprefix("rule.")
            wrong = {named if named in typed else "": _sentence(look, refusal)}
            told = look.answer("what_if", ballot)
        context = {
            "ballot": told,
            "typed": typed,
            "wrong": wrong,
            "mistakes": [{"field": field or None, "text": text} for field, text in wrong.items()],
            "asked": any(typed.values()) and not wrong,
            "obstacle": _obstacle(look, told),
            "rule_sets": [(one.id, name(one, look.language)) for one in rule_sets().values()],
            "bases": [(one, word("base", one, look.language)) for one in get_args(Base)],
            "comparisons": [(one, word("comparison", one, look.language)) for one in get_args(Comparison)],
        }
        title = look.text(marked("Giả định: tính lại phiếu theo quy định khác"))
        return look.page("office/what_if.html", title, context, bar=look.bar("cycle", told["cycle"]))


def _sentence(look: Look, refusal: Refusal) -> str:
    if refusal.code == "rule_fraction_wrong":
        return look.text(marked("Viết tỷ lệ là phân số như 2/3, lớn hơn 0 và không quá 1."))
    return refusal_sentence(refusal, look.language)


def _change(typed: dict[str, Any]) -> Change:
    """What is supposed, of what was typed.

    Raises:
        Refusal: `rule_set_unknown`.
    """
    filled = {field: value.strip() or None for field, value in typed.items()}
    chosen = filled.pop("rule_set")
    known = rule_sets()
    if chosen is not None and chosen not in known:
        raise Refusal("rule_set_unknown", field="rule_set", rule_set=chosen, known=", ".join(known))
    return Change(rule_set=None if chosen is None else known[chosen], **filled)


def _obstacle(look: Look, told: dict[str, Any]) -> str | None:
    if told["obstacle"] is None:
        return None
    figure = str(told["figure"] or "").rpartition(".")[2]
    return look.text(_OBSTACLES[told["obstacle"]], figure=figure and word("figure", figure, look.language))
