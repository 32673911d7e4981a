"""One person at a computer: reads pages, follows links, fills forms by their labels, and records."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

Told = Mapping[str, Any]  # what is filled in, by label
WORK = "/"
REVIEW = "Xem lại trước khi ghi"
RECORDED = re.compile(r"Đã ghi vào nhật ký, mục")


def begins(text: str) -> re.Pattern[str]:
    """A name that begins with a text, as a link whose unit is told to who does not see the page."""
    return re.compile(rf"^\s*{re.escape(text)}")


def labelled(text: str) -> re.Pattern[str]:
    """A label, with or without the remark that the field may be left blank."""
    return re.compile(rf"^\s*{re.escape(text)}\s*(\(không bắt buộc\))?\s*$")


def unfold(wanted: Locator) -> None:
    """Open the heading behind which something lies, if it does."""
    if not wanted.is_visible():
        wanted.locator("xpath=ancestor::details[not(@open)]/summary").click()


class Desk:
    """A window, in Vietnamese, and who sits before it."""

    def __init__(self, page: Page, person: str) -> None:
        self.page = page
        self.person = person

    @property
    def main(self) -> Locator:
        """What a page is about, without its frame."""
        return self.page.get_by_role("main")

    def at(self, path: str) -> "Desk":
        """Go to a page, which is there."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status} {self.main.inner_text()[:400]}"
        return self

    def begin(self, act: str, about: str = "") -> "Desk":
        """Follow the link to the form of an act, which may lie behind a heading."""
        links = self.main.get_by_role("link", name=begins(act), include_hidden=True)
        link = (links.filter(has_text=about) if about else links).first
        expect(link).to_be_attached()
        unfold(link)
        link.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(act)
        return self

    def fill(self, told: Told, within: Locator | None = None) -> "Desk":
        """Fill in fields by their labels: a text, yes or no, or the boxes of a list that are ticked."""
        place = within or self.main
        for label, value in told.items():
            if isinstance(value, list):
                for one in value:
                    group = place.get_by_role("group", name=labelled(label))
                    group.get_by_role("checkbox", name=one, exact=True).check()
                continue
            field = place.get_by_label(labelled(label)).first
            unfold(field)
            if isinstance(value, bool):
                field.set_checked(value)
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
        return self

    def fill_lines(self, heading: str, lines: Sequence[Told]) -> "Desk":
        """Fill in a list, line by line."""
        for place, told in enumerate(lines, start=1):
            self.fill(told, self.main.get_by_role("group", name=f"{heading}, dòng {place}", exact=True))
        return self

    def record(self, act: str) -> "Desk":
        """Send the form, by way of its review where the act has one, to the page that says it is recorded."""
        review = self.main.get_by_role("button", name=REVIEW)
        if review.count():
            review.click()
            expect(self.page.get_by_role("heading", level=1)).to_have_text(REVIEW)
        self.main.get_by_role("button", name=act, exact=True).click()
        expect(self.main.get_by_role("status").filter(has_text=RECORDED)).to_be_visible()
        return self

    def do(self, act: str, told: Told | None = None, about: str = "") -> "Desk":
        """An act from its link to its entry in the log."""
        return self.begin(act, about).fill(told or {}).record(act)

    def work(self, act: str, told: Told | None = None, about: str = "") -> "Desk":
        """An act that waits for this person on the page of their work."""
        return self.at(WORK).do(act, told, about)
