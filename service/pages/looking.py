"""One look at the service: who looks, at which point, in which language. Every page is made from one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from domain.delegations import Scope as Delegated
from domain.delegations import standing_of
from domain.identity import stream, stream_parts
from domain.moments import CIVIL_ZONE, Moment, Precision, as_datetime
from domain.refusals import Refusal
from projections.catalogue import translate
from projections.units import UNITS
from service import answers
from service.accounts import persons
from service.application import Thidua
from service.authority.subjects import Subject
from service.pages.acts import Acts
from service.pages.navigation import navigation
from service.pages.notices import notices
from service.pages.offers import Offer, offer
from service.pages.preferences import theme_of
from service.pages.problem_pages import POINT, UNKEPT
from service.pages.rendering import render
from service.pages.time_bar import TimeBar, time_bar
from service.pages.written import written_moment
from service.past import Present
from service.web.guard import Caller
from service.web.languages import page_language


class Look:
    """What a page is made from: answers at the point that its address names, and what the reader may do."""

    def __init__(self, request: Request, connection: Connection, caller: Caller) -> None:
        self.request = request
        self.connection = connection
        self.caller = caller
        self.application: Thidua = request.app.state.thidua
        self.language = page_language(request)
        self._told = {name: written_moment(request.query_params.get(name, "").strip()) for name in POINT}
        asked = {name: text or None for name, text in self._told.items()}
        self.asked = answers.read_point(asked["as_of"], asked["known_at"], self.language)
        self.point = answers.stand(self.application, connection, self.asked).point
        now = as_datetime(self.application.log_recorder.clock()).astimezone(CIVIL_ZONE)
        self.today = now.date()
        self.now = now

    @property
    def travels(self) -> bool:
        """Whether the point is not now, so that forms are locked."""
        return self.asked.known_at is not None or self.asked.as_of not in (None, self.today)

    def answer(self, name: str, *keys: str, **asked: Any) -> dict[str, Any]:
        """The answer to a question of `QUERIES` at the point.

        `asked` changes the question, as `after`, `limit`, `only`, `also` (see `answers.Asked`).

        Raises:
            Unknown: nothing of that id is known there.
        """
        changed = answers.Asked(**{**_fields(self.asked), **asked})
        compared = answers.compared(self.application, self.connection, changed)
        return answers.answer_at(self.connection, name, keys, self.point, compared)

    def whole(self, name: str, *keys: str, **asked: Any) -> dict[str, Any]:
        """The answer with all lines of its list."""
        return self.answer(name, *keys, whole=True, **asked)

    def known(self, name: str, *keys: str, **asked: Any) -> dict[str, Any] | None:
        """The answer, or None where nothing of that id is known."""
        with suppress(answers.Unknown):
            return self.answer(name, *keys, **asked)
        return None

    @cached_property
    def acts(self) -> Acts:
        """What the reader may do now; nothing is done while looking back."""
        return Acts(self.past, self.caller)

    @cached_property
    def past(self) -> Present:
        """The states of now, for the permission table."""
        now = Moment(self.application.log_recorder.now(self.connection), Precision.INSTANT)
        return Present(self.application, self.connection, now, now)

    @cached_property
    def named_by(self) -> frozenset[str]:
        """The units that name the reader, at whatever point: nobody speaks for others."""
        if self.caller.person is None:
            return frozenset()
        found = UNITS.ever_naming(self.connection, self.caller.person)
        return frozenset(stream_parts(name)[1][0] for name in found)

    def speaks_for(self, when: Moment, scope: Delegated | None = None) -> set[str]:
        """The units for which the reader speaks, as they are at the point, in a scope or in whatever."""
        subjects = [stream("unit", unit) for unit in self.named_by]
        units = UNITS.all(self.connection, self.point, subjects=subjects).values() if subjects else ()
        person = self.caller.person or ""
        return {unit.id for unit in units if standing_of(unit, person, when, scope)}

    def may(self, action: str, subject: Subject | str) -> bool:
        """Whether the reader can take an action on a subject, or on that of a stream; never in the past."""
        return not self.travels and self.acts.may(action, subject) is not None

    def offer(self, command: str, subject: Subject | str, /, **named: str | int) -> Offer | None:
        """The form of a command, where the reader may fill it in (see `offers.offer`)."""
        return offer(self, command, subject, **named)

    @cached_property
    def person(self) -> persons.Person | None:
        """The reader, as far as the accounts know them."""
        if self.caller.person is None:
            return None
        with suppress(Refusal):
            return persons.find(self.connection, self.caller.person)
        return None

    def url(self, path: str, /, **query: Any) -> str:
        """An address that keeps the point in time, and which `query` is added to; None takes a part away."""
        told = {**self._told, **query}
        filled = {name: value for name, value in told.items() if value not in (None, "")}
        return quote(path, safe="/:@") + ("?" + urlencode(filled) if filled else "")

    @property
    def here(self) -> str:
        """The address of the page itself, with its query."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    @property
    def untravelled(self) -> str:
        """The address of the page itself as of now: what asks for an act knows no other time."""
        return self.url(self.request.url.path, **{**self.request.query_params, **dict.fromkeys(POINT)})

    def page(
        self,
        template: str,
        title: str,
        context: Mapping[str, Any] | None = None,
        *,
        bar: TimeBar | None = None,
        status: int = 200,
    ) -> HTMLResponse:
        """A whole page; `title` is in the reader's language and becomes its one h1. With a `bar` it can be
        asked at another point.
        """
        told = {
            **self.frame(title),
            "bar": bar,
            "notices": notices(self),
            **(context or {}),
        }
        return HTMLResponse(render(self.language, template, told), status, headers=self._headers())

    def fragment(self, template: str, context: Mapping[str, Any]) -> HTMLResponse:
        """A part of a page, for a page that is open to put in."""
        told = {**self.frame(""), **context}
        return HTMLResponse(render(self.language, template, told), headers=self._headers())

    def frame(self, title: str) -> dict[str, Any]:
        """What the frame of every page needs."""
        return {
            "look": self,
            "notices": [],
            "bar": None,
            "url": self.url,
            "title": title,
            "theme": theme_of(self.request),
            "here": self.here,
            "hide_sign_in": False,
            "navigation": navigation(self),
        }

    def bar(self, kind: str | None = None, key: str | None = None) -> TimeBar:
        """The time bar of a page that is about a cycle, a cluster or a unit, or about no single one."""
        return time_bar(self, kind, key)

    def text(self, source: str, /, **params: str | None) -> str:
        """A Vietnamese source text in the reader's language."""
        return translate(self.language, source, **params)

    def _headers(self) -> dict[str, str]:
        return {**UNKEPT, "Content-Language": self.language}


def _fields(asked: answers.Asked) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in asked.__struct_fields__}


@contextmanager
def looking(request: Request, caller: Caller) -> Iterator[Look]:
    """A look of whoever was let in; it reads on one connection, and so in one state of the log.

    Raises:
        PointUnreadable: the point that the address names cannot be read.
    """
    application: Thidua = request.app.state.thidua
    with application.log_recorder.reading() as connection:
        yield Look(request, connection, caller)
