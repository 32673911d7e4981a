"""From the minutes to the next year's lead: titles, dossier, handover, a correction, and the year's close."""

from playwright.sync_api import expect

from tests.browser.desk import WORK, Desk
from tests.browser.year.people import CLUSTER, DEPUTY, LETTERS, Year, unit_id, unit_name

NEXT_DEPUTY = "C"
TITLE, CODE = "Đơn vị tiên tiến", "advanced_unit"
AWARDED = "AB"
CORRECTED = "Hồ sơ đầy đủ, lưu trữ đúng quy định"


def sign(year: Year) -> None:
    """The minutes of the conference, signed by all six."""
    told = {"Số": f"01/BB-{year.number}", "Đơn vị ký": [unit_name(letter) for letter in LETTERS]}
    year.lead.at(year.cycle).do("Ký biên bản tổng kết", told)


def award(year: Year) -> None:
    """Whom the ballot elected is proposed and submitted; titles are decided and presented."""
    pages = {letter: f"{year.cycle}/nominations/{CODE}/{unit_id(letter)}" for letter in AWARDED}
    for letter in AWARDED:
        told = {"Danh hiệu được đề nghị": TITLE, "Đơn vị": unit_name(letter)}
        year.lead.at(f"{year.cycle}/nominations").do("Đề nghị danh hiệu", told)
    for page in pages.values():
        year.office.at(page).do("Thẩm định đề nghị danh hiệu")
        year.lead.at(page).do("Trình đề nghị danh hiệu", {"Nơi nhận": "Cấp có thẩm quyền"})
    year.lead.at(year.cycle).do("Trình hồ sơ", {"Nơi nhận": "Cấp có thẩm quyền"})
    for at, page in enumerate(pages.values(), start=1):
        decided = {"Quyết định": "Tặng", "Số": f"{at:02}/QĐ-{year.number}"}
        year.office.at(page).do("Ghi quyết định khen thưởng", decided)
        year.office.at(page).do("Ghi việc trao tặng danh hiệu", {"Địa điểm": "Hội trường Đơn vị A"})


def hand_over(year: Year) -> None:
    """The next year's lead is chosen; the old one hands over, and the new one accepts."""
    chosen = {
        "Năm": str(year.number + 1),
        "Cụm trưởng": unit_name(DEPUTY),
        "Cụm phó": unit_name(NEXT_DEPUTY),
    }
    page = f"/clusters/{CLUSTER}"
    year.lead.at(page).do("Ghi kết quả bầu cụm trưởng", chosen)
    year.lead.at(WORK).do("Bàn giao nhiệm vụ cụm trưởng")
    year.deputy.at(WORK).do("Nhận bàn giao nhiệm vụ cụm trưởng")


def correct(year: Year) -> None:
    """The office corrects what an inspection found, with its reason; the entry says so ever after."""
    entry = find_entry(year.office, f"{year.cycle}/events?topic=inspection.recorded")
    told = {"Lý do": "Bổ sung theo biên bản kiểm tra", "Kết quả đánh giá": CORRECTED}
    year.office.at(entry).do("Đính chính mục đã ghi", told)
    expect(year.office.at(entry).main).to_contain_text(CORRECTED)


def find_entry(desk: Desk, journal: str) -> str:
    """The page of the only entry in a filtered journal."""
    link = desk.at(journal).main.get_by_role("rowheader").get_by_role("link")
    expect(link).to_have_count(1)
    return link.get_attribute("href") or ""


def close(year: Year) -> None:
    """The lead closes its year."""
    year.lead.at(year.cycle).do("Kết thúc năm thi đua", {"Lý do": "Hoàn thành năm thi đua"})


def show(year: Year) -> None:
    """What every member reads afterwards: the standings, and who has led in which year."""
    reader = year.speakers["D"].at(year.cycle)
    first = reader.main.get_by_role("row").filter(has_text=unit_name("A")).first
    expect(first).to_contain_text("98")
    expect(first).to_contain_text(TITLE)
    expect(reader.at(f"/clusters/{CLUSTER}").main).to_contain_text(unit_name(DEPUTY))
    reader.at(f"/clusters/{CLUSTER}/history")
    for told in (str(year.number), unit_name("A")):
        expect(reader.main).to_contain_text(told)
