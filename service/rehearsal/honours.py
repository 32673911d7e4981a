"""After the votes: minutes, nominations and what becomes of them, commendations, the dossier, the close."""

from datetime import date

from service.rehearsal.cast import ORGANISER
from service.rehearsal.play import Play

_AUTHORITY = "Cấp có thẩm quyền diễn tập"
_ROUNDS = {"flag_ministry": "flag-ministry-2"}  # the round that elected


def sign_minutes(play: Play) -> None:
    """The minutes of the summing-up, signed by all who voted."""
    play.diary.turn_to(11, 26)
    number = f"01/BB-DT{play.cast.number}-{play.cast.year}"
    play.in_cycle("sign_minutes", number=number, signatories=tuple(sorted(play.cast.staying)))


def nominations(play: Play) -> list[tuple[str, str]]:
    """Who is nominated, as title and unit, in the order of the ballots."""
    return [(title, unit) for title, units in play.elected.items() for unit in units]


def propose(play: Play) -> None:
    """The cluster proposes whom its ballots elected; the organiser recommends; the dossiers go up."""
    cycle = play.cast.cycle
    play.diary.turn_to(11, 27)
    for title, unit in nominations(play):
        ballot = f"{cycle}.{_ROUNDS.get(title, title.replace('_', '-'))}"
        play.in_cycle("propose_nomination", title=title, unit=unit, by=play.cast.lead, ballot=ballot)
    for title, unit in nominations(play):
        play.in_cycle("recommend_nomination", title=title, unit=unit, by=ORGANISER)
    play.diary.turn_to(12, 1)
    for title, unit in nominations(play):
        play.in_cycle("submit_nomination", title=title, unit=unit, to=_AUTHORITY)


def submit(play: Play) -> None:
    """The year's commendations are counted, and the cluster's dossier goes up."""
    play.diary.turn_to(12, 2)
    _commendations(play)
    play.in_cycle("submit_dossier", to=_AUTHORITY, document=f"Tờ trình diễn tập {play.cast.year}")


def _commendations(play: Play) -> None:
    collectives, individuals = play.random.randint(60, 120), play.random.randint(200, 400)
    lines = (
        ("tat-ca", "all", None, collectives, individuals),
        ("cap-bo", "ministry", "tat-ca", collectives // 6, individuals // 8),
        ("cap-tinh", "province", "tat-ca", collectives // 4, individuals // 4),
    )
    for line, level, within, teams, persons in lines:
        play.in_cycle(
            "report_commendation",
            line=line,
            level=level,
            within=within,
            collectives=teams,
            individuals=persons,
            counting="instances",
            period_from=date(play.cast.year, 1, 1),
            period_to=date(play.cast.year, 11, 20),
        )


def decide(play: Play) -> None:
    """One nomination is put off and taken up again; one is refused, one downgraded, the rest granted."""
    deferred = ("determined_to_win_unit", play.strength[1])
    downgraded = ("determined_to_win_unit", play.strength[2])
    play.diary.turn_to(12, 4)
    _of(play, "defer_nomination", deferred, reason="Đang xác minh một phản ánh diễn tập")
    play.diary.turn_to(12, 8)
    _of(play, "resume_nomination", deferred, reason="Phản ánh không có cơ sở")
    play.diary.turn_to(12, 9)
    for at, nomination in enumerate(nominations(play), start=1):
        outcome = "granted"
        if nomination[0] == "flag_government":
            outcome = "refused"
        elif nomination == downgraded:
            outcome = "downgraded"
        _of(
            play,
            "decide_nomination",
            nomination,
            outcome=outcome,
            instead="advanced_unit" if outcome == "downgraded" else None,
            authority=_AUTHORITY,
            number=f"{at:02}/QĐ-DT-{play.cast.year}",
        )
    play.diary.turn_to(12, 16)
    for nomination in nominations(play):
        if nomination != downgraded and nomination[0] != "flag_government":
            _of(play, "present_nomination", nomination, place="Hội trường diễn tập", by=ORGANISER)


def annul(play: Play) -> None:
    """The authority annuls one flag that it gave."""
    play.diary.turn_to(12, 21)
    nomination = ("flag_province", play.elected["flag_province"][0])
    reason = "Kê khai thành tích diễn tập không đúng"
    _of(play, "annul_nomination", nomination, reason=reason, document=f"Quyết định hủy {play.cast.year}")


def close(play: Play) -> None:
    """Nothing more is expected of the year."""
    play.diary.turn_to(12, 29)
    play.in_cycle("close_cycle", reason="Kết thúc diễn tập")


def _of(play: Play, command: str, nomination: tuple[str, str], **arguments: object) -> None:
    title, unit = nomination
    play.in_cycle(command, title=title, unit=unit, **arguments)
