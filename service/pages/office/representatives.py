"""Who speaks for a unit: representatives and stand-ins, and the forms to appoint, release and delegate."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import stream
from projections.catalogue import marked
from projections.words import word
from service.pages.audit.people import People
from service.pages.looking import looking
from service.pages.offers import offers
from service.web.guard import Caller, permitted
from service.web.reading import UnitId

router = APIRouter(include_in_schema=False)


@router.get("/units/{unit}/representatives")
def representatives_page(
    request: Request, unit: UnitId, caller: Annotated[Caller, permitted("read_representatives")]
) -> Response:
    """Representatives and delegations on the day."""
    with looking(request, caller) as look:
        told = look.answer("representatives", unit)
        about = stream("unit", unit)
        people = People(look)

        def called(person: str) -> dict[str, str | None]:
            return {"called": people.name(person), "href": people.address(person)}

        context = {
            "unit": told,
            "representatives": [
                {
                    **one,
                    **called(one["person"]),
                    "release": look.offer("release_representative", about, unit=unit, person=one["person"]),
                }
                for one in told["representatives"]
            ],
            "delegations": [
                {
                    **one,
                    **called(one["stand_in"]),
                    "giver": called(one["by"]),
                    "scopes": ", ".join(word("scope", scope, look.language) for scope in one["scopes"]),
                    "revoke": look.offer(
                        "revoke_delegation", about, unit=unit, stand_in=one["stand_in"], by=one["by"]
                    ),
                }
                for one in told["delegations"]
            ],
            "offers": offers(look, ("appoint_representative", "grant_delegation"), about, unit=unit),
        }
        title = look.text(marked("Người đại diện của {name}"), name=told["name"])
        return look.page("office/representatives.html", title, context, bar=look.bar("unit", unit))
