"""More units, clusters and years than a page holds: it tells a part, how many there are, the way on."""

from collections.abc import Iterator

import pytest

from domain.moments import Anchor, Moment
from service.accounts import grants
from service.engine import writing
from service.pages.choices import CHOICES_MAX
from service.pages.office import directory, gaps, sendable
from service.pages.office.front import SHOWN_MAX
from tests.conftest import NewDatabase
from tests.pages.reader import Page, Reader
from tests.web.house import House, open_house

SINCE = Moment.parse("2026", Anchor.START)
MANY = CHOICES_MAX + 1
LAST = MANY - 1
PROVINCE, BELOW, OWN = "tinh", (0, 1), f"cum-so-{LAST}"


@pytest.fixture(scope="module")
def house(new_database: NewDatabase) -> Iterator[House]:
    """One more unit, cluster and year than there is to choose from; each unit below a province."""
    with open_house(new_database("sqlite")) as house:
        do = house.application.do
        do("register_unit", when=SINCE, unit=PROVINCE, name="Công an tỉnh")
        for number in range(MANY):
            unit, cluster = f"d-{number}", f"cum-so-{number}"
            below = PROVINCE if number in BELOW else None
            do("register_unit", when=SINCE, unit=unit, name=f"Đội {number}", parent=below)
            name, organiser = f"Cụm {number}", PROVINCE if number == 0 else None
            do("form_cluster", when=SINCE, cluster=cluster, name=name, kind="cluster", organiser=organiser)
            do("join_cluster", when=SINCE, cluster=cluster, unit=unit)
            do("open_cycle", when=SINCE, cycle=f"{cluster}-2026", cluster=cluster, first_year=2026)
        yield house


@pytest.fixture(scope="module")
def office(house: House) -> Reader:
    """The emulation office of the whole service."""
    return Reader(house, house.person("office"))


@pytest.fixture(scope="module")
def province(house: House) -> Reader:
    """The office of a province, below which two of the units are; it may read who there is in the service."""
    person = house.person("office", unit=PROVINCE)
    with writing(house.application.engine) as connection:
        now = house.application.log_recorder.clock()
        grants.give(connection, person, "inspector", by=None, now=now)
    return Reader(house, person)


def following(page: Page) -> str:
    """Where the page goes on."""
    (link,) = [one.get("href", "") for one in page.tree.iter("a") if one.get("rel") == "next"]
    return link


def told(page: Page, begin: str) -> list[str]:
    """The links of a list that lead to what begins so."""
    return list(dict.fromkeys(link for link in page.links() if link.startswith(begin)))


def test_clusters_go_on_page_by_page(office: Reader) -> None:
    first = office.open("/clusters")
    seen = told(first, "/clusters/cum-so-")
    assert len(seen) == directory.PAGE_LINES
    assert f"{MANY} cụm, khối" in first.words()
    page = first
    while len(seen) < MANY:
        page = office.open(following(page))
        seen += told(page, "/clusters/cum-so-")
    assert len(seen) == len(set(seen)) == MANY
    assert not [one for one in page.tree.iter("a") if one.get("rel") == "next"]
    assert "/clusters" in page.links()
    assert office.open("/clusters", after="khong-co").status == 422


def test_the_clusters_of_words_go_on_with_them(office: Reader) -> None:
    page = office.open("/clusters", q="cum 1")
    assert "q=cum+1" in following(page)
    assert told(office.open("/clusters", q=f"cum {LAST}"), "/clusters/cum-so-") == [f"/clusters/{OWN}"]
    assert "Không có cụm nào khớp." in office.open("/clusters", q="khong co").words()


def test_the_readers_own_clusters_come_first_and_the_list_goes_on_without_a_gap(house: House) -> None:
    reader = Reader(house, house.person(speaks_for=f"d-{LAST}"))
    first = reader.open("/clusters")
    assert told(first, "/clusters/cum-so-")[0] == f"/clusters/{OWN}"
    assert "Cụm của tôi" in first.words()
    second = reader.open(following(first))
    assert "Cụm của tôi" not in second.words()
    assert OWN not in " ".join(told(reader.open("/clusters", q="cum 7"), "/clusters/cum-so-"))


def test_the_office_is_told_the_first_of_what_is_unfinished_and_how_much_there_is(office: Reader) -> None:
    page = office.open("/office")
    assert len(told(page, "/units/d-")) == SHOWN_MAX
    assert len(told(page, "/clusters/cum-so-")) == SHOWN_MAX
    assert f"và {MANY - SHOWN_MAX} cụm khác" in page.words()
    for path, begin in (("/office/unspoken", "/units/d-"), ("/office/leaderless", "/clusters/cum-so-")):
        assert path in page.links()
        listed = office.open(path)
        seen = told(listed, begin)
        assert len(seen) == gaps.PAGE_LINES
        while len(seen) < MANY - 1:  # somebody may speak for one of the units by now
            listed = office.open(following(listed))
            assert path in listed.links()
            seen += told(listed, begin)
        assert len(seen) == len(set(seen))


def test_an_office_is_told_what_it_looks_after_itself(province: Reader) -> None:
    assert told(province.open("/office"), "/units/d-") == [f"/units/d-{one}/representatives" for one in BELOW]
    assert told(province.open("/office"), "/clusters/") == ["/clusters/cum-so-0/members"]
    listed = province.open("/office/unspoken")
    assert told(listed, "/units/d-") == [f"/units/d-{one}/representatives" for one in BELOW]
    assert told(province.open("/office/leaderless"), "/clusters/") == ["/clusters/cum-so-0/members"]


@pytest.mark.parametrize("path", ["/office/unspoken", "/office/leaderless"])
def test_nothing_is_unfinished_for_who_looks_after_nothing(house: House, path: str) -> None:
    for roles in ((), ("administrator",), ("inspector",)):
        page = Reader(house, house.person(*roles)).open(path)
        assert "Không còn việc dở ở đây." in page.words()


def test_the_unit_to_appoint_somebody_for_is_looked_for(
    house: House, office: Reader, province: Reader
) -> None:
    somebody = house.person()
    form = office.open(f"/persons/{somebody}").form("/appointments")
    assert form.names == {"q"}
    page = office.open(form.action, q=f"doi {LAST}")
    (link,) = told(page, f"{form.action}?unit=")
    chosen = office.open(link).answer.headers["location"]
    assert chosen == f"/units/d-{LAST}/representatives/new?person={somebody}"
    everything = office.open(form.action)
    assert f"{MANY + 1} đơn vị" in everything.words()
    assert "Về đầu danh sách" in office.open(following(everything)).words()
    assert "Không có đơn vị nào khớp." in office.open(form.action, q="khong co").words()
    of_province = province.open(form.action)
    assert len(told(of_province, f"{form.action}?unit=")) == len(BELOW) + 1
    past = office.open(form.action, as_of="2026-02-01")
    assert past.answer.headers["location"] == f"/persons/{somebody}"


def test_the_unit_of_a_role_is_typed_where_there_are_too_many(house: House) -> None:
    administrator, somebody = Reader(house, house.person("administrator")), house.person()
    path = f"/persons/{somebody}/grants/new"
    page = administrator.open(path)
    assert page.tree.find(".//input[@id='unit'][@list='unit-ids']") is not None
    assert len(page.tree.findall(".//datalist/option")) == CHOICES_MAX
    wrong = administrator.fill_in(path, role="office", unit="khong-co")
    assert wrong.tree.find(".//input[@id='unit'][@aria-invalid='true']") is not None
    assert administrator.fill_in(path, role="office", unit=f"d-{LAST}").status == 303


def test_a_year_whose_targets_are_sent_is_looked_for(house: House, office: Reader, province: Reader) -> None:
    page = office.open("/imports")
    assert len(told(page, "/imports/targets/")) == sendable.PAGE_LINES
    assert f"{MANY} năm thi đua" in page.words()
    assert not told(office.open(following(page)), told(page, "/imports/targets/")[-1])
    found = office.open("/imports", q=f"cum {LAST} 2026")
    assert told(found, "/imports/targets/") == [f"/imports/targets/{OWN}-2026/new"]
    assert "Không có năm thi đua nào khớp." in office.open("/imports", q="khong co").words()
    assert told(province.open("/imports"), "/imports/targets/") == ["/imports/targets/cum-so-0-2026/new"]
    assert office.open("/imports", cycle="khong-co").status == 422


def test_the_lead_sends_the_targets_of_its_year(house: House) -> None:
    house.application.do(
        "assign_lead", when=SINCE, cluster="cum-so-7", year=2026, mode="assigned", lead="d-7"
    )
    lead = Reader(house, house.person(speaks_for="d-7"))
    assert told(lead.open("/imports"), "/imports/targets/") == ["/imports/targets/cum-so-7-2026/new"]
    member = Reader(house, house.person(speaks_for="d-8"))
    assert not told(member.open("/imports"), "/imports/targets/")


def test_what_the_journal_is_narrowed_to_is_typed_where_there_is_too_much(office: Reader) -> None:
    page = office.open("/events", cluster=OWN)
    for name in ("cycle", "cluster", "unit"):
        field = page.tree.find(f".//input[@id='{name}']")
        assert field is not None
        assert field.get("list") == f"{name}-ids"
        assert len(page.tree.findall(f".//datalist[@id='{name}-ids']/option")) == CHOICES_MAX
    assert page.form("/events").values["cluster"] == [OWN]
    assert len(page.tree.findall(".//main//tbody/tr")) == 3  # formed, joined, opened


@pytest.mark.parametrize(
    ("path", "name", "most"),
    [
        (f"/clusters/{OWN}/members/new", "unit", CHOICES_MAX),
        (f"/units/d-{LAST}/mergers/new", "successor", CHOICES_MAX),
        ("/cycles/new", "cluster", CHOICES_MAX),
        (
            f"/cycles/{OWN}-2026/inspections/new",
            "by",
            CHOICES_MAX + 1,
        ),  # its own member, and the first others
    ],
)
def test_a_unit_or_a_cluster_of_an_act_is_typed_where_there_are_too_many(
    office: Reader, path: str, name: str, most: int
) -> None:
    page = office.open(path)
    field = page.tree.find(f".//input[@id='{name}']")
    assert field is not None
    assert field.get("list") == f"{name}-ids"
    assert most - 1 <= len(page.tree.findall(f".//datalist[@id='{name}-ids']/option")) <= most


def test_several_units_are_typed_line_by_line_where_there_are_too_many(office: Reader) -> None:
    page = office.open(f"/units/d-{LAST}/splits/new")
    assert page.tree.find(".//textarea[@id='into']") is not None


def test_what_is_typed_is_recorded(house: House, office: Reader) -> None:
    house.application.do("register_unit", when=SINCE, unit="z", name="Đơn vị Z")
    path = f"/clusters/{OWN}/members/new"
    refused = office.fill_in(path, unit="khong-co")
    assert refused.tree.find(".//input[@id='unit'][@aria-invalid='true']") is not None
    assert office.fill_in(path, unit="z").status == 303
