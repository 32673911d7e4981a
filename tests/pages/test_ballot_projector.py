"""The page for the wall: a question, a figure, and what came out; nothing to press."""

import pytest

from tests.pages.scene import UNITS, Scene, headings
from tests.web.house import House


@pytest.fixture
def scene(sqlite_house: House) -> Scene:
    return Scene(sqlite_house)


def test_it_counts_down_to_the_result(scene: Scene) -> None:
    ballot = scene.opened()
    path = f"/ballots/{ballot}/projector"
    scene.vote(ballot, "a", a="for", b="against")
    page = scene.seen(scene.people["a"], path)
    assert headings(page) == ["Đề nghị tặng danh hiệu “Đơn vị tiên tiến” cho từng đơn vị sau đây?"]
    assert "2 phiếu còn chờ 1/3 phiếu đã ghi Còn chờ: Đơn vị b, Đơn vị c." in page.words()
    for unit in ("b", "c"):
        scene.vote(ballot, unit, a="for", b="against")
    scene.do("close_ballot", ballot=ballot, present=UNITS)
    closed = scene.seen(scene.people["a"], path).words()
    assert "Đã đóng phiếu, đang kiểm 3/3 phiếu đã ghi" in closed
    assert "đạt" not in closed
    scene.do("count_roll_call", ballot=ballot)
    assert (
        "Đạt: Đơn vị a. Đơn vị a 3/3 đạt Đơn vị b 0/3 không đạt"
        in scene.seen(scene.people["a"], path).words()
    )
    scene.do("annul_ballot", ballot=ballot, reason="Danh sách cử tri sai.")
    assert "Kết quả đã bị hủy; lý do: Danh sách cử tri sai." in scene.seen(scene.people["a"], path).words()


def test_a_secret_ballot_shows_figures_and_no_names(scene: Scene) -> None:
    ballot = scene.opened("kin", "secret_paper", candidates=("a",))
    path = f"/ballots/{ballot}/projector"
    assert "Chưa điểm danh Đang bỏ phiếu" in scene.seen(scene.office, path).words()
    scene.do("take_attendance", ballot=ballot, present=("b", "c"))
    told = scene.seen(scene.office, path).words()
    assert "2/3 đơn vị có mặt" in told
    assert "Đơn vị b" not in told
    scene.do("appoint_tellers", ballot=ballot, tellers=tuple(scene.tellers))
    scene.do("close_ballot", ballot=ballot)
    assert "0/2 người kiểm phiếu đã nhập số." in scene.seen(scene.office, path).words()


def test_nothing_else_stands_on_it(scene: Scene) -> None:
    ballot = scene.opened()
    page = scene.seen(scene.people["a"], f"/ballots/{ballot}/projector")
    tags = {one.tag for one in page.tree.iter()}
    assert tags.isdisjoint({"a", "button", "form", "nav", "input"})
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page.text
    assert page.tree.get("data-theme") == "dark"


def test_it_follows_only_what_goes_on_now(scene: Scene) -> None:
    ballot = scene.opened(question="Ai xứng đáng?")
    path = f"/ballots/{ballot}/projector"
    fragment = scene.seen(scene.people["a"], path, fragment="1")
    assert "<html" not in fragment.text
    assert "phiếu còn chờ" in fragment.text
    day = scene.house.get(scene.office, f"/ballots/{ballot}").json()["as_of"]
    past = scene.seen(scene.people["a"], path, known_at=day).text
    assert "data-pokes" not in past
    assert "refresh" not in past
    assert "votes still awaited" in scene.seen(scene.people["a"], path, "en").words()
