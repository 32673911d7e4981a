"""The result of a ballot: the sentence, the bars, the arithmetic, who voted what, and its entries."""

from datetime import timedelta

import pytest

from domain.moments import as_datetime
from service.authority.askers import Asker
from service.live.counting import enter
from tests.pages.reader import Page
from tests.pages.scene import UNITS, Scene, buttons, headings, paper_count
from tests.web.house import House


@pytest.fixture
def scene(sqlite_house: House) -> Scene:
    return Scene(sqlite_house)


def result(scene: Scene, ballot: str, person: str | None = None, language: str = "vi", **query: str) -> Page:
    return scene.seen(person or scene.people["c"], f"/ballots/{ballot}/result", language, **query)


def facts(page: Page) -> dict[str | None, str | None]:
    """What the page tells as term and value."""
    lists = page.tree.findall(".//main//dl/div")
    return {row.findtext("dt"): row.findtext("dd") for row in lists}


def test_it_goes_from_the_sentence_to_the_entries(scene: Scene) -> None:
    ballot = scene.opened()
    scene.vote(ballot, "a", a="for", b="for")
    scene.vote(ballot, "b", a="for", b="abstain")
    scene.do("close_ballot", ballot=ballot, present=UNITS)
    scene.do("count_roll_call", ballot=ballot, document="BB-01")
    page = result(scene, ballot)
    assert headings(page) == [
        "Kết quả: Đơn vị tiên tiến", "Phiếu của từng đơn vị", "Cách tính", "Ai chọn gì",
        "Biên bản và các mục nhật ký",
    ]  # fmt: skip
    words = page.words()
    assert "Đạt: Đơn vị a." in page.words(".//main//p[@class='verdict']")
    assert "Đơn vị a: 2/3 phiếu thuận trên tổng số cử tri, cần > 1/2 (2 phiếu): đạt." in words
    assert "Đủ số cử tri tham gia: 3/3, cần ≥ 1/2 (2)." in words
    assert facts(page)["Số phiếu thu về"] == "2"
    assert "Đơn vị b Đồng ý Không có ý kiến" in words
    assert "Đơn vị c không bỏ phiếu không bỏ phiếu" in words
    assert facts(page)["Văn bản, biên bản"] == "BB-01"
    entries = [link for link in page.links() if link.startswith("/events/")]
    assert len(entries) == 3
    assert [int(link.rpartition("/")[2]) for link in entries] == sorted(
        (int(link.rpartition("/")[2]) for link in entries), reverse=True
    )


def test_each_bar_has_its_figures(scene: Scene) -> None:
    ballot = scene.opened()
    scene.vote(ballot, "a", a="for", b="against")
    scene.vote(ballot, "b", a="for", b="abstain")
    scene.do("close_ballot", ballot=ballot, present=UNITS)
    scene.do("count_roll_call", ballot=ballot)
    page = result(scene, ballot)
    rows = [
        [cell.text for cell in table.findall(".//td")]
        for table in page.tree.findall(".//main//table[@class='counts']")
    ]
    assert rows == [["2", "0", "0", "1", "2"], ["0", "1", "1", "1", "2"]]


def test_a_ballot_on_paper_names_nobody(scene: Scene) -> None:
    ballot = scene.on_paper()
    assert "Đã đóng phiếu, đang kiểm" in result(scene, ballot).words()
    for teller in scene.tellers:
        enter(scene.house.application, Asker(person=teller), ballot, paper_count(2, 1))
    page = result(scene, ballot)
    assert "Đạt: Đơn vị a." in page.words()
    assert "Ai chọn gì" not in headings(page)


def test_before_the_count_there_is_none(scene: Scene) -> None:
    ballot = scene.opened()
    page = result(scene, ballot)
    assert "Chưa có kết quả. Phiếu đang mở" in page.words()
    assert "Phiếu của từng đơn vị" not in headings(page)


def test_choices_are_told_from_the_close_on(scene: Scene) -> None:
    ballot = scene.opened(self_vote=False)
    for unit, other in (("a", "b"), ("b", "a")):
        scene.vote(ballot, unit, **{other: "abstain"})
    assert "Ai chọn gì" not in headings(result(scene, ballot))
    scene.do("close_ballot", ballot=ballot, present=UNITS)
    words = result(scene, ballot).words()
    assert "Đơn vị a không về chính mình Không có ý kiến" in words


def test_rounds_lead_to_each_other(scene: Scene) -> None:
    ballot = scene.opened(seats=1, tie="second_round")
    scene.counted(ballot, a="for", b="for")
    following = f"{scene.cycle}.vong-hai"
    tied = result(scene, ballot)
    assert tied.words(".//main//p[@class='verdict']").startswith("Bằng phiếu cho 1 suất còn lại")
    assert not any(following in link for link in tied.links())
    scene.do("open_second_round", ballot=following, previous=ballot)
    assert f"/ballots/{following}" in result(scene, ballot).links()
    assert f"/ballots/{ballot}/result" in result(scene, following).links()


def test_a_contest_and_an_annulment_are_told_above_all(scene: Scene) -> None:
    ballot = scene.opened()
    scene.counted(ballot, a="for", b="for")
    assert "Khiếu nại kết quả bỏ phiếu" in buttons(result(scene, ballot, scene.office))
    assert "Khiếu nại kết quả bỏ phiếu" not in buttons(result(scene, ballot, scene.inspector))
    scene.do("contest_ballot", ballot=ballot, by="c", reason="Đếm sai phiếu.")
    assert "Có khiếu nại về cuộc bỏ phiếu này" in result(scene, ballot).words()
    scene.do("annul_ballot", ballot=ballot, reason="Danh sách cử tri sai.")
    annulled = result(scene, ballot).words()
    assert "Kết quả đã bị hủy; lý do: Danh sách cử tri sai." in annulled
    assert "Có khiếu nại về cuộc bỏ phiếu này" not in annulled


def test_an_outcome_without_figures_says_that_none_are_stated(scene: Scene) -> None:
    ballot = f"{scene.cycle}.suy-ton"
    scene.do("open_ballot", ballot=ballot, mode="acclamation", titles=("advanced_unit",), candidates=("a",))
    scene.do("acclaim", ballot=ballot, elected=("a",))
    page = result(scene, ballot)
    assert page.words(".//main//p[@class='verdict']") == "Suy tôn, không đếm phiếu: Đơn vị a."
    assert {"Cách tính", "Phiếu của từng đơn vị", "Ai chọn gì"}.isdisjoint(headings(page))


def test_figures_that_are_partly_stated_have_no_mark(scene: Scene) -> None:
    ballot = f"{scene.cycle}.cu"
    scene.do("open_ballot", ballot=ballot, mode="unstated", titles=("advanced_unit",), question="Xét tặng")
    scene.do("record_outcome", ballot=ballot, elected=("a",))
    page = result(scene, ballot)
    assert page.words(".//main//p[@class='verdict']") == "Nguồn tin không nêu số phiếu; Đơn vị a đạt."
    assert page.tree.findall(".//main//svg[@class='bar']") == []


def test_it_is_told_as_it_stood_on_a_day(scene: Scene) -> None:
    ballot = scene.opened()
    scene.counted(ballot, a="for", b="for")
    today = as_datetime(scene.house.application.log_recorder.clock()).date()
    page = result(scene, ballot, as_of=(today + timedelta(days=1)).isoformat())
    assert "Đạt: Đơn vị a và Đơn vị b." in page.words()
    assert buttons(page) == []
    assert "data-pokes" not in page.text
    yesterday = result(scene, ballot, as_of=(today - timedelta(days=1)).isoformat())
    assert yesterday.status == 404


def test_it_speaks_english_and_comes_in_parts(scene: Scene) -> None:
    ballot = scene.opened()
    scene.counted(ballot, a="for", b="against")
    assert "Who chose what" in headings(result(scene, ballot, language="en"))
    fragment = result(scene, ballot, fragment="1")
    assert "<html" not in fragment.text
    assert 'data-state="result:decided"' in fragment.text
