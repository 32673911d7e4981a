"""What a rehearsal is judged by: its rules, a table of 1000 points with every kind of leaf, its targets."""

from decimal import Decimal

from domain.criteria import Criterion, Kind, ScoringTable
from domain.pledges import Target

_LATEST_OLD_LAW_YEAR = 2023  # law-2022 holds from 2024-01-01
# A target's figure is marked on the criterion of the same name.
CORRECTED_TARGET = "buoi-tuyen-truyen"
_COUNTED: tuple[tuple[str, str, str, int], ...] = (
    ("ho-so-dung-han", "Hồ sơ giải quyết đúng hạn", "hồ sơ", 200),
    (CORRECTED_TARGET, "Buổi tuyên truyền", "buổi", 40),
    ("mo-hinh-tu-quan", "Mô hình tự quản", "mô hình", 12),
)
GOALS = {target: Decimal(goal) for target, _, _, goal in _COUNTED}
AT_MOST, AT_MOST_GOAL = "vi-pham-quy-che", Decimal(2)
YES_NO = "dien-dan-thi-dua"
UNTARGETED = "sang-kien"  # a quantitative criterion for which no target is set


def _leaf(name: str, title: str, kind: Kind, maximum: int) -> Criterion:
    return Criterion(id=name, name=title, kind=kind, maximum=Decimal(maximum))


def _group(name: str, title: str, *leaves: Criterion) -> Criterion:
    maximum = sum((leaf.maximum for leaf in leaves), Decimal(0))
    return Criterion(id=name, name=title, kind="group", maximum=maximum, criteria=leaves)


TABLE = ScoringTable(
    id="bang-diem-dien-tap",
    name="Bảng chấm điểm diễn tập",
    maximum=Decimal(1000),
    criteria=(
        _group(
            "chuyen-mon",
            "Công tác chuyên môn",
            _leaf("ho-so-dung-han", "Hồ sơ giải quyết đúng hạn", "quantitative", 150),
            _leaf(CORRECTED_TARGET, "Buổi tuyên truyền", "quantitative", 100),
            _leaf("mo-hinh-tu-quan", "Mô hình tự quản", "quantitative", 80),
            _leaf("tham-muu", "Chất lượng tham mưu", "direct", 150),
            _leaf("khong-sot-viec", "Không để sót việc được giao", "pass_fail", 120),
        ),
        _group(
            "xay-dung-luc-luong",
            "Xây dựng lực lượng",
            _leaf("hoc-tap", "Học tập quy chế", "direct", 100),
            _leaf("ky-luat", "Chấp hành kỷ luật", "pass_fail", 70),
            _leaf("hau-can", "Công tác hậu cần", "direct", 50),
            _leaf("cai-cach", "Cải cách thủ tục", "pass_fail", 30),
        ),
        _group(
            "phong-trao",
            "Tổ chức phong trào",
            _leaf(UNTARGETED, "Sáng kiến được công nhận", "quantitative", 50),
            _leaf("ho-so-thi-dua", "Hồ sơ thi đua", "direct", 60),
            _leaf("bao-cao-dung-han", "Báo cáo đúng hạn", "pass_fail", 40),
        ),
        _leaf("thuong-phat", "Điểm thưởng, điểm trừ", "bonus_penalty", 20),
    ),
)

TARGETS = (
    *(
        Target(id=name, name=title, direction="at_least", measure=measure, goal=Decimal(goal))
        for name, title, measure, goal in _COUNTED
    ),
    Target(
        id=AT_MOST,
        name="Vi phạm quy chế diễn tập",
        direction="at_most",
        measure="vụ",
        goal=AT_MOST_GOAL,
        baseline=Decimal(4),
        assigned=True,
    ),
    Target(id=YES_NO, name="Tổ chức diễn đàn thi đua", direction="yes_no"),
)


def rules_of(year: int) -> str:
    """The rule set that holds in a year."""
    return "law-2003" if year <= _LATEST_OLD_LAW_YEAR else "law-2022"
