"""From an empty database to a launched year: units, representatives, the cluster, its rules and pledges."""

from tests.browser.year.people import CLUSTER, CLUSTER_NAME, DEPUTY, LEAD, LETTERS, Year, unit_id, unit_name

TABLE = """Bảng điểm của cụm
1 | Kết quả công tác | 80
1.1 | Hồ sơ giải quyết đúng hạn | 60 | định lượng
1.2 | Chất lượng tham mưu | 20
2 | Chấp hành kỷ luật | 20 | đạt
3 | Điểm thưởng | 5 | cộng"""
TARGET = "Hồ sơ giải quyết đúng hạn"
TITLES = ["Đơn vị tiên tiến"]


def form_cluster(year: Year) -> None:
    """The office registers six units and a cluster, and is then told what the cluster lacks."""
    for letter in LETTERS:
        told = {"Tên": unit_name(letter), "Loại đơn vị": "Phòng", "Đơn vị giả định": True}
        year.office.at("/units").do("Đăng ký đơn vị", told)
    year.office.at("/clusters").do(
        "Ghi việc thành lập cụm", {"Tên cụm, khối": CLUSTER_NAME, "Loại": "Cụm thi đua"}
    )
    for letter in LETTERS:
        year.office.at(f"/clusters/{CLUSTER}").do("Ghi đơn vị vào cụm", {"Đơn vị": unit_name(letter)})
    for letter in LETTERS:
        told = {"Mã người": f"Đại diện {letter}", "Chức vụ": "Trưởng đơn vị"}
        year.office.work("Cử đại diện của đơn vị", told)
    told = {
        "Năm": str(year.number),
        "Hình thức": "Cấp trên phân công",
        "Cụm trưởng": unit_name(LEAD),
        "Cụm phó": unit_name(DEPUTY),
        "Ngày có hiệu lực": f"{year.number}-01-01",
    }
    year.office.at(f"/clusters/{CLUSTER}").do("Phân công cụm trưởng, cụm phó", told)


def launch(year: Year) -> None:
    """The lead opens the year, adopts its rules with the table of criteria, and launches it."""
    year.lead.work("Mở năm thi đua", {"Năm đầu": str(year.number), "Chủ đề của năm": "Đúng việc, đúng hạn"})
    year.lead.work("Ban hành quy định của năm thi đua", {"Bảng chấm điểm": TABLE})
    year.lead.at(year.cycle).do("Phát động năm thi đua", {"Địa điểm": "Hội trường Đơn vị A"})


def pledge(year: Year) -> None:
    """Each unit registers what it will reach, and signs."""
    for letter, speaker in year.speakers.items():
        speaker.at("/").begin("Đăng ký giao ước thi đua")
        speaker.fill({"Đơn vị": unit_name(letter), "Danh hiệu": TITLES})
        target = {"Tên": TARGET, "Cách so": "Ít nhất", "Mức phấn đấu": "40"}
        speaker.fill_lines("Chỉ tiêu", [target]).record("Đăng ký giao ước thi đua")
        speaker.work("Ký giao ước thi đua")
        assert unit_id(letter) in speaker.page.url
