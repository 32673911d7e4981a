"""The year itself: a drive, an inspection, the two reviews, and what came of the pledges."""

from tests.browser.year.beginning import TARGET
from tests.browser.year.people import DEPUTY, LETTERS, Year, unit_id, unit_name

DRIVE, DRIVE_ID = "Đợt thi đua mùa thu", "dot-thi-dua-mua-thu"
INSPECTOR, INSPECTED = "C", "D"
REACHED = {"A": "60", "B": "55", "C": "50", "D": "45", "E": "40", "F": "36"}


def work(year: Year) -> None:
    """What the lead, the deputy and a member do between the launch and the autumn."""
    year.lead.at(year.cycle).do("Phát động đợt thi đua", {"Tên đợt thi đua": DRIVE})
    inspected = {
        "Đơn vị": unit_name(INSPECTED),
        "Đơn vị kiểm tra": unit_name(INSPECTOR),
        "Kết quả đánh giá": "Hồ sơ đầy đủ",
    }
    year.speakers[INSPECTOR].at(year.cycle).do("Ghi kết quả kiểm tra", inspected)
    year.deputy.at(year.cycle).do("Ghi sơ kết 6 tháng", {"Kết quả đánh giá": "Đúng tiến độ"})
    drive = f"{year.cycle}/drives/{DRIVE_ID}"
    year.lead.at(drive).do("Sơ kết đợt thi đua", {"Số tập thể": "2", "Số cá nhân": "11"})
    year.lead.at(drive).do("Kết thúc đợt thi đua")
    year.deputy.at(year.cycle).do("Ghi kiểm tra 9 tháng", {"Đơn vị đăng cai": unit_name(DEPUTY)})


def report(year: Year) -> None:
    """Each unit reports what it reached of its target."""
    for letter in LETTERS:
        told = {"Chỉ tiêu": TARGET, "Kết quả thực hiện": REACHED[letter]}
        pledge = f"{year.cycle}/pledges/{unit_id(letter)}"
        year.speakers[letter].at(pledge).do("Báo cáo kết quả chỉ tiêu", told)
