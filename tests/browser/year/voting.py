"""The conference: a roll call in which each unit votes for itself, and a ballot by show of hands."""

from playwright.sync_api import expect

from tests.browser.desk import WORK, Desk
from tests.browser.year.people import DEPUTY, LEAD, LETTERS, Year, unit_name

QUESTION = "Danh hiệu Đơn vị tiên tiến"
ADVANCED, FLAG = "advanced-unit", "flag-ministry"
CANDIDATES = "ABCDEF"
# How many of the six electors, from the first on, are for each candidate. Two thirds, 4 of 6, elect.
SUPPORT = {"A": 6, "B": 6, "C": 6, "D": 5, "E": 4, "F": 3}
WHO_VOTED = "Ai có mặt, ai đã bỏ phiếu"


def sum_up(year: Year) -> None:
    """The conference that ends the year's work."""
    told = {"Địa điểm": "Hội trường Đơn vị A", "Đơn vị chủ trì": [unit_name(LEAD), unit_name(DEPUTY)]}
    year.lead.at(year.cycle).do("Ghi hội nghị tổng kết", told)


def open_roll_call(year: Year) -> None:
    """The lead opens the roll call after looking at its warnings, and takes the attendance."""
    told = {"Câu hỏi": QUESTION, "Danh hiệu lấy phiếu": ["Đơn vị tiên tiến"]}
    year.lead.at(year.cycle).do("Mở cuộc bỏ phiếu", told)
    chair = year.lead.at(f"{year.ballot(ADVANCED)}/chair")
    for letter in LETTERS:
        chair.main.get_by_role("checkbox", name=unit_name(letter)).check()
    chair.record("Ghi điểm danh")


def vote(year: Year) -> None:
    """Six electors vote, each from the page of their work, and look at their slip before it counts."""
    for place, letter in enumerate(LETTERS):
        choices = {one: "Đồng ý" if place < SUPPORT[one] else "Không đồng ý" for one in CANDIDATES}
        cast(year.speakers[letter], choices)


def cast(elector: Desk, choices: dict[str, str]) -> None:
    """One vote, reviewed and recorded."""
    elector.at(WORK).main.get_by_role("link", name="Bỏ phiếu").first.click()
    for letter, choice in choices.items():
        line = elector.main.get_by_role("group", name=unit_name(letter), exact=True)
        line.get_by_role("radio", name=choice, exact=True).check(force=True)
    elector.main.get_by_role("button", name="Xem lại phiếu").click()
    expect(elector.main.get_by_role("definition")).to_have_text(list(choices.values()))
    elector.main.get_by_role("button", name="Ghi phiếu").click()
    expect(elector.main.get_by_text("đã được ghi").first).to_be_visible()


def count(year: Year) -> None:
    """The lead closes the roll call, and the count follows from the votes."""
    chair = f"{year.ballot(ADVANCED)}/chair"
    year.lead.at(chair).do("Kết thúc cuộc bỏ phiếu")
    year.lead.at(chair).do("Tổng hợp phiếu ghi tên")
    result = year.speakers["F"].at(f"{year.ballot(ADVANCED)}/result")
    for letter in "ABCDE":
        expect(result.main).to_contain_text(unit_name(letter))


def show_hands(year: Year) -> None:
    """One flag of the ministry for two, by hands that the lead counts."""
    told = {
        "Câu hỏi": "Cờ thi đua của Bộ Công an",
        "Danh hiệu lấy phiếu": ["Cờ thi đua của Bộ Công an"],
        "Hình thức bỏ phiếu": "Biểu quyết giơ tay",
        "Số đơn vị được chọn": "1",
    }
    desk = year.lead.at(year.cycle).begin("Mở cuộc bỏ phiếu").fill(told)
    candidates = desk.main.get_by_role("group", name="Đơn vị được lấy phiếu")
    for letter in "CDEF":
        candidates.get_by_role("checkbox", name=unit_name(letter), exact=True).uncheck()
    desk.record("Mở cuộc bỏ phiếu")
    room = f"{year.ballot(FLAG)}/chair"
    present = {"Đơn vị có mặt": [unit_name(letter) for letter in LETTERS]}
    year.lead.at(room).do("Kết thúc cuộc bỏ phiếu", present)
    figures = {"Số phiếu hợp lệ": "6", "Số cử tri có mặt": "6", "Số cử tri cho ý kiến bằng văn bản": "0"}
    desk = year.lead.at(room).begin("Ghi kết quả giơ tay").fill(figures)
    for letter, votes_for in (("A", 5), ("B", 1)):
        hands = {"Đồng ý": str(votes_for), "Không đồng ý": str(6 - votes_for), "Không có ý kiến": "0"}
        desk.fill(hands, desk.main.get_by_role("group", name=unit_name(letter), exact=True))
    desk.record("Ghi kết quả giơ tay")
