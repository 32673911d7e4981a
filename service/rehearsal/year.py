"""The scenes of a year up to the summing-up: cluster, cycle, pledges, drives, inspections, a merger."""

from datetime import date

from domain.facts import Entry
from service.rehearsal.cast import ORGANISER, ORGANISER_NAME, person, unit_name
from service.rehearsal.play import Play
from service.rehearsal.table import TABLE, TARGETS, rules_of

DRIVES = ("xuan-dien-tap", "he-dien-tap", "dot-khong-co")


def form(play: Play) -> None:
    """In a cluster's first year form it of new units; later let the successor of the year before join."""
    cast = play.cast
    play.diary.turn_to(1, 5)
    if cast.newcomer is not None:
        document = f"Quyết định kết nạp diễn tập {cast.year}"
        play.do("join_cluster", cluster=cast.cluster, unit=cast.newcomer, document=document)
        return
    play.once("organiser", "register_unit", unit=ORGANISER, name=ORGANISER_NAME, fictional=True)
    for unit in cast.members:
        _register(play, unit)
    play.do(
        "form_cluster",
        cluster=cast.cluster,
        name=cast.cluster_name,
        kind="cluster",
        organiser=ORGANISER,
        series="diễn tập",
        number=str(cast.number),
        document=f"Quyết định thành lập cụm diễn tập {cast.year}",
    )
    for unit in cast.members:
        play.do("join_cluster", cluster=cast.cluster, unit=unit)
    play.do(
        "assign_lead",
        cluster=cast.cluster,
        year=cast.year,
        mode="assigned",
        lead=cast.lead,
        deputy=cast.deputy,
        document=f"Quyết định phân công diễn tập {cast.year}",
    )


def _register(play: Play, unit: str) -> None:
    play.do("register_unit", unit=unit, name=unit_name(unit), kind="division", fictional=True)
    play.do("appoint_representative", unit=unit, person=person(unit), capacity="Thủ trưởng đơn vị")


def open_year(play: Play) -> None:
    """Open the cycle and adopt the rules of its year with the scoring table."""
    cast = play.cast
    play.diary.turn_to(1, 20)
    play.in_cycle(
        "open_cycle",
        cluster=cast.cluster,
        first_year=cast.year,
        movement="Phong trào thi đua diễn tập",
        theme="Diễn tập đúng quy trình",
        slogans=("Đúng việc, đúng hạn, đúng sự thật",),
    )
    document = f"Quy chế cụm diễn tập {cast.year}"
    play.in_cycle("adopt_rules", rule_set=rules_of(cast.year), scoring_table=TABLE, document=document)


def launch(play: Play) -> None:
    """Launch the movement of the year."""
    play.diary.turn_to(2, 10)
    play.in_cycle("launch_cycle", host=play.cast.lead, place="Hội trường diễn tập")


def pledge(play: Play) -> None:
    """Every member registers its targets and titles; then all sign."""
    titles = ("advanced_unit", "determined_to_win_unit", "flag_ministry")
    play.diary.turn_to(2, 16)
    for unit in play.cast.members:
        aimed = titles[: play.random.randint(2, 3)]
        play.in_cycle("register_pledge", unit=unit, targets=TARGETS, titles=aimed, actor=person(unit))
    play.diary.turn_to(3, 5)
    for unit in play.cast.members:
        signatory = person(unit)
        play.in_cycle("sign_pledge", unit=unit, signatory=signatory, actor=signatory)


def first_half(play: Play) -> None:
    """A drive in spring and cross-inspections in May; one inspection is written down in December only."""
    cast, year = play.cast, play.cast.year
    play.diary.turn_to(3, 20)
    _launch_drive(play, DRIVES[0], "Đợt thi đua mùa xuân", date(year, 3, 20), date(year, 5, 31))
    play.diary.turn_to(5, 12)
    inspectors = (*cast.members[1:], cast.members[0])
    for unit, inspector in zip(cast.members, inspectors, strict=True):
        if unit != cast.next_deputy:
            inspect(play, unit, inspector)
    play.diary.turn_to(6, 2)
    _end_drive(play, DRIVES[0])


def inspect(play: Play, unit: str, by: str) -> None:
    """Record a cross-inspection at the diary's next moment."""
    findings = play.random.choice(("Thực hiện tốt giao ước", "Còn chậm báo cáo", "Hồ sơ đầy đủ"))
    play.in_cycle("record_inspection", unit=unit, inspection="1", kind="cross", by=by, findings=findings)


def review(play: Play) -> None:
    """The six-month review, held by the deputy."""
    play.diary.turn_to(7, 2)
    findings = "Các đơn vị thực hiện đúng tiến độ diễn tập"
    play.in_cycle("review_midyear", host=play.cast.deputy, findings=findings)


def merge(play: Play) -> None:
    """A member merges into a unit that is none, and so leaves; then come the drives of the summer."""
    cast, year = play.cast, play.cast.year
    play.diary.turn_to(7, 15)
    _register(play, cast.successor)
    document = f"Quyết định sáp nhập diễn tập {year}"
    play.do("merge_unit", unit=cast.merging, successor=cast.successor, document=document)
    play.do("release_representative", unit=cast.merging, person=person(cast.merging), document=document)
    play.diary.turn_to(7, 20)
    _launch_drive(play, DRIVES[1], "Đợt thi đua mùa hè", date(year, 7, 20), date(year, 9, 5))
    play.diary.turn_to(8, 3)
    play.noted["drive"] = _launch_drive(
        play, DRIVES[2], "Đợt thi đua ghi nhầm", date(year, 8, 5), date(year, 8, 30)
    )
    play.diary.turn_to(9, 7)
    _end_drive(play, DRIVES[1])


def check(play: Play) -> None:
    """The nine-month check, held by the lead."""
    play.diary.turn_to(10, 5)
    play.in_cycle("check_ninemonth", host=play.cast.lead, findings="Đôn đốc các chỉ tiêu còn thấp")


def _launch_drive(play: Play, drive: str, name: str, starts: date, ends: date) -> Entry:
    return play.in_cycle("launch_drive", drive=drive, name=name, starts=starts, ends=ends)


def _end_drive(play: Play, drive: str) -> None:
    play.in_cycle(
        "review_drive",
        drive=drive,
        findings="Đạt yêu cầu diễn tập",
        collectives=play.random.randint(2, 9),
        individuals=play.random.randint(10, 40),
    )
    play.in_cycle("close_drive", drive=drive)
