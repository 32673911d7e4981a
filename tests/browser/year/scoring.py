"""Points by criterion: each unit's own, the lead's, one explanation and what the office makes of it."""

from collections.abc import Mapping

from tests.browser.desk import WORK, Desk
from tests.browser.year.people import DEPUTY, LEAD, LETTERS, Year, unit_name
from tests.browser.year.working import REACHED

FILES = "Hồ sơ giải quyết đúng hạn (tối đa 60 điểm)"
ADVICE = "Chất lượng tham mưu (tối đa 20 điểm)"
DISCIPLINE = "Chấp hành kỷ luật (tối đa 20 điểm)"
BONUS = "Điểm thưởng (tối đa 5 điểm)"
UNDISCIPLINED = "F"
VERIFIED = {"A": "18", "B": "17", "C": "17", "D": "16", "E": "14,5", "F": "15"}
EXPLAINED, RECHECKED = "E", "18,5"


def mark(desk: Desk, criterion: str, told: Mapping[str, str]) -> None:
    """Fill in one criterion."""
    desk.fill(told, desk.main.get_by_role("group", name=criterion, exact=True))


def score(year: Year) -> None:
    """Each unit marks itself, with its evidence."""
    for letter, speaker in year.speakers.items():
        speaker.at(WORK).begin("Nộp điểm tự chấm")
        told = {"Kết quả thực hiện": REACHED[letter], "Chỉ tiêu": "40", "Minh chứng": f"Báo cáo 0{letter}/BC"}
        mark(speaker, FILES, told)
        mark(speaker, ADVICE, {"Điểm": "20"})
        mark(speaker, DISCIPLINE, {"Đạt hay không": "Không" if letter == UNDISCIPLINED else "Có"})
        mark(speaker, BONUS, {"Điểm": "0"})
        speaker.record("Nộp điểm tự chấm")


def verify(year: Year) -> None:
    """The lead verifies the others and the deputy the lead; one unit explains itself, the office rechecks."""
    for letter in LETTERS:
        verifier, by = (year.deputy, DEPUTY) if letter == LEAD else (year.lead, LEAD)
        verifier.at(year.score(letter)).begin("Thẩm định điểm").fill({"Đơn vị thẩm định": unit_name(by)})
        mark(verifier, ADVICE, {"Điểm": VERIFIED[letter], "Ghi chú": "Theo báo cáo quý"})
        verifier.record("Thẩm định điểm")
    explaining = year.speakers[EXPLAINED].at(year.score(EXPLAINED)).begin("Giải trình điểm")
    mark(explaining, ADVICE, {"Nội dung giải trình": "Đã gửi bổ sung báo cáo quý III"})
    explaining.record("Giải trình điểm")
    year.office.at(WORK).begin("Phúc tra điểm")
    mark(year.office, ADVICE, {"Điểm": RECHECKED})
    year.office.record("Phúc tra điểm")
    for letter in LETTERS:
        year.lead.at(year.score(letter)).do("Chốt điểm")
