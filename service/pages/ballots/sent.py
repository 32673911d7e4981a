"""What a form of the ballot room sent, and how a refusal of it is told."""

from collections.abc import Sequence

from fastapi import Request

from domain.refusals import Refusal
from projections.phrases import Mentioned
from projections.refusals import refusal_sentence
from projections.units import Names
from service.pages.looking import Look
from service.pages.problem_pages import KEPT_FIELDS_MAX

Sent = dict[str, Sequence[str]]


async def sent(request: Request) -> Sent:
    """The fields of a form, each with all its values."""
    form = await request.form(max_fields=KEPT_FIELDS_MAX)
    return {name: [one for one in form.getlist(name) if isinstance(one, str)] for name in form}


def told_refusal(look: Look, refusal: Refusal) -> str:
    """A refusal in the language of the page, with units by their names."""
    asked = Mentioned()
    refusal_sentence(refusal, look.language, asked)
    return refusal_sentence(refusal, look.language, Names(look.connection, look.point, asked.units))
