"""Work that is not lost: a session that ends while a form is filled in, a button that is clicked twice."""

from playwright.sync_api import Page, expect

from tests.browser.every_page import ELECTOR, OFFICE, RUNNING
from tests.browser.site import Site

PASSWORD = "mot mat khau du dai"
SEND = """async button => {
  const told = new URLSearchParams(new FormData(button.form, button));
  return (await fetch(button.form.action, { method: "POST", body: told })).status;
}"""
DRIVE = "Đợt thi đua của tháng cuối năm"


def sign_in(page: Page, login: str) -> None:
    """Fill in the door, which says that nothing is lost."""
    expect(page.get_by_role("status")).to_contain_text("nội dung vừa nhập còn nguyên")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="Mở lại biểu mẫu").click()


def test_a_form_outlives_the_session_in_which_it_was_opened(demo_site: Site) -> None:
    demo_site.set_password(OFFICE, PASSWORD)
    page = demo_site.page_as(OFFICE)
    page.goto(f"/cycles/{RUNNING}/drives/new")
    page.get_by_label("Tên đợt thi đua").fill(DRIVE)
    page.get_by_label("Khẩu hiệu").fill("Đúng việc & đúng hạn “mỗi ngày”")
    demo_site.end_sessions(OFFICE)
    entries = demo_site.entries()
    page.get_by_role("button", name="Phát động đợt thi đua").click()
    sign_in(page, OFFICE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Phát động đợt thi đua")
    expect(page.get_by_label("Tên đợt thi đua")).to_have_value(DRIVE)
    expect(page.get_by_label("Khẩu hiệu")).to_have_value("Đúng việc & đúng hạn “mỗi ngày”")
    assert demo_site.entries() == entries
    page.get_by_role("button", name="Phát động đợt thi đua").click()
    expect(page.get_by_role("status").first).to_contain_text(DRIVE)
    assert demo_site.entries() == entries + 1


def test_a_vote_outlives_the_session_in_which_it_was_begun(demo_site: Site) -> None:
    demo_site.set_password(ELECTOR, PASSWORD)
    page = demo_site.page_as(ELECTOR)
    page.goto(f"/ballots/{RUNNING}.advanced-unit")
    choices = page.get_by_role("radio", name="Không có ý kiến").all()
    for choice in choices:
        choice.check(force=True)
    page.get_by_role("button", name="Xem lại phiếu").click()
    demo_site.end_sessions(ELECTOR)
    page.get_by_role("button", name="Ghi phiếu").click()
    sign_in(page, ELECTOR)
    expect(page.get_by_role("radio", name="Không có ý kiến", checked=True)).to_have_count(len(choices))
    entries = demo_site.entries()
    page.get_by_role("button", name="Xem lại phiếu").click()
    page.get_by_role("button", name="Ghi phiếu").click()
    expect(page.get_by_role("heading", name="đã được ghi")).to_be_visible()
    assert demo_site.entries() == entries + 1


def test_a_button_that_is_clicked_twice_records_once(demo_site: Site) -> None:
    page = demo_site.page_as(OFFICE)
    page.goto("/units/new")
    page.get_by_label("Tên", exact=True).fill("Đơn vị bấm hai lần")
    entries = demo_site.entries()
    # The first click, whose answer the browser drops for that of the second.
    assert page.get_by_role("button", name="Đăng ký đơn vị").evaluate(SEND) == 200
    assert demo_site.entries() == entries + 1
    page.get_by_role("button", name="Đăng ký đơn vị").dblclick()
    expect(page.get_by_role("status").first).to_contain_text("Đã ghi vào nhật ký")
    assert demo_site.entries() == entries + 1
