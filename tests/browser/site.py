"""A served thidua, and people who open its pages in Chromium, each in a window of their own."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from tempfile import TemporaryFile
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from sqlalchemy import select

from service.accounts import logins as accounts
from service.accounts import passwords, persons, sessions
from service.accounts.tables import logins
from service.engine import writing
from service.opening import opened
from service.web.cookies import SESSION_COOKIE
from tests.serving import Served, serving
from tests.web.house import NO_LIMITS, new_person, new_session

DESK, PHONE = 1280, 390  # widths of a window, in CSS pixels
HEIGHTS = {DESK: 800, PHONE: 844}
_FAILED = b'"level": "error"'  # of a line that the service logs
# What Chromium itself says of an answer that is a refusal, which the pages are asked for on purpose.
_REFUSED = "Failed to load resource: the server responded"


class Site:
    """The service on a database; `troubles` are what no page should make a console or the service say."""

    def __init__(self, browser: Browser, database_url: str) -> None:
        self.browser = browser
        self.database_url = database_url
        self.troubles: list[str] = []
        self._serving = ExitStack()
        self._windows = ExitStack()
        self._log = TemporaryFile()  # noqa: SIM115 - it is closed with the site
        self.served: Served = self._serve(None)

    @property
    def address(self) -> str:
        """Where the service listens; a restart does not change it."""
        return self.served.address

    def _serve(self, port: int | None) -> Served:
        service = serving(self.database_url, log=self._log.fileno(), port=port, **NO_LIMITS)
        return self._serving.enter_context(service)

    def stop(self) -> None:
        """Take the service away, as a power cut does."""
        self._serving.close()

    def start(self) -> None:
        """Start it again where it was."""
        self.served = self._serve(self.served.port)

    def close(self) -> None:
        """Close every window, and stop; a failure of the service is trouble that a page need not show."""
        self._windows.close()
        self.stop()
        self._log.seek(0)
        self.troubles += [line.decode() for line in self._log if _FAILED in line]
        self._log.close()

    def person(self, name: str, *roles: str) -> str:
        """Somebody new, with a name and roles; their id."""
        with opened(self.database_url) as application:
            person = new_person(application, *roles)
            now = application.log_recorder.clock()
            with writing(application.engine) as connection:
                persons.change(connection, person, persons.Personal(name=name), by=None, now=now)
        return person

    @cached_property
    def logins(self) -> dict[str, str]:
        """The person behind each login of the database."""
        with opened(self.database_url) as application, application.log_recorder.reading() as connection:
            found = connection.execute(select(logins.c.login, logins.c.person))
            return {one.login: one.person for one in found}

    def session(self, person: str) -> str:
        """The secret of a new session of a person."""
        with opened(self.database_url) as application:
            return new_session(application, person)

    def end_sessions(self, login: str) -> None:
        """End whatever sessions the person of a login has, as time does."""
        with opened(self.database_url) as application:
            now = application.log_recorder.clock()
            with writing(application.engine) as connection:
                sessions.end_all(connection, self.logins[login], now=now)

    def set_password(self, login: str, password: str) -> None:
        """Let the person of a login in by a password that a test knows."""
        hashed = passwords.hashed(password, login)
        with opened(self.database_url) as application:
            now = application.log_recorder.clock()
            with writing(application.engine) as connection:
                accounts.set_login(connection, self.logins[login], login, hashed, by=None, now=now)

    def entries(self) -> int:
        """How many entries the log has."""
        with opened(self.database_url) as application:
            return application.log_recorder.max_notification_id() or 0

    def page_of(self, person: str | None, **how: Any) -> Page:
        """A window in which a person is signed in, or nobody; `how` as `window` takes it."""
        context = self.window(**how)
        if person is not None:
            cookie = {"name": SESSION_COOKIE, "value": self.session(person), "url": self.address}
            context.add_cookies([cookie])  # type: ignore[list-item]
        return context.new_page()

    def page_as(self, login: str, **how: Any) -> Page:
        """A window in which the person of a login is signed in."""
        return self.page_of(self.logins[login], **how)

    def window(
        self,
        *,
        width: int = DESK,
        language: str = "vi",
        theme: Any = "light",
        javascript: bool = True,
        troubled: bool = False,
    ) -> BrowserContext:
        """A browser of its own, which shares no cookie. One that is `troubled` may lose the service."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme=theme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        self._windows.callback(context.close)
        cookie = {"name": "thidua_language", "value": language, "url": self.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))
        if not troubled:
            context.on("console", self._said)
        context.on("request", lambda request: self._asked(request.url))
        return context

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_REFUSED):
            self.troubles.append(f"{message.location}: {message.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith(self.address):
            self.troubles.append(f"asked of another host: {url}")


@contextmanager
def site_on(browser: Browser, database_url: str) -> Iterator[Site]:
    """A site, at the end of which no page may have made the console complain or asked another host."""
    site = Site(browser, database_url)
    try:
        yield site
    finally:
        site.close()
    assert site.troubles == []
