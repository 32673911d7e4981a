"""In which language a reader is told, and whether as a page or as data."""

from starlette.requests import Request

from projections.catalogue import LANGUAGES, Language
from service.web.paths import PREFIX, under

LANGUAGE_COOKIE = "thidua_language"
_WEIGHTS_MAX = 20


def wants_page(request: Request) -> bool:
    """Whether a reader asks with a browser for something other than data."""
    return not under(request.url.path, PREFIX) and "text/html" in request.headers.get("accept", "")


def page_language(request: Request) -> Language:
    """The language that the reader chose on a page; Vietnamese until then.

    What the browser asks for does not count: many office machines are set up in English.
    """
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return next((language for language in LANGUAGES if language == chosen), "vi")


def preferred_language(request: Request) -> Language:
    """The language chosen for pages; for data English where it is asked for before Vietnamese."""
    if wants_page(request):
        return page_language(request)
    weights: dict[str, int] = {}
    for part in request.headers.get("accept-language", "").lower().split(",")[:_WEIGHTS_MAX]:
        name, _, parameters = part.partition(";")
        weights.setdefault(name.strip().partition("-")[0], _thousandths(parameters))
    return "en" if weights.get("en", 0) > weights.get("vi", 0) else "vi"


def _thousandths(parameters: str) -> int:
    """A weight (`q=0.8`) in thousandths; 1000 where none is told or it cannot be read."""
    _, told, weight = parameters.replace(" ", "").partition("q=")
    whole, _, fraction = weight.partition(".")
    digits = (whole + fraction.ljust(3, "0")[:3]) if told else ""
    return min(int(digits), 1000) if digits.isdecimal() and digits.isascii() else 1000
