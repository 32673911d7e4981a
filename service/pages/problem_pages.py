"""An error as a page: what is not possible, by which rule, and what to do; the frame without a reader."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from service.pages.preferences import safe_return, theme_of
from service.pages.rendering import render
from service.web.languages import page_language

SIGN_IN = "/sign-in"
PASSWORD_PATH = "/password"  # noqa: S105 - the address of a page
# Computers are shared: nothing is left in a cache after signing out.
UNKEPT = {"Cache-Control": "private, no-store", "Vary": "Cookie"}
KEPT_FIELDS_MAX = 990  # with those of the door itself no more than a body may have where FastAPI reads it
COMMAND_ID = "_command_id"  # which every form of a command sends, and no other form
POINT = ("as_of", "known_at")
READING = frozenset({"GET", "HEAD"})


def bare_frame(request: Request, title: str) -> dict[str, Any]:
    """The frame of a page that needs no database and knows no reader."""
    return {
        "look": None,
        "notices": [],
        "bar": None,
        "title": title,
        "theme": theme_of(request),
        "here": request.url.path if request.method in READING else "/",
        "navigation": [],
        "hide_sign_in": False,
    }


def bare_page(
    request: Request, template: str, title: str, context: Mapping[str, Any], *, status: int = 200
) -> HTMLResponse:
    """A page that needs no database and knows no reader."""
    language = page_language(request)
    told = render(language, template, {**bare_frame(request, title), **context})
    return HTMLResponse(told, status, headers={**UNKEPT, "Content-Language": language})


def problem_page(request: Request, told: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    """The page of a problem, by the members of its problem details."""
    context = {"problem": told, "now": _now(request)}
    page = bare_page(request, "problems/problem.html", told["title"], context, status=told["status"])
    page.headers.update({name: value for name, value in headers.items() if name != "Vary"})
    return page


def _now(request: Request) -> str | None:
    """The same page as of now, where it was asked for at another point: it may not have been there then."""
    asked, path = request.query_params, request.url.path
    travels = request.method in READING and any(asked.get(name) for name in POINT)
    if not travels or safe_return(path) != path:  # `//evil.example` would lead to another site
        return None
    kept = urlencode([(name, value) for name, value in asked.multi_items() if name not in POINT])
    return path + (f"?{kept}" if kept else "")


async def sign_in_instead(request: Request) -> Response:
    """Signing in, and then on to what was asked for.

    What was typed into a form of a command is kept on the way, for it is shown again before it counts. Any
    other form acts when it is sent, or holds passwords: of those nothing is kept.
    """
    if request.method in READING:
        query = f"?{request.url.query}" if request.url.query else ""
        asked = request.url.path + query
        return RedirectResponse(SIGN_IN if asked == "/" else f"{SIGN_IN}?{urlencode({'next': asked})}", 303)
    form = await request.form(max_fields=KEPT_FIELDS_MAX)
    kept = kept_fields(form) if COMMAND_ID in form else []
    context = {
        "refused": None,
        "login": "",
        "provider": None,
        "next": request.url.path if kept else "",
        "kept": kept,
        "lost": not kept,
        "hide_sign_in": True,
    }
    return bare_page(request, "door/sign_in.html", "", context, status=401)


def kept_fields(form: FormData) -> list[tuple[str, str]]:
    """The fields of a form that can be sent again; a file cannot."""
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
