"""How a reader wants the pages: the language and the theme, kept in cookies and nowhere else."""

from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from projections.catalogue import Language
from service.web.cookies import is_secure
from service.web.guard import permitted
from service.web.languages import LANGUAGE_COOKIE

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)
THEME_COOKIE = "thidua_theme"
KEPT_SECONDS = 31_536_000  # a year: who comes back next November finds the pages as they left them
FRONT = "/"

router = APIRouter(include_in_schema=False)


def theme_of(request: Request) -> Theme:
    """The theme that the reader chose; that of the machine until then."""
    chosen = request.cookies.get(THEME_COOKIE)
    return next((theme for theme in THEMES if theme == chosen), "auto")


def safe_return(address: str) -> str:
    """An address of this service to go back to; the front page where it is none."""
    fine = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if fine else FRONT


@router.post("/preferences", dependencies=[permitted("see_pages")])
def prefer(
    request: Request,
    language: Annotated[Language | None, Form()] = None,
    theme: Annotated[Theme | None, Form()] = None,
    back: Annotated[str, Form(max_length=2_000)] = FRONT,
) -> Response:
    """Keep what was chosen, and go back to the page where it was."""
    response = RedirectResponse(safe_return(back), 303)
    for name, chosen in ((LANGUAGE_COOKIE, language), (THEME_COOKIE, theme)):
        if chosen is not None:
            response.set_cookie(
                name,
                chosen,
                max_age=KEPT_SECONDS,
                path="/",
                secure=is_secure(request),
                httponly=True,
                samesite="lax",
            )
    return response
