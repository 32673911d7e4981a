"""A whole year of a cluster of six units by HTTP alone, each person with a login of their own.

It begins with a service in which there is one administrator, and ends when the next year is opened by its new
lead. Units, persons and figures are made up. Read `main` first, then the chapters in its order. To run it:

    thidua admin create --login quan-tri --password-file FILE
    thidua serve
    python examples/year_by_http.py http://127.0.0.1:8000 --login quan-tri --password-file FILE

Interrupted, it can be started again and goes on where it was; `--run NAME` plays another cluster's year.
"""

import argparse
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import httpx

from callers import Administrator, Caller, Problem

LETTERS = "abcdef"
LEAD, DEPUTY, NEXT_DEPUTY = "a", "b", "c"
AWAY = "f"  # the unit whose representative is away on the day of the vote
DRIVE = "dot-mua-thu"
FOR_ALL, OF_MINISTRY, OF_PROVINCE = "advanced_unit", "flag_ministry", "flag_province"  # titles

TABLE = {
    "id": "bang-diem",
    "name": "Bảng điểm của cụm",
    "maximum": 100,
    "criteria": [
        {"id": "ho-so", "name": "Hồ sơ giải quyết đúng hạn", "kind": "quantitative", "maximum": 60},
        {"id": "tham-muu", "name": "Chất lượng tham mưu", "kind": "direct", "maximum": 20},
        {"id": "ky-luat", "name": "Chấp hành kỷ luật", "kind": "pass_fail", "maximum": 20},
        {"id": "thuong-phat", "name": "Điểm thưởng, điểm trừ", "kind": "bonus_penalty", "maximum": 5},
    ],
}
GOAL = 40
TARGET = {"id": "ho-so", "name": "Hồ sơ giải quyết đúng hạn", "direction": "at_least", "goal": GOAL}
# What each unit reached, and how good the lead finds its advice: the units' own mark is 20 of 20.
REACHED = {"a": 60, "b": 55, "c": 50, "d": 45, "e": 40, "f": 36}
ADVICE = {"a": 18, "b": 17, "c": 17, "d": 16, "e": 14.5, "f": 15}
ADVICE_RECHECKED = {"e": 18.5}  # after its explanation
BONUS = {"e": 5}
UNDISCIPLINED = "f"
# How many of the six electors, from the first on, are for each candidate. Two thirds, 4 of 6, elect.
FOR_ADVANCED = {"a": 6, "b": 6, "c": 6, "d": 5, "e": 4, "f": 3}
FOR_PROVINCE = {"b": 5, "c": 5}  # a tie on one flag
FOR_PROVINCE_AGAIN = {"b": 3, "c": 6}  # which a second round decides


class Year(NamedTuple):
    """The year and who plays in it: the office, a representative of each unit, and two tellers."""

    run: str
    number: int
    office: Caller
    speakers: Mapping[str, Caller]
    tellers: tuple[Caller, Caller]

    @property
    def cluster(self) -> str:
        """The cluster's id."""
        return f"cum-{self.run}"

    @property
    def cycle(self) -> str:
        """The path of the cluster's year."""
        return f"/cycles/{self.cluster}-{self.number}"

    @property
    def lead(self) -> Caller:
        """Who speaks for the unit that leads this year."""
        return self.speakers[LEAD]

    @property
    def deputy(self) -> Caller:
        """Who speaks for its deputy."""
        return self.speakers[DEPUTY]

    def unit(self, letter: str) -> str:
        """The id of a unit."""
        return f"{self.run}-{letter}"

    def ballot(self, name: str) -> str:
        """The path of a ballot."""
        return f"/ballots/{self.cluster}-{self.number}.{name}"

    @property
    def units(self) -> list[str]:
        """The ids of all six."""
        return [self.unit(letter) for letter in LETTERS]


def admit_people(administrator: Administrator, address: str, run: str) -> Year:
    """The administrator lets everybody in; only the office gets a role, the others' follow from the log."""

    def admit(called: str, login: str, role: str | None = None) -> Caller:
        return administrator.admits(address, called, f"{run}-{login}", role=role)

    return Year(
        run=run,
        number=datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).year,
        office=admit("Văn phòng thi đua", "van-phong", "office"),
        speakers={letter: admit(f"Đại diện {letter.upper()}", f"dai-dien-{letter}") for letter in LETTERS},
        tellers=(admit("Kiểm phiếu 1", "kiem-phieu-1"), admit("Kiểm phiếu 2", "kiem-phieu-2")),
    )


def form_cluster(year: Year) -> None:
    """The office registers the units, says who speaks for each, and forms the cluster with its first lead."""
    for letter in LETTERS:
        unit, name = year.unit(letter), f"Đơn vị {letter.upper()}"
        year.office.post("/units", unit=unit, name=name, kind="division", fictional=True)
        person = year.speakers[letter].person
        year.office.post(f"/units/{unit}/representatives", person=person, capacity="Trưởng đơn vị")
    year.office.post("/clusters", cluster=year.cluster, name=f"Cụm hư cấu {year.run}", kind="cluster")
    for unit in year.units:
        year.office.post(f"/clusters/{year.cluster}/members", unit=unit)
    lead, deputy = year.unit(LEAD), year.unit(DEPUTY)
    year.office.post(
        f"/clusters/{year.cluster}/assignments", year=year.number, mode="assigned", lead=lead, deputy=deputy
    )


def open_year(year: Year) -> None:
    """The lead opens the cycle, adopts rules with the scoring table, and launches the movement."""
    year.lead.post("/cycles", cluster=year.cluster, first_year=year.number, theme="Đúng việc, đúng hạn")
    year.lead.post(f"{year.cycle}/rules", rule_set="law-2022", scoring_table=TABLE)
    year.lead.post(f"{year.cycle}/launches", host=year.unit(LEAD), place="Hội trường Đơn vị A")


def pledge(year: Year) -> None:
    """Each unit registers what it will reach, and signs."""
    for letter, speaker in year.speakers.items():
        unit = year.unit(letter)
        speaker.post(f"{year.cycle}/pledges", unit=unit, targets=[TARGET], titles=[FOR_ALL])
        speaker.post(f"{year.cycle}/pledges/{unit}/signatures", signatory=speaker.person)


def work(year: Year) -> None:
    """A drive, an inspection of each unit by another, the reviews, and what each unit reports."""
    year.lead.post(f"{year.cycle}/drives", drive=DRIVE, name="Đợt thi đua mùa thu")
    for inspector, unit in zip(LETTERS, LETTERS[1:] + LETTERS[:1], strict=True):
        inspected = {"unit": year.unit(unit), "by": year.unit(inspector), "inspection": "1", "kind": "cross"}
        year.speakers[inspector].post(f"{year.cycle}/inspections", **inspected, findings="Hồ sơ đầy đủ")
    year.deputy.post(f"{year.cycle}/midyear-reviews", host=year.unit(DEPUTY), findings="Đúng tiến độ")
    year.lead.post(f"{year.cycle}/drives/{DRIVE}/reviews", collectives=2, individuals=11)
    year.lead.post(f"{year.cycle}/drives/{DRIVE}/closures")
    year.deputy.post(f"{year.cycle}/ninemonth-checks", host=year.unit(DEPUTY))
    for letter, speaker in year.speakers.items():
        path = f"{year.cycle}/pledges/{year.unit(letter)}/reports"
        speaker.post(path, target=TARGET["id"], actual=REACHED[letter])


def score(year: Year) -> None:
    """Each unit scores itself, the lead verifies, one explains itself, the office checks again."""
    for letter, speaker in year.speakers.items():
        marks: list[dict[str, Any]] = [
            {"criterion": "ho-so", "actual": REACHED[letter], "target": GOAL},
            {"criterion": "tham-muu", "points": 20},
            {"criterion": "ky-luat", "passed": letter != UNDISCIPLINED},
            {"criterion": "thuong-phat", "points": BONUS.get(letter, 0)},
        ]
        speaker.post(f"{_score(year, letter)}/self-scores", marks=marks)
    for letter in LETTERS:
        verifier, by = (year.deputy, DEPUTY) if letter == LEAD else (year.lead, LEAD)
        marks = [{"criterion": "tham-muu", "points": ADVICE[letter]}]
        verifier.post(f"{_score(year, letter)}/verifications", marks=marks, by=year.unit(by))
    for letter, points in ADVICE_RECHECKED.items():
        explanations = [{"criterion": "tham-muu", "text": "Đã gửi bổ sung báo cáo quý III"}]
        year.speakers[letter].post(f"{_score(year, letter)}/explanations", explanations=explanations)
        marks = [{"criterion": "tham-muu", "points": points}]
        year.office.post(f"{_score(year, letter)}/rechecks", marks=marks)
    for letter in LETTERS:
        year.lead.post(f"{_score(year, letter)}/finalisations")


def _score(year: Year, letter: str) -> str:
    return f"{year.cycle}/scores/{year.unit(letter)}"


def sum_up(year: Year) -> None:
    """The conference, and a roll call in which each unit votes for itself; one through a stand-in."""
    year.lead.post(
        f"{year.cycle}/summings-up", host=year.unit(LEAD), chairs=[year.unit(LEAD), year.unit(DEPUTY)]
    )
    stand_in, representative = year.tellers[1], year.speakers[AWAY]
    representative.post(
        f"/units/{year.unit(AWAY)}/delegations",
        by=representative.person, stand_in=stand_in.person, scopes=["votes"], until=f"{year.number}-12-31",
    )  # fmt: skip
    _open(year, "don-vi-tien-tien", FOR_ALL, LETTERS)
    _vote(year, "don-vi-tien-tien", FOR_ADVANCED)


def decide_flag(year: Year) -> None:
    """One flag of the province for two with equal votes: a second round tells them apart."""
    _open(year, "co-tinh", OF_PROVINCE, "bc", seats=1)
    _vote(year, "co-tinh", FOR_PROVINCE)
    year.lead.post(f"{year.ballot('co-tinh')}/rounds", name="co-tinh-vong-2")
    _vote(year, "co-tinh-vong-2", FOR_PROVINCE_AGAIN)


def _open(year: Year, name: str, title: str, letters: str, mode: str = "roll_call", **more: Any) -> None:
    candidates = [year.unit(letter) for letter in letters]
    year.lead.post(
        f"{year.cycle}/ballots", name=name, titles=[title], candidates=candidates, mode=mode, **more
    )


def _vote(year: Year, name: str, support: Mapping[str, int]) -> None:
    """Everybody votes from their own session, the lead closes, and the count follows from the votes."""
    year.deputy.post(f"{year.ballot(name)}/attendances", present=year.units)
    for place, letter in enumerate(LETTERS):
        choices = {
            year.unit(candidate): "for" if place < votes_for else "against"
            for candidate, votes_for in support.items()
        }
        elector = year.tellers[1] if letter == AWAY else year.speakers[letter]
        elector.post(f"{year.ballot(name)}/votes", elector=year.unit(letter), choices=choices, channel="hall")
    year.lead.post(f"{year.ballot(name)}/closures")
    year.lead.post(f"{year.ballot(name)}/roll-call-counts")


def count_paper(year: Year) -> None:
    """A secret ballot on paper, which leaves no name: two tellers count it, neither seeing the other's."""
    name = "co-bo"
    _open(year, name, OF_MINISTRY, "ab", mode="secret_paper", seats=1)
    year.lead.post(f"{year.ballot(name)}/tellers", tellers=[teller.person for teller in year.tellers])
    year.lead.post(f"{year.ballot(name)}/closures", present=year.units)
    for teller in year.tellers:
        teller.post(f"{year.ballot(name)}/teller-counts", **_paper(year))


def _paper(year: Year) -> dict[str, Any]:
    """Six ballots, one of them spoilt."""
    votes_for = {"a": 5, "b": 1}
    options = [
        {"candidate": year.unit(letter), "votes_for": votes, "votes_against": 5 - votes, "votes_abstain": 0}
        for letter, votes in votes_for.items()
    ]
    figures = {"issued": 6, "returned": 6, "valid": 5, "invalid": 1, "present": 6, "consulted": 0}
    return {**figures, "options": options}


def choose_next_lead(year: Year) -> None:
    """The deputy is acclaimed lead of the next year; the old lead hands over, the new one accepts."""
    lead, deputy, path = year.unit(DEPUTY), year.unit(NEXT_DEPUTY), f"/clusters/{year.cluster}"
    ballot = year.ballot("cum-truong")
    question = f"Suy tôn cụm trưởng năm {year.number + 1}"
    year.lead.post(f"{year.cycle}/ballots", name="cum-truong", mode="acclamation", question=question)
    year.lead.post(f"{ballot}/acclamations", elected=[lead], present=year.units)
    chosen = {"year": year.number + 1, "lead": lead, "deputy": deputy}
    year.lead.post(f"{path}/elections", **chosen, ballot=ballot.removeprefix("/ballots/"))
    year.lead.post(f"{path}/handovers", **chosen, outgoing=year.unit(LEAD))
    year.deputy.post(f"{path}/handovers/{year.number + 1}/acceptances", unit=lead)


def award(year: Year) -> None:
    """The minutes are signed; whom the ballots elected is proposed, and the titles are decided and given."""
    year.lead.post(f"{year.cycle}/minutes", number=f"01/BB-{year.number}", signatories=year.units)
    nominated = [
        (title, elected["unit"], ballot["ballot"])
        for title, ballot in _elected(year)
        for elected in ballot["elected"]
    ]  # fmt: skip
    for title, unit, ballot in nominated:
        year.lead.post(f"{year.cycle}/nominations", title=title, unit=unit, by=year.unit(LEAD), ballot=ballot)
    for title, unit, _ in nominated:
        nomination = f"{year.cycle}/nominations/{title}/{unit}"
        year.office.post(f"{nomination}/recommendations")
        year.lead.post(f"{nomination}/submissions", to="Cấp có thẩm quyền")
    year.lead.post(f"{year.cycle}/dossiers", to="Cấp có thẩm quyền")
    for at, (title, unit, _) in enumerate(nominated, start=1):
        nomination = f"{year.cycle}/nominations/{title}/{unit}"
        year.office.post(f"{nomination}/decisions", outcome="granted", number=f"{at:02}/QĐ-{year.number}")
        year.office.post(f"{nomination}/presentations", place="Hội trường Đơn vị A")


def _elected(year: Year) -> list[tuple[str, Any]]:
    """The ballots on titles that elected somebody, each with its title, as any member reads them."""
    ballots = year.deputy.get(f"{year.cycle}/ballots")["ballots"]
    return [(title, ballot) for ballot in ballots if ballot["elected"] for title in ballot["titles"]]


def close_year(year: Year) -> None:
    """The lead closes its year; the new lead, whose year it is, opens the next."""
    year.lead.post(f"{year.cycle}/closures", reason="Hoàn thành năm thi đua")
    year.deputy.post("/cycles", cluster=year.cluster, first_year=year.number + 1)


def show(year: Year) -> None:
    """What came of it, as every member reads it."""
    reader = year.speakers["d"]
    standings = reader.get(f"{year.cycle}/standings")
    print(f"\n{standings['name']}, {standings['year']}: {standings['step']}")
    for member in standings["members"]:
        titles = ", ".join(f"{one['title']} {one['status']}" for one in member["titles"])
        print(
            f"{member['rank']:>5} {member['name']} {member['score']['final']:>6}  {_votes(member)}  {titles}"
        )
    leads = reader.get(f"/clusters/{year.cluster}/leads")
    for tenure in leads["lineage"]:
        lead, deputy = tenure["lead"]["name"], tenure["deputy"]["name"]
        print(f"{tenure['year']:>5} {lead}, deputy {deputy} ({tenure['mode']})")
    print(f"{leads['position']:>5} entries in the log")


def _votes(member: Mapping[str, Any]) -> str:
    """The votes for and against a unit on the title for which all stood."""
    found = next(votes for votes in member["votes"] if votes["title"] == FOR_ALL)
    return f"{found['votes_for']}/{found['votes_against']}"


CHAPTERS = (
    form_cluster,
    open_year,
    pledge,
    work,
    score,
    sum_up,
    decide_flag,
    count_paper,
    choose_next_lead,
    award,
    close_year,
)


def main() -> None:
    """Let everybody in, play the year chapter by chapter, and show what came of it."""
    told = _arguments()
    administrator = Administrator(told.address, "Quản trị", run=told.run)
    with Path(told.password_file).open(encoding="utf-8") as file:
        administrator.sign_in(told.login, file.readline().rstrip("\r\n"))
    year = admit_people(administrator, told.address, told.run)
    administrator.end()
    for chapter in CHAPTERS:
        print(f"\n{chapter.__doc__}")
        chapter(year)
    show(year)
    for caller in (year.office, *year.speakers.values(), *year.tellers):
        caller.end()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address", help="of the service, such as http://127.0.0.1:8000")
    parser.add_argument("--login", required=True, help="an administrator's")
    parser.add_argument("--password-file", required=True, help="a file with the administrator's password")
    parser.add_argument("--run", default="vi-du", help="letters, digits and hyphens, from which ids are made")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except (Problem, httpx.ConnectError) as problem:
        sys.exit(str(problem))
