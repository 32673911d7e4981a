"""Work and ballots of more than a page tells: the first of each group, how many there are, and the way on."""

from datetime import date

import pytest

from projections.duties.duty import Cause, Duty
from service.authority.holding import Held
from service.authority.roles import Role
from service.pages.ballots import groups
from service.pages.parts import part
from service.pages.work import page as work
from service.pages.work.mine import Mine
from service.pages.work.piles import piles, stalls
from tests.pages.reader import Page, Reader
from tests.pages.scene import Scene
from tests.web.house import House

CLUSTERS = {"bac": "Cụm miền Bắc", "nam": "Cụm miền Nam", "trung": "Cụm miền Trung"}


@pytest.fixture
def office(sqlite_house: House) -> Reader:
    """The office of three new clusters, each of two units that nobody represents."""
    do = sqlite_house.application.do
    for cluster, name in CLUSTERS.items():
        do("form_cluster", cluster=cluster, name=name, kind="cluster")
        for place in "ab":
            do("register_unit", unit=f"{cluster}-{place}", name=f"Đơn vị {place} {name}")
            do("join_cluster", cluster=cluster, unit=f"{cluster}-{place}")
    return Reader(sqlite_house, sqlite_house.person("office"))


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that tell as little as they can."""
    monkeypatch.setattr(work, "FRONT_CARDS", 1)
    monkeypatch.setattr(work, "GROUP_CARDS", 2)
    monkeypatch.setattr(groups, "GOING_MAX", 1)
    monkeypatch.setattr(groups, "SETTLED_MAX", 1)


def tasks(page: Page, section: str) -> list[str]:
    """The places that a section of the page names, in its order."""
    found = page.tree.findall(f".//section[@aria-labelledby='work-{section}']//li//*[@class='where']")
    return ["".join(one.itertext()) for one in found]


def following(page: Page) -> list[str]:
    """The ways on that a page offers."""
    return [str(link.get("href")) for link in page.tree.findall(".//main//a[@rel='next']")]


def rooms(page: Page) -> list[str]:
    """The ballots that a page lists, by the end of their ids."""
    return [one.rpartition(".")[2] for one in page.links() if one.startswith("/ballots/")]


def searched(reader: Reader, path: str, words: str) -> Page:
    """The page that its own search field leads to."""
    form = reader.open(path).form()
    return reader.open(form.action, **{name: values[0] for name, values in form.filled(q=words).items()})


def test_a_part_says_what_it_leaves_out() -> None:
    lines = list(range(5))
    assert part(lines, 2) == ([0, 1], 5, 0, 2)
    assert part(lines, 2, 3) == ([3, 4], 5, 3, None)
    assert part(lines, 2, 9) == ([], 5, 9, None)
    assert (part(lines, 5).is_whole, part(lines, 4).is_whole) == (True, False)


def test_little_work_is_told_whole_and_needs_no_search(office: Reader) -> None:
    page = office.open("/")
    assert sorted(tasks(page, "waiting")) == sorted(CLUSTERS.values())
    assert following(page) == []
    assert page.tree.findall(".//main//form") == []


@pytest.mark.usefixtures("short")
def test_of_much_work_the_first_is_told_with_the_way_to_the_rest(office: Reader) -> None:
    page = office.open("/")
    assert tasks(page, "waiting") == ["Cụm miền Bắc"]
    assert "6 việc đang chờ bạn." in page.words(), "all of it is counted"
    assert "Hiện 1 trong 3 mục." in page.words()
    assert following(page) == ["/?group=waiting&after=1", "/?group=others&after=1"]
    page = office.open(following(page)[0])
    assert tasks(page, "waiting") == ["Cụm miền Nam", "Cụm miền Trung"]
    assert following(page) == []
    assert "/?group=waiting" in page.links()
    assert "Đang chờ đơn vị khác" not in page.words()
    page = office.open("/?group=others")
    assert "Mở năm thi đua" in page.words()
    assert following(page) == ["/?group=others&after=2"]


@pytest.mark.usefixtures("short")
def test_work_is_found_by_the_name_of_its_cluster(office: Reader) -> None:
    page = searched(office, "/", "mien trung")
    assert tasks(page, "waiting") == ["Cụm miền Trung"]
    assert following(page) == []
    assert "2 việc đang chờ bạn." in page.words()
    nothing = searched(office, "/", "mien tay")
    assert "Không có việc nào của bạn đang chờ ở cụm khớp với từ tìm." in nothing.words()
    assert "Sẽ đến lượt bạn" not in nothing.words()


@pytest.mark.usefixtures("short")
def test_a_group_that_there_is_not_cannot_be_asked_for(office: Reader) -> None:
    assert office.open("/?group=khong").status == 422
    assert office.open("/?group=waiting&after=-1").status == 422
    assert office.open("/?group=waiting&after=9").status == 200


@pytest.mark.usefixtures("short")
def test_of_many_ballots_the_latest_are_told_with_the_way_to_the_rest(sqlite_house: House) -> None:
    scene = Scene(sqlite_house)
    for name in ("mot", "hai", "ba"):
        scene.counted(scene.opened(name), a="for", b="for")
    page = scene.seen(scene.office, "/ballots")
    assert rooms(page) == ["ba"]
    assert "Hiện 1 trong 3 cuộc bỏ phiếu." in page.words()
    page = scene.seen(scene.office, following(page)[0])
    assert rooms(page) == ["hai"]
    page = scene.seen(scene.office, following(page)[0])
    assert (rooms(page), following(page)) == (["mot"], [])
    assert "/ballots?group=decided" in page.links()
    own = scene.seen(scene.people["c"], f"/cycles/{scene.cycle}/ballots")
    assert following(own) == [f"/cycles/{scene.cycle}/ballots?group=decided&after=1"]
    assert own.tree.findall(".//main//form") == [], "one year is searched through by eye"
    assert scene.seen(scene.office, "/ballots?group=khong").status == 422


@pytest.mark.usefixtures("short")
def test_ballots_are_found_by_the_name_of_their_cluster(sqlite_house: House) -> None:
    scene = Scene(sqlite_house)
    for name in ("mot", "hai"):
        scene.opened(name)
    assert rooms(scene.seen(scene.people["c"], "/ballots")) == ["hai"]
    assert rooms(searched(scene.reader(scene.people["c"]), "/ballots", "cum thu")) == ["hai"]
    nothing = searched(scene.reader(scene.people["c"]), "/ballots", "cum khac")
    assert "Không có cuộc bỏ phiếu nào ở cụm khớp với từ tìm." in nothing.words()


def test_piles_are_put_by_what_is_due_first() -> None:
    def found(code: str, cluster: str, due: date | None = None, starts: date | None = None) -> Mine:
        cause = Cause(stream=f"cluster:{cluster}", topics=("cluster.formed",))
        return Mine(
            Duty(code=code, action=code, cluster=cluster, cause=cause, due=due, starts=starts),
            Held(role=Role.OFFICE),
            own=True,
        )

    today = date(2026, 11, 22)
    lines = [
        found("appoint_representative", "bac"),
        found("elect_lead", "bac", due=date(2026, 12, 31)),
        found("appoint_representative", "nam"),
        found("elect_lead", "nam", due=date(2026, 12, 30)),
        found("appoint_representative", "bac"),
        found("close_ballot", "nam"),
        found("review_drive", "nam", due=date(2026, 11, 21)),
        found("review_drive", "nam", due=date(2026, 11, 30)),
        found("review_midyear", "nam", starts=date(2027, 7, 1)),
        found("review_midyear", "bac", starts=date(2027, 6, 1)),
    ]
    told = {
        group: [(one.duties[0].code, one.duties[0].cluster, len(one.duties)) for one in some]
        for group, some in piles(lines, today).items()
    }
    assert told == {
        "now": [("close_ballot", "nam", 1)],
        "late": [("review_drive", "nam", 1)],
        "soon": [("review_drive", "nam", 1)],
        "waiting": [
            ("elect_lead", "nam", 1),
            ("elect_lead", "bac", 1),
            ("appoint_representative", "bac", 2),
            ("appoint_representative", "nam", 1),
        ],
        "coming": [("review_midyear", "bac", 1), ("review_midyear", "nam", 1)],
    }
    first = stalls(lines, today)[0]
    assert (first.duty.cluster, first.actions) == ("bac", {"appoint_representative": 2, "elect_lead": 1})
