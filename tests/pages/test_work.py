"""The front page: whose a duty is, why, and how it goes when it is done."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from domain.counts import Count, OptionCount
from domain.identity import stream
from domain.moments import as_datetime
from projections.ballots import BALLOTS
from projections.point import LATEST
from service.authority.askers import Asker
from service.live.counting import enter
from service.rehearsal.logins import admit, ready_logins
from service.rehearsal.today import Today, rehearse_today
from service.web.cookies import SESSION_COOKIE
from tests.pages.reader import Page, Reader
from tests.web.house import House, new_session, open_house


def buttons(page: Page) -> list[tuple[str, str]]:
    """The ways to acts, in the order of the page: each with its kind."""
    found = [(str(link.get("class", "")), str(link.get("href"))) for link in page.tree.findall(".//main//a")]
    return [(kind.removeprefix("button "), address) for kind, address in found if kind.startswith("button ")]


class Cluster:
    """A cluster of two units, formed today; nobody represents them yet."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.today: date = as_datetime(house.application.log_recorder.clock()).date()
        self.cycle = f"cum-{self.today.year}"
        self.do("register_unit", unit="bo", name="Bộ diễn tập", kind="ministry")
        for unit, name in (("a", "Đơn vị A"), ("b", "Đơn vị B")):
            self.do("register_unit", unit=unit, name=name, parent="bo")
        self.do("form_cluster", cluster="cum", name="Cụm diễn tập", kind="cluster", organiser="bo")
        for unit in ("a", "b"):
            self.do("join_cluster", cluster="cum", unit=unit)

    def do(self, name: str, /, **said: Any) -> None:
        """Carry out a command as the operator."""
        self.house.application.do(name, **said)

    def led_by(self, unit: str, **pair: str) -> None:
        """A lead for the year, whose cycle is opened and launched."""
        self.do("assign_lead", cluster="cum", year=self.today.year, mode="assigned", lead=unit, **pair)
        self.do("open_cycle", cycle=self.cycle, cluster="cum", first_year=self.today.year)
        self.do("launch_cycle", cycle=self.cycle)

    def work(self, person: str | None, language: str = "vi") -> Page:
        """The front page of somebody."""
        return Reader(self.house, person, language=language).open("/")


@pytest.fixture
def cluster(sqlite_house: House) -> Cluster:
    return Cluster(sqlite_house)


def test_who_is_not_signed_in_is_asked_to(sqlite_house: House) -> None:
    page = Reader(sqlite_house, None).open("/")
    assert (page.status, page.answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize(
    ("language", "told"),
    [("vi", "Đề nghị cơ quan thi đua cử bạn"), ("en", "Ask the emulation office to appoint you")],
)
def test_who_is_nobody_here_is_told_whom_to_ask(cluster: Cluster, language: str, told: str) -> None:
    person = cluster.house.person()
    page = cluster.work(person, language)
    assert told in page.words()
    assert person in page.words()
    assert buttons(page) == []


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("administrator", "Người quản trị chỉ giữ tài khoản và vai trò"),
        ("inspector", "Người giám sát đọc mọi điều và không ghi gì"),
        ("office", "Sẽ đến lượt bạn khi một cụm mới thành lập cần thành viên"),
    ],
)
def test_an_empty_page_teaches_what_will_come(sqlite_house: House, role: str, told: str) -> None:
    assert told in Reader(sqlite_house, sqlite_house.person(role)).open("/").words()


def test_the_office_sets_up_a_cluster_until_its_work_is_with_others(cluster: Cluster) -> None:
    office = cluster.house.person("office", unit="bo")
    page = cluster.work(office)
    assert "Cử đại diện của đơn vị: 2 việc Cụm diễn tập" in page.words()
    assert "Vì bạn làm việc tại cơ quan thi đua của Bộ diễn tập." in page.words()
    assert buttons(page) == [("primary", "/units/a/representatives/new")]
    assert "/units/b/representatives/new" in page.links()
    cluster.house.person(speaks_for="a")
    assert buttons(cluster.work(office)) == [("primary", "/units/b/representatives/new")]
    cluster.house.person(speaks_for="b")
    page = cluster.work(office)
    assert buttons(page) == []
    assert "Không có việc nào đang chờ bạn." in page.words()
    assert "Đang chờ đơn vị khác" in page.words()
    assert page.words().endswith("Cụm diễn tập Mở năm thi đua")


def test_an_office_of_elsewhere_sees_nothing_of_it(cluster: Cluster) -> None:
    cluster.do("register_unit", unit="khac", name="Bộ khác", kind="ministry")
    assert "Cụm diễn tập" not in cluster.work(cluster.house.person("office", unit="khac")).words()


def test_the_lead_and_a_unit_each_have_their_part(cluster: Cluster) -> None:
    lead, other = cluster.house.person(speaks_for="a"), cluster.house.person(speaks_for="b")
    year = cluster.today.year
    cluster.do("assign_lead", cluster="cum", year=year, mode="assigned", lead="a", deputy="b")
    page = cluster.work(lead)
    assert buttons(page) == [("primary", f"/cycles/new?cluster=cum&first_year={year}")]
    assert "Vì bạn đại diện Đơn vị A, cụm trưởng." in page.words()
    assert "Sẽ đến lượt bạn khi năm thi đua được phát động" in cluster.work(other).words()
    cluster.do("open_cycle", cycle=cluster.cycle, cluster="cum", first_year=year)
    assert buttons(cluster.work(lead))[0] == ("primary", f"/cycles/{cluster.cycle}/launches/new")
    assert "Phát động năm thi đua" in cluster.work(other).words(), "the deputy may launch in the lead's stead"
    cluster.do("launch_cycle", cycle=cluster.cycle)
    page = cluster.work(other)
    assert buttons(page) == [("primary", f"/cycles/{cluster.cycle}/pledges/new?unit=b")]
    assert "1 việc đang chờ bạn." in page.words()
    assert "chưa đăng ký chỉ tiêu và danh hiệu. Vì bạn đại diện Đơn vị B." in page.words()
    cluster.do("register_pledge", cycle=cluster.cycle, unit="b")
    assert buttons(cluster.work(other)) == []


def test_a_stand_in_is_told_for_whom_and_until_when(cluster: Cluster) -> None:
    person, stand_in = cluster.house.person(speaks_for="b"), cluster.house.person()
    cluster.led_by("a")
    until = cluster.today + timedelta(days=9)
    given = {"unit": "b", "by": person, "stand_in": stand_in, "until": until}
    cluster.do("grant_delegation", scopes=("votes",), **given)
    assert buttons(cluster.work(stand_in)) == []
    cluster.do("grant_delegation", scopes=("pledges",), **given)
    told = f"Vì bạn được ủy quyền thay người đại diện Đơn vị B, đến hết ngày {until:%d/%m/%Y}."
    assert told in cluster.work(stand_in).words()


def test_each_duty_stands_where_its_days_put_it(cluster: Cluster) -> None:
    lead, deputy = cluster.house.person(speaks_for="a"), cluster.house.person(speaks_for="b")
    cluster.led_by("a", deputy="b")
    cluster.do("adopt_rules", cycle=cluster.cycle, rule_set="law-2022")
    cluster.do("register_pledge", cycle=cluster.cycle, unit="a")
    cluster.do("sign_pledge", cycle=cluster.cycle, unit="a")
    days = {"sau": cluster.today + timedelta(days=40), "truoc": cluster.today - timedelta(days=40)}
    for drive, ends in days.items():
        cluster.do("launch_drive", cycle=cluster.cycle, drive=drive, name=f"Đợt {drive}", ends=ends)
    page = cluster.work(lead)
    assert buttons(page)[0] == ("primary", f"/cycles/{cluster.cycle}/drives/truoc/reviews/new")
    assert f"Quá hạn từ {days['truoc']:%d/%m/%Y}" in page.words()
    assert "trong đó 1 việc quá hạn" in page.words()
    coming = page.words(".//section[@aria-labelledby='work-coming']")
    assert "Đợt “Đợt sau”" in coming
    assert f"Hạn {days['sau']:%d/%m/%Y}" in coming
    stands_in = cluster.work(deputy).words(".//section[@aria-labelledby='work-others']")
    assert "Sơ kết đợt thi đua" in stands_in
    assert "Sơ kết đợt thi đua (2)" not in stands_in, "what is still to come waits for nobody"
    cluster.do("close_drive", cycle=cluster.cycle, drive="truoc")
    assert "quá hạn" not in cluster.work(lead, "vi").words().lower()
    cluster.do("launch_drive", cycle=cluster.cycle, drive="nay", name="Đợt nay", ends=cluster.today)
    assert "Due within two weeks" in cluster.work(lead, "en").words("./body//h2")


def test_where_nothing_has_to_be_done_today_what_comes_is_told(cluster: Cluster) -> None:
    lead = cluster.house.person(speaks_for="a")
    cluster.led_by("a")
    for command in ("adopt_rules", "sum_up_cycle", "sign_minutes", "submit_dossier", "close_cycle"):
        said = {"rule_set": "law-2022"} if command == "adopt_rules" else {}
        cluster.do(command, cycle=cluster.cycle, **said)
    next_year = cluster.today.year + 1
    cluster.do("hand_over_lead", cluster="cum", year=next_year, outgoing="a", lead="a")
    cluster.do("accept_handover", cluster="cum", year=next_year, unit="a")
    page = cluster.work(lead)
    assert "Hôm nay chưa có việc nào phải làm." in page.words()
    assert buttons(page) == [("secondary", f"/cycles/new?cluster=cum&first_year={next_year}")]


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Today]]:
    """A year in the middle of its ballots: a roll call is open, a ballot on paper waits for its tellers."""
    with open_house(f"sqlite:///{tmp_path_factory.mktemp('work')}/today.db") as house:
        today = rehearse_today(house.application)
        admit(house.application, ready_logins(today))
        yield house, today


def work_of(rehearsed: tuple[House, Today], login: str) -> Page:
    """The front page of one of those who are made ready in a rehearsal."""
    house, today = rehearsed
    (person,) = [one.person for one in ready_logins(today) if one.login == login]
    cookie = f"{SESSION_COOKIE}={new_session(house.application, person)}"
    return Page(house.client.get("/", headers={"Cookie": cookie, "Accept": "text/html"}))


def test_an_elector_is_led_to_its_ballot(rehearsed: tuple[House, Today]) -> None:
    page = work_of(rehearsed, "demo-dai-dien")
    _, today = rehearsed
    assert buttons(page)[0] == ("primary", f"/ballots/{today.roll_call}?elector={today.waiting[0]}")
    assert "Đang bỏ phiếu" in page.words()


def test_nobody_is_asked_to_vote_for_another(rehearsed: tuple[House, Today]) -> None:
    for login in ("demo-cum-truong", "demo-van-phong"):
        assert "Bỏ phiếu thay mặt đơn vị" not in work_of(rehearsed, login).words()


def test_a_teller_has_done_their_part_once_they_counted(rehearsed: tuple[House, Today]) -> None:
    house, today = rehearsed
    page = work_of(rehearsed, "demo-kiem-phieu-1")
    assert buttons(page) == [("primary", f"/ballots/{today.paper}/tellers")]
    assert "Vì bạn ở trong ban kiểm phiếu." in page.words()
    with house.application.log_recorder.reading() as connection:
        ballot = BALLOTS.of(connection, stream("ballot", today.paper), LATEST)
    assert ballot is not None
    opened = ballot.opened
    electors = len(opened.roll)
    options = tuple(
        OptionCount(candidate=one, votes_for=electors, votes_against=0, votes_abstain=0)
        for one in opened.candidates
    )
    count = Count(
        issued=electors,
        returned=electors,
        valid=electors,
        invalid=0,
        present=electors,
        consulted=0,
        options=options,
    )
    enter(house.application, Asker(person=today.tellers[0]), today.paper, count)
    page = work_of(rehearsed, "demo-kiem-phieu-1")
    assert buttons(page) == []
    assert "nhập số liệu riêng, không xem của nhau" in page.words()
    assert buttons(work_of(rehearsed, "demo-kiem-phieu-2"))[0][0] == "primary"
