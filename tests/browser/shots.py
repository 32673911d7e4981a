"""Pictures of every page over the content of the demonstration: `python -m tests.browser.shots var/shots`.

At a desk and on a phone, in both languages, each a file named by language, width, address and reader. Add
`--dark` for dark colours. It is no test: nobody but a reader can say whether a page is good.
"""

import argparse
import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import copied, demonstrate
from tests.browser.every_page import NOBODY, Opened, examples, templates
from tests.browser.site import DESK, PHONE, Site, site_on
from tests.chromium import arguments, found


def shoot(site: Site, folder: Path, *, language: str, width: int, theme: str) -> None:
    """A picture of every page in one language and width."""
    windows: dict[str, Page] = {}
    for template in templates():
        for opened in examples(template, site):
            if opened.login not in windows:
                person = None if opened.login == NOBODY else site.logins[opened.login]
                windows[opened.login] = site.page_of(person, language=language, width=width, theme=theme)
            page = windows[opened.login]
            page.goto(opened.path)
            page.screenshot(path=folder / f"{language}-{width}-{named(opened)}.png", full_page=True)


def named(opened: Opened) -> str:
    """A file's name for a page: its address, and who reads it."""
    return re.sub(r"[^a-z0-9]+", "-", f"{opened.path}-{opened.login}".lower()).strip("-")


def main() -> None:
    """Make the content, serve it, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go, such as var/shots")
    parser.add_argument("--dark", action="store_true", help="in dark colours")
    told = parser.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        file = Path(place) / "content.db"
        demonstrate(file)
        browser = playwright.chromium.launch(executable_path=found(), args=arguments())
        with site_on(browser, copied(file, Path(place))) as site:
            for language in ("vi", "en"):
                for width in (DESK, PHONE):
                    sys.stderr.write(f"{language} {width}\n")
                    theme = "dark" if told.dark else "light"
                    shoot(site, told.folder, language=language, width=width, theme=theme)
        browser.close()


if __name__ == "__main__":
    main()
