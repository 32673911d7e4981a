"""Following every link of the pages as one reader, to a bound for each kind of address."""

from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from time import perf_counter_ns
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from starlette.routing import compile_path

from service.web.resources import RESOURCES
from tests.pages.markup import Element, Markup
from tests.web.house import House

_POINT = ("as_of", "known_at")
ELSEWHERE = "@"
_CONTROLS = ("input", "select", "textarea")


class Seen(NamedTuple):
    """What a reader got at an address, and the page on which the link was."""

    address: str
    kind: str
    status: int
    text: str
    is_page: bool
    on: str
    microseconds: int


class Kinds:
    """The kinds of addresses: the path of a route, with the names that a query asks for."""

    def __init__(self, paths: Collection[str]) -> None:
        self._patterns = [(compile_path(path)[0], path) for path in paths]
        self._commands = [compile_path(one.path)[0] for one in RESOURCES.values()]

    def path(self, address: str) -> str:
        """The path of the route that answers an address; "" for none."""
        path = urlsplit(address).path
        return next((told for pattern, told in self._patterns if pattern.match(path)), "")

    def is_command(self, address: str) -> bool:
        """Whether an address is where the form of a command is sent to."""
        return any(pattern.match(urlsplit(address).path) for pattern in self._commands)

    def __call__(self, address: str, point: Mapping[str, str]) -> str:
        """The kind of an address; what it asks at another point than this is a kind of its own."""
        asked = dict(parse_qsl(urlsplit(address).query))
        names = sorted(asked.keys() - {*_POINT})
        elsewhere = {name: asked[name] for name in _POINT if name in asked} != dict(point)
        return f"{self.path(address)}?{'&'.join(names)}{ELSEWHERE if elsewhere else ''}"


class Crawl:
    """A walk of one reader from where they come in: of each kind so many addresses, each asked once.

    `point` is a query that every link should keep. `newest`: the links that were found last go first, so
    that two walks see different addresses.
    """

    def __init__(
        self,
        house: House,
        headers: Mapping[str, str],
        kinds: Kinds,
        *,
        point: Mapping[str, str],
        each: int,
        newest: bool,
    ) -> None:
        self._house = house
        self._headers = headers
        self._kinds = kinds
        self._point = point
        self._each = each
        self._newest = newest
        self._found: set[str] = set()
        self._asked: Counter[str] = Counter()
        self._waiting: deque[tuple[str, str]] = deque()

    def walk(self, *fronts: str) -> Iterator[tuple[Seen, Markup | None]]:
        """What is there, with its markup where it is a page."""
        for front in fronts:
            path, _, query = front.partition("?")
            self._note(_with(path, {**dict(parse_qsl(query)), **self._point}), "")
        while self._waiting:
            address, on = self._waiting.pop() if self._newest else self._waiting.popleft()
            kind = self._kinds(address, self._point)
            if self._asked[kind] >= (1 if kind.endswith(ELSEWHERE) else self._each):
                continue
            self._asked[kind] += 1
            seen = self._ask(address, kind, on)
            page = Markup(seen.text) if seen.is_page else None
            yield seen, page
            if page is not None:
                for link in links(page, address):
                    self._note(link, address)

    def _ask(self, address: str, kind: str, on: str) -> Seen:
        began = perf_counter_ns()
        answer = self._house.client.get(address, headers=dict(self._headers), follow_redirects=False)
        took = (perf_counter_ns() - began) // 1_000
        if answer.status_code == 303:
            self._note(urljoin(address, answer.headers["location"]), on)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        return Seen(address, kind, answer.status_code, answer.text, is_page, on, took)

    def _note(self, address: str, on: str) -> None:
        if address not in self._found:
            self._found.add(address)
            self._waiting.append((address, on))


def links(page: Markup, address: str) -> Iterator[str]:
    """Where a page leads: its links, and its forms that only ask, as they would be sent unchanged."""
    for one in page.of("a"):
        told = one["href"].replace("&amp;", "&").partition("#")[0]
        if told.startswith(("/", "?")):
            yield urljoin(address, told)
    for form in page.of("form"):
        if form["method"] in ("", "get"):
            path = urlsplit(urljoin(address, form["action"].replace("&amp;", "&"))).path
            yield _with(path, dict(_values(page, form)))


def posts(page: Markup) -> list[str]:
    """Where the forms of a page are sent to that change something."""
    return [one["action"] for one in page.of("form") if one["method"] == "post"]


def _values(page: Markup, form: Element) -> Iterator[tuple[str, str]]:
    """What a form would send: what is filled in, chosen or ticked."""
    for one in page.of(*_CONTROLS):
        if not one["name"] or form not in one.above():
            continue
        if one.tag == "select":
            options = [option for option in page.of("option") if one in option.above()]
            chosen: Sequence[Element] = [option for option in options if "selected" in option.attributes]
            yield from (
                (one["name"], option["value"]) for option in (chosen or options)[:1] if option["value"]
            )
        elif one["value"] and (one["type"] not in ("radio", "checkbox") or "checked" in one.attributes):
            yield one["name"], one["value"]


def _with(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
