"""A person at a browser without scripts: opens pages, fills in forms as they are on the page, sends them."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from httpx2 import Response

from tests.web.house import House

Values = dict[str, list[str]]


class Page:
    """An answer that is a page."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.text = answer.text
        self.tree: Element = html5lib.parse(answer.text, namespaceHTMLElements=False)

    def words(self, path: str = ".//main") -> str:
        """What can be read in a part of the page, with single spaces."""
        return " ".join(" ".join("".join(found.itertext()) for found in self.tree.findall(path)).split())

    def links(self) -> list[str]:
        """Where the links of the content lead."""
        return [str(link.get("href")) for link in self.tree.findall(".//main//a")]

    def form(self, action: str = "") -> "Form":
        """The first form of the content whose address ends so."""
        found = [
            one for one in self.tree.findall(".//main//form") if str(one.get("action", "")).endswith(action)
        ]
        assert found, f"no form for {action!r} in {self.words()[:400]}"
        return Form(found[0])


class Form:
    """A form as it is on the page: what it would send if nobody changed it."""

    def __init__(self, element: Element) -> None:
        self.action = str(element.get("action"))
        self.values: Values = {}
        self.names: set[str] = set()
        for control in element.iter():
            name = control.get("name")
            if name is not None and control.tag in ("input", "select", "textarea"):
                self.names.add(name)
                for value in _held(control):
                    self.values.setdefault(name, []).append(value)

    def filled(self, **told: str | Sequence[str]) -> Values:
        """The values with some put in; a field that the form does not have is a mistake of the test."""
        values = dict(self.values)
        for name, value in told.items():
            assert name in self.names or name == "_step", (
                f"the form has no field {name}: {sorted(self.names)}"
            )
            values[name] = [value] if isinstance(value, str) else list(value)
        return values


def _held(control: Element) -> list[str]:
    match control.tag:
        case "textarea":
            return [(control.text or "").removeprefix("\n")]
        case "select":
            options = control.findall(".//option")
            chosen = [one for one in options if one.get("selected") is not None] or options[:1]
            return [str(one.get("value", "")) for one in chosen]
    if control.get("type") in ("checkbox", "radio") and control.get("checked") is None:
        return []
    return [str(control.get("value", ""))]


class Reader:
    """Somebody who reads the pages of a house."""

    def __init__(self, house: House, person: str | None, *, language: str = "vi") -> None:
        self.house = house
        self.person = person
        self._language = language

    def headers(self) -> dict[str, str]:
        """What a browser sends with each request."""
        told = self.house.headers(self.person)
        cookies = [told["Cookie"]] if "Cookie" in told else []
        cookies.append(f"thidua_language={self._language}")
        return {"Cookie": "; ".join(cookies), "Accept": "text/html"}

    def open(self, path: str, **query: Any) -> Page:
        """A page by its address."""
        answer = self.house.client.get(
            path, params=query or None, headers=self.headers(), follow_redirects=False
        )
        return Page(answer)

    def send(self, path: str, values: Mapping[str, Sequence[str]]) -> Page:
        """What a form sends."""
        answer = self.house.client.post(
            path, data=dict(values), headers=self.headers(), follow_redirects=False
        )
        return Page(answer)

    def fill_in(self, path: str, step: str = "record", /, **told: str | Sequence[str]) -> Page:
        """Opens the form of an address, fills it in and sends it."""
        page = self.open(path)
        assert page.status == 200, page.words()
        form = page.form()
        return self.send(form.action, form.filled(_step=step, **told))
