"""axe finds nothing wrong with any page: in both languages, at a desk and on a phone, light and dark."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from service.pages.offers import NEW
from tests.browser.every_page import CLUSTER, NOBODY, OFFICE, Opened, examples, templates
from tests.browser.site import DESK, HEIGHTS, PHONE, Site

LANGUAGES = ("vi", "en")
GROUPS = 4  # of routes: enough to share among workers
# Only what a test looks at is handed over: of a large page the rest takes longer than many a rule.
RUN = """options => axe.run({resultTypes: ['violations'], selectors: false, ...options})
    .then(({testEngine, violations}) => ({testEngine, violations}))"""
EVERY_RULE: Mapping[str, Any] = {}
# The dark theme changes colours and nothing else: what does not look at colours would find the same again.
COLOUR_RULES: Mapping[str, Any] = {"runOnly": ["color-contrast", "link-in-text-block"], "preload": False}
SCRIPT = Axe().axe_script


class Sight(NamedTuple):
    """How wide a window is, and in which colours."""

    width: int
    theme: Literal["light", "dark"]


SIGHTS = tuple(Sight(width, theme) for width in (DESK, PHONE) for theme in ("light", "dark"))
# Forms are made of the same few parts: each is looked at in both languages, widths and themes, not in each
# together with each.
FORM_SIGHTS: Mapping[str, tuple[Sight, ...]] = {
    "vi": tuple(sight for sight in SIGHTS if sight.width == DESK),
    "en": tuple(sight for sight in SIGHTS if sight.width == PHONE),
}


# Forms that are sent: one comes back refused, one is shown again to be read, and one lets nobody in.
SENT: tuple[tuple[Opened, Mapping[str, str]], ...] = (
    (Opened(OFFICE, f"/clusters/{CLUSTER}/elections/new?lead={CLUSTER}-b"), {"year": "sang năm"}),
    (Opened(OFFICE, f"/units/{CLUSTER}-a/dissolutions/new"), {}),
    (Opened(NOBODY, "/sign-in"), {"login": "khong-ai", "password": "khong biet"}),
)


class Windows:
    """A window for each reader in one language, with axe at hand on whatever it shows."""

    def __init__(self, site: Site, language: str) -> None:
        self._site = site
        self._language = language
        self._open: dict[str, Page] = {}

    def show(self, opened: Opened) -> Page:
        """The page, loaded."""
        page = self._of(opened.login)
        answer = page.goto(opened.path)
        assert answer is not None
        assert answer.status == 200, f"{opened.path} as {opened.login}: {answer.status}"
        page.evaluate(SCRIPT)
        return page

    def _of(self, login: str) -> Page:
        if login not in self._open:
            person = None if login == NOBODY else self._site.logins[login]
            self._open[login] = self._site.page_of(person, language=self._language)
        return self._open[login]


def violations(page: Page, sights: tuple[Sight, ...]) -> Iterator[str]:
    """What axe says of a page, in each sight of it."""
    for sight in sights:
        page.set_viewport_size({"width": sight.width, "height": HEIGHTS[sight.width]})
        page.emulate_media(color_scheme=sight.theme)
        result: dict[str, Any] = page.evaluate(RUN, EVERY_RULE if sight.theme == "light" else COLOUR_RULES)
        assert result["testEngine"]["name"] == "axe-core"
        for one in result["violations"]:
            for node in one["nodes"]:
                yield f"{page.url} {sight}: {one['id']}: {node['html'][:200]}"


@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_wrong_with_any_page(read_site: Site, language: str, group: int) -> None:
    windows = Windows(read_site, language)
    found = [
        problem
        for template in templates()[group::GROUPS]
        for opened in examples(template, read_site)
        for problem in violations(
            windows.show(opened), FORM_SIGHTS[language] if template.endswith(NEW) else SIGHTS
        )
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_wrong_with_what_comes_of_a_form(read_site: Site, language: str) -> None:
    windows = Windows(read_site, language)
    found: list[str] = []
    for opened, told in SENT:
        page = windows.show(opened)
        for name, value in told.items():
            page.locator(f"[name='{name}']").fill(value)
        page.locator("main form[method=post] button.primary").click()
        page.wait_for_function("document.readyState === 'complete' && !window.axe")
        page.evaluate(SCRIPT)
        found += violations(page, SIGHTS)
    assert found == []


def test_axe_would_find_what_is_wrong(read_site: Site) -> None:
    page = Windows(read_site, "vi").show(Opened(NOBODY, "/sign-in"))
    page.evaluate("document.querySelector('label[for=login]').remove()")
    assert any("label" in problem for problem in violations(page, SIGHTS[:1]))
