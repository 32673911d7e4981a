"""The pages of a year: what they show at two points, what they offer to whom, and where little is known."""

from collections.abc import Iterator

import pytest

from service.chronicle.importing import import_chronicle
from service.opening import opened
from service.rehearsal.rehearsing import rehearse
from tests.conftest import NewDatabase
from tests.pages.reader import Page, Reader
from tests.rooms import ROOT
from tests.web.house import House, open_house

CLUSTER, DONE, RUNNING = "dien-tap-1", "dien-tap-1-2024", "dien-tap-1-2025"
LEAD, AWAITED, VOTED = "dien-tap-1-b", "dien-tap-1-d", "dien-tap-1-a"
BALLOT = f"{RUNNING}.advanced-unit"
RECORD, SPARSE = "bca-local-5-2022", "bca-central-6-2019"
SECTIONS = (
    "",
    "/steps",
    "/standings",
    "/pledges",
    f"/pledges/{VOTED}",
    "/scores",
    f"/scores/{VOTED}",
    "/nominations",
    "/drives",
    "/inspections",
    "/commendations",
    "/rules",
    "/differences",
)
OF_A_YEAR = tuple(f"/cycles/{DONE}{section}" for section in SECTIONS)
PAGES = (
    *OF_A_YEAR,
    f"/cycles/{DONE}/nominations/advanced_unit/{VOTED}",
    f"/cycles/{DONE}/drives/xuan-dien-tap",
    f"/clusters/{CLUSTER}/handovers/2025",
)


@pytest.fixture(scope="module")
def house(new_database: NewDatabase) -> Iterator[House]:
    """A whole rehearsed year, one in the middle of its ballot, and two records of which little is known."""
    url = new_database("sqlite")
    with opened(url) as application:
        rehearse(application, years=2, first_year=2024, stop_at="balloting")
        for record in (RECORD, SPARSE):
            import_chronicle(application, ROOT / "examples" / f"{record}.yaml")
    with open_house(url) as made:
        yield made


@pytest.fixture(scope="module")
def inspector(house: House) -> Reader:
    """Who reads all and may do nothing."""
    return Reader(house, house.person("inspector"))


@pytest.fixture(scope="module")
def office(house: House) -> Reader:
    return Reader(house, house.person("office"))


@pytest.fixture(scope="module")
def lead(house: House) -> Reader:
    """Who speaks for the unit that leads the running year."""
    return Reader(house, house.person(speaks_for=LEAD))


@pytest.fixture(scope="module")
def elector(house: House) -> Reader:
    """Who speaks for a unit that has not voted yet."""
    return Reader(house, house.person(speaks_for=AWAITED))


@pytest.fixture(scope="module")
def stranger(house: House) -> Reader:
    """Who is signed in and has no part in the cluster."""
    return Reader(house, house.person())


def said(page: Page, path: str = ".//main") -> str:
    """What can be read in a part of a page, whatever marks its words off."""
    return " ".join(" ".join(" ".join(found.itertext()) for found in page.tree.findall(path)).split())


def rows(page: Page) -> list[str]:
    """The units of the board, from the top."""
    return [
        " ".join("".join(head.itertext()).split())
        for head in page.tree.findall(".//main//tr/th[@scope='row']")
    ]


@pytest.mark.parametrize("path", PAGES)
def test_who_reads_a_year_reads_its_pages_in_both_languages(
    path: str, house: House, inspector: Reader, elector: Reader, stranger: Reader
) -> None:
    english = Reader(house, inspector.person, language="en")
    for reader in (inspector, elector, english):
        page = reader.open(path)
        assert page.status == 200
        assert len(page.tree.findall(".//h1")) == 1
        assert " style=" not in page.text
    assert stranger.open(path).status == 403


def test_a_year_shows_its_theme_its_pair_and_its_groups(inspector: Reader) -> None:
    page = inspector.open(f"/cycles/{DONE}")
    assert page.words(".//h1") == "Cụm diễn tập số 1 · Năm 2024"
    assert "Cụm trưởng Đơn vị A từ 01/01/2024 Cụm phó Đơn vị B" in said(page)
    assert page.words(".//main//blockquote").startswith("Diễn tập đúng quy trình")
    groups = [" ".join("".join(one.itertext()).split()) for one in page.tree.findall(".//main//li/h3")]
    assert groups == ["Phát động", "Giao ước", "Thi đua", "Đánh giá", "Bỏ phiếu", "Bàn giao"]
    assert f"/cycles/{RUNNING}" in page.links()


def test_a_number_leads_to_its_lineage_and_a_title_to_its_way(inspector: Reader) -> None:
    links = inspector.open(f"/cycles/{DONE}").links()
    assert f"/cycles/{DONE}/lineage/{VOTED}#score.final" in links
    assert f"/cycles/{DONE}/nominations/flag_ministry/{VOTED}" in links
    assert f"/ballots/{DONE}.flag-ministry" in links
    assert f"/cycles/{DONE}/events" in links


def test_a_year_is_as_it_stood_on_the_day(inspector: Reader) -> None:
    before = inspector.open(f"/cycles/{DONE}", as_of="2024-11-01").words()
    after = inspector.open(f"/cycles/{DONE}", as_of="2024-12-31").words()
    assert "đã trao" not in before
    assert "Cờ thi đua của Bộ Công an: đã trao" in after
    assert "978,15" not in before
    assert "978,15" in after


def test_a_record_tells_its_facts_once_they_happened(inspector: Reader) -> None:
    eve = said(inspector.open(f"/cycles/{RECORD}", as_of="2022-12-31"))
    assert "2.079 tập thể, 6.206 cá nhân" in eve
    assert "Cụm trưởng Công an tỉnh Hà Tĩnh" in eve
    assert "Hội nghị tổng kết" in eve
    answer = inspector.open("/clusters/bca-local-5/handovers/2023", as_of="2022-11-21")
    assert "Bên nhận không nêu" in said(answer)
    answer = inspector.open("/clusters/bca-local-5/handovers/2023", as_of="2022-11-22")
    assert "Bên nhận Công an tỉnh Quảng Bình" in said(answer)


@pytest.mark.parametrize("record", [RECORD, SPARSE])
def test_where_little_is_known_it_is_said_once(record: str, inspector: Reader) -> None:
    page = inspector.open(f"/cycles/{record}")
    assert "không nêu" not in said(page, ".//main//table")
    assert said(page, ".//main//section[@aria-labelledby='standings']").count("không nêu") == 1
    # The year is over, and no rules of it ask for what its sources leave out.
    assert "Đang làm" not in page.words()
    assert "Ai làm tiếp" not in page.words()


def test_what_is_not_recorded_is_explained(inspector: Reader) -> None:
    for section, sentence in (
        ("pledges", "Chưa ghi giao ước nào."),
        ("scores", "Chưa ghi điểm nào."),
        ("drives", "Chưa ghi đợt thi đua nào."),
        ("inspections", "Chưa ghi lần kiểm tra nào."),
        ("rules", "Chưa ban hành quy định"),
        ("nominations", "Chưa ghi đề nghị danh hiệu nào."),
    ):
        assert sentence in inspector.open(f"/cycles/{RECORD}/{section}").words()


def test_the_board_is_sorted_without_scripts(inspector: Reader) -> None:
    path = f"/cycles/{DONE}/standings"
    by_rank = rows(inspector.open(path))
    assert by_rank[0] == "Đơn vị A"
    assert by_rank[-1].startswith("Đơn vị F (rời ngày")
    assert rows(inspector.open(path, sort="unit"))[:2] == ["Đơn vị A", "Đơn vị B"]
    assert rows(inspector.open(path, sort="targets"))[0] == "Đơn vị A"
    assert rows(inspector.open(path, sort="nothing-such")) == by_rank
    assert f"{path}?sort=final" in inspector.open(path).text


def test_the_board_leads_to_its_file(house: House, inspector: Reader) -> None:
    page = inspector.open(f"/cycles/{DONE}/standings", as_of="2024-12-31")
    file = next(link for link in page.links() if link.startswith("/api/"))
    answer = house.client.get(file, headers=house.headers(inspector.person))
    assert answer.headers["content-type"].startswith("text/csv")
    assert "as_of=2024-12-31" in file


def test_the_next_step_is_offered_to_whose_it_is(
    lead: Reader, elector: Reader, office: Reader, inspector: Reader
) -> None:
    for reader in (lead, elector, office):
        assert f"/ballots/{BALLOT}" in button(reader.open(f"/cycles/{RUNNING}"))
    assert button(inspector.open(f"/cycles/{RUNNING}")) == []
    assert button(lead.open(f"/cycles/{RUNNING}", as_of="2025-11-21")) == []


def button(page: Page) -> list[str]:
    """Where the primary buttons of a page lead."""
    return [str(one.get("href")) for one in page.tree.findall(".//main//a[@class='button primary']")]


def test_what_else_can_be_done_is_offered_to_whose_it_is(
    lead: Reader, elector: Reader, inspector: Reader
) -> None:
    path = f"/cycles/{RUNNING}"
    offered = lead.open(path).links()
    assert f"{path}/commendations/new" in offered
    assert f"/clusters/{CLUSTER}/handovers/new?year=2026" in offered
    assert f"{path}/minutes/new" in offered
    # Steps that are taken, or that come later, are offered to nobody.
    assert f"{path}/launches/new" not in offered
    assert f"{path}/dossiers/new" not in offered
    assert f"{path}/nominations/new?unit={AWAITED}" in elector.open(path).links()
    assert f"{path}/commendations/new" not in elector.open(path).links()
    assert not [link for link in inspector.open(path).links() if "/new" in link]


def test_my_unit_is_marked_on_the_board(elector: Reader) -> None:
    assert "Đơn vị D (đơn vị của tôi)" in rows(elector.open(f"/cycles/{RUNNING}/standings"))


def test_a_pledge_tells_promises_beside_results(elector: Reader, inspector: Reader) -> None:
    page = elector.open(f"/cycles/{RUNNING}/pledges/{AWAITED}")
    assert "ít nhất 200 hồ sơ" in page.words()
    assert "đã ký" in page.words()
    assert f"/cycles/{RUNNING}/pledges/{AWAITED}/reports/new" in page.links()
    assert f"/cycles/{RUNNING}/pledges/{AWAITED}/signatures/new" not in page.links()
    assert not [link for link in inspector.open(page.answer.url.path).links() if "/new" in link]
    assert inspector.open(f"/cycles/{RUNNING}/pledges/nobody").status == 404


def test_a_score_stands_stage_beside_stage(inspector: Reader, lead: Reader) -> None:
    page = inspector.open(f"/cycles/{DONE}/scores/{VOTED}")
    heads = [" ".join("".join(one.itertext()).split()) for one in page.tree.findall(".//main//thead//th")]
    assert heads[:4] == ["Tiêu chí", "Tối đa", "Tự chấm", "Thẩm định"]
    assert heads[-1] == "Chốt"
    foot = page.words(".//main//tfoot")
    assert foot.startswith("Tổng điểm 1.000 975,15 958,65")
    assert foot.endswith("978,15")
    returning = f"/cycles/{RUNNING}/scores/{VOTED}/returns/new"
    assert returning in lead.open(f"/cycles/{RUNNING}/scores/{VOTED}").links()


def test_a_nomination_tells_its_way(inspector: Reader, office: Reader) -> None:
    page = inspector.open(f"/cycles/{DONE}/nominations/flag_ministry/{VOTED}")
    assert "Trao tặng 16/12/2024" in page.words(".//main//ol[@class='way']")
    assert "Số quyết định" in page.words()
    annulled = office.open(f"/cycles/{DONE}/nominations/flag_province/dien-tap-1-e")
    assert "đã hủy bỏ" in annulled.words()
    assert f"{annulled.answer.url.path}/restorations/new" in annulled.links()


def test_a_drive_past_its_last_day_is_late(inspector: Reader) -> None:
    words = inspector.open(f"/cycles/{RUNNING}/drives", as_of="2025-12-31").words()
    assert "đã kết thúc" in words
    during = inspector.open(f"/cycles/{RUNNING}/drives/xuan-dien-tap", as_of="2025-04-10").words()
    assert "đang diễn ra" in during


def test_rules_mark_what_no_text_confirms(inspector: Reader) -> None:
    page = inspector.open(f"/cycles/{DONE}/rules")
    assert "chưa được đối chiếu với văn bản" in page.words()
    assert "Đạt khi số phiếu đồng ý ≥ 2/3 tổng số cử tri." in page.words()
    assert "Hồ sơ giải quyết đúng hạn" in page.words()


def test_a_handover_names_both_sides_and_what_is_unfinished(lead: Reader, inspector: Reader) -> None:
    done = said(inspector.open(f"/clusters/{CLUSTER}/handovers/2025"))
    assert "Bên giao Đơn vị A" in done
    assert "Bên nhận Đơn vị B" in done
    assert "Nhận bàn giao 25/11/2024" in done
    to_come = lead.open(f"/clusters/{CLUSTER}/handovers/2026")
    assert "Bỏ phiếu, suy tôn: đang làm" in to_come.words()
    assert f"/clusters/{CLUSTER}/handovers/new?year=2026" in button(to_come)
    assert inspector.open(f"/clusters/{CLUSTER}/handovers/2040").status == 404


def test_the_new_lead_is_offered_to_accept(house: House, office: Reader) -> None:
    house.application.do("hand_over_lead", cluster=CLUSTER, year=2026, lead="dien-tap-1-c")
    page = office.open(f"/clusters/{CLUSTER}/handovers/2026")
    assert f"/clusters/{CLUSTER}/handovers/2026/acceptances/new?unit=dien-tap-1-c" in button(page)


def test_two_points_tell_what_differs_and_why(inspector: Reader) -> None:
    path = f"/cycles/{DONE}/differences"
    asked = {"as_of": "2024-11-01", "other_as_of": "2024-12-31"}
    page = inspector.open(path, **asked)
    assert "từ ngày 01/11/2024 đến ngày 31/12/2024" in page.words()
    assert "Cờ thi đua của Bộ Công an không nêu đã trao" in page.words(".//main//table")
    assert any(link.startswith("/events/") for link in page.links())
    form = page.form()
    assert form.values["other_as_of"] == ["31/12/2024"]
    same = inspector.open(path, as_of="31/12/2024", other_as_of="31/12/2024")
    assert "Không có gì khác nhau." in same.words()


def test_unasked_the_last_milestone_is_what_differs(inspector: Reader) -> None:
    page = inspector.open(f"/cycles/{DONE}/differences")
    assert "Kết thúc năm thi đua chờ đã xong" in page.words(".//main//table").replace("đang làm", "chờ")


def test_the_list_finds_years_by_words(inspector: Reader, stranger: Reader) -> None:
    assert f"/cycles/{RECORD}" in inspector.open("/cycles").links()
    found = inspector.open("/cycles", q="dien tap so 1")
    assert f"/cycles/{DONE}" in found.links()
    assert f"/cycles/{RECORD}" not in found.links()
    assert "Không có năm thi đua nào khớp với “zzz”." in inspector.open("/cycles", q="zzz").words()
    assert stranger.open("/cycles").status == 200
    assert f"/cycles/{RECORD}" not in stranger.open("/cycles").links()
