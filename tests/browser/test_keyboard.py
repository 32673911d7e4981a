"""What is done without a mouse: a vote from beginning to end, and where the focus goes."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.every_page import CLUSTER, ELECTOR, LEAD, OFFICE, RUNNING
from tests.browser.site import PHONE, Site

TABS_MAX = 80  # through the frame and the list of what waits, with room to spare
ROOM = f"/ballots/{RUNNING}.advanced-unit"


def tab_to(page: Page, wanted: Locator) -> None:
    """Press the tabulator until something has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the tabulator does not reach {wanted}")


def test_a_vote_is_cast_by_keyboard_alone(demo_site: Site) -> None:
    page = demo_site.page_as(ELECTOR)
    page.goto("/")
    tab_to(page, page.get_by_role("main").get_by_role("link", name=re.compile("^Bỏ phiếu")).first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(ROOM)))
    groups = page.get_by_role("main").get_by_role("group")
    lines = groups.filter(has=page.get_by_role("radio", name="Không đồng ý"))
    expect(lines.first).to_be_visible()
    for place in range(lines.count()):
        choices = lines.nth(place)
        tab_to(page, choices.get_by_role("radio", name="Đồng ý", exact=True))
        page.keyboard.press("Space")
        if place == 0:
            page.keyboard.press("ArrowDown")
            expect(choices.get_by_role("radio", name="Không đồng ý")).to_be_checked()
        else:
            expect(choices.get_by_role("radio", name="Đồng ý", exact=True)).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Xem lại phiếu"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại phiếu trước khi ghi")
    tab_to(page, page.get_by_role("button", name="Ghi phiếu"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Phiếu của .* đã được ghi"))).to_be_visible()


def test_the_first_tab_leads_past_the_frame(read_site: Site) -> None:
    page = read_site.page_as(OFFICE)
    page.goto(f"/cycles/{RUNNING}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_a_refused_form_takes_the_focus_to_what_is_wrong_and_from_there_to_the_field(read_site: Site) -> None:
    page = read_site.page_as(OFFICE, width=PHONE)
    page.goto(f"/clusters/{CLUSTER}/assignments/new")
    year = page.get_by_label("Năm", exact=True)
    year.fill("sang năm")
    page.get_by_label("Hình thức").select_option("assigned")
    page.get_by_role("button", name="Xem lại trước khi ghi").click()
    summary = page.get_by_role("region", name="Chưa ghi được: còn chỗ cần sửa")
    expect(summary).to_be_focused()
    expect(year).to_have_value("sang năm")
    tab_to(page, summary.get_by_role("link"))
    page.keyboard.press("Enter")
    expect(year).to_be_focused()
    expect(year).to_have_attribute("aria-invalid", "true")
    expect(year).to_have_accessible_description(re.compile("Nhập một số nguyên"))


def test_what_has_the_focus_keeps_it_when_a_part_is_read_anew(demo_site: Site) -> None:
    chair = demo_site.page_as(LEAD)
    chair.goto(f"{ROOM}/chair")
    close = chair.get_by_role("link", name="Kết thúc cuộc bỏ phiếu")
    expect(chair.locator("html")).to_have_attribute("data-live", "on")
    close.focus()
    told = chair.get_by_role("status").first
    vote(demo_site)
    expect(told).not_to_be_empty()
    expect(close).to_be_focused()


def vote(site: Site) -> None:
    """One vote, by a mouse."""
    page = site.page_as(ELECTOR)
    page.goto(ROOM)
    for choice in page.get_by_role("radio", name="Đồng ý", exact=True).all():
        choice.check(force=True)
    page.get_by_role("button", name="Xem lại phiếu").click()
    page.get_by_role("button", name="Ghi phiếu").click()
    expect(page.get_by_role("heading", name=re.compile("đã được ghi"))).to_be_visible()
