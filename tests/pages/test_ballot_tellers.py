"""The tellers' page: each enters alone, nobody sees a figure, and the second to agree records the count."""

from collections.abc import Sequence

import pytest

from tests.pages.reader import Page
from tests.pages.scene import Scene, buttons, headings
from tests.web.house import House

FIGURES = {"issued": "3", "returned": "3", "valid": "3", "invalid": "0", "present": "3"}


@pytest.fixture
def scene(sqlite_house: House) -> Scene:
    return Scene(sqlite_house)


def figures(a: int, b: int, **changed: str) -> dict[str, str]:
    """What a teller types who counted so many votes for `a` and `b`."""
    options = {
        f"options.{unit}.{name}": str(value)
        for unit, votes in (("a", a), ("b", b))
        for name, value in (("votes_for", votes), ("votes_against", 3 - votes), ("votes_abstain", 0))
    }
    return {**FIGURES, **options, **changed}


def entered(scene: Scene, teller: int, told: dict[str, str], ballot: str, again: Sequence[str] = ()) -> Page:
    """A teller fills in the form of their page and sends it."""
    reader = scene.reader(scene.tellers[teller])
    form = reader.open(f"/ballots/{ballot}/tellers", **dict.fromkeys(again, "1")).form("/teller-counts")
    return reader.send(form.action, form.filled(**told))


def test_two_count_alone_and_agree(scene: Scene) -> None:
    ballot = scene.on_paper()
    path = f"/ballots/{ballot}/tellers"
    before = scene.seen(scene.tellers[0], path)
    assert headings(before)[:3] == ["Kiểm phiếu: Đơn vị tiên tiến", "Chờ nhập số", "Số phiếu bạn đếm được"]
    assert before.form("/teller-counts").values["present"] == ["3"]
    first = entered(scene, 0, figures(2, 1), ballot)
    assert (first.status, first.answer.headers["location"]) == (303, path)
    waiting = scene.seen(scene.tellers[0], path)
    assert "Đã nhập, chờ người kia" in headings(waiting)
    assert waiting.tree.findall(".//main//form") == []
    assert "Người kiểm phiếu thứ 1 (bạn) đã nhập" in waiting.words()
    assert entered(scene, 1, figures(2, 1), ballot).status == 303
    done = scene.seen(scene.tellers[1], path)
    assert "Hai người kiểm phiếu đã khớp; kết quả đã ghi" in headings(done)
    assert scene.house.get(scene.office, f"/ballots/{ballot}").json()["status"] == "decided"


def test_a_difference_is_named_and_no_figure_is_told(scene: Scene) -> None:
    ballot = scene.on_paper()
    path = f"/ballots/{ballot}/tellers"
    entered(scene, 0, figures(2, 1), ballot)
    assert entered(scene, 1, figures(2, 0), ballot).status == 303
    for person in (*scene.tellers, scene.people["a"], scene.inspector):
        told = scene.seen(person, path)
        assert "Hai bản chưa khớp: đếm lại" in headings(told)
        assert "Chỗ khác nhau đầu tiên: số phiếu đồng ý của Đơn vị b." in told.words()
    again = scene.seen(scene.tellers[1], path).form("/teller-counts")
    typed = {name: value for name, value in again.values.items() if name != "present"}
    assert set(map(tuple, typed.values())) == {("",)}
    assert scene.seen(scene.people["a"], path).tree.findall(".//main//form") == []
    entered(scene, 0, figures(2, 0), ballot)
    assert "kết quả đã ghi" in scene.seen(scene.tellers[0], path).words()


def test_what_is_no_figure_is_told_beside_its_field(scene: Scene) -> None:
    ballot = scene.on_paper()
    page = entered(scene, 0, figures(2, 1, valid="ba", **{"options.b.votes_for": ""}), ballot)
    assert page.status == 422
    told = page.words(".//main//section[@class='mistakes']")
    assert "số phiếu hợp lệ: Nhập một số nguyên, ví dụ 12." in told
    assert "số phiếu đồng ý của Đơn vị b: Nhập một số nguyên, ví dụ 12." in told
    form = page.form("/teller-counts")
    assert (form.values["valid"], form.values["options.a.votes_for"]) == (["ba"], ["2"])
    assert scene.house.get(scene.office, f"/ballots/{ballot}/teller-counts").json()["entered"] == []


def test_figures_that_cannot_be_true_are_refused_and_kept(scene: Scene) -> None:
    ballot = scene.on_paper()
    page = entered(scene, 0, figures(2, 1, returned="2"), ballot)
    assert page.status == 409
    assert "Chưa ghi được" in page.words()
    assert page.form("/teller-counts").values["returned"] == ["2"]
    refused = scene.house.get(scene.office, "/attempts").json()["attempts"]
    assert [one["action"] for one in refused] == ["enter_teller_count"]


def test_a_teller_may_count_again_before_the_other(scene: Scene) -> None:
    ballot = scene.on_paper()
    entered(scene, 0, figures(2, 1), ballot)
    waiting = scene.seen(scene.tellers[0], f"/ballots/{ballot}/tellers")
    assert "Đếm lại và nhập lại" in buttons(waiting)
    assert entered(scene, 0, figures(1, 1), ballot, again=["again"]).status == 303
    entered(scene, 1, figures(1, 1), ballot)
    assert scene.house.get(scene.office, f"/ballots/{ballot}").json()["status"] == "decided"


def test_who_is_heard_in_writing_is_asked_for_where_the_rule_hears_them(scene: Scene) -> None:
    plain = scene.on_paper()
    assert (
        "consulted"
        not in scene.seen(scene.tellers[0], f"/ballots/{plain}/tellers").form("/teller-counts").names
    )
    hearing = scene.on_paper("nghe", modes=("secret_paper", "written_opinion"))
    page = entered(scene, 0, figures(2, 1), hearing)
    assert page.status == 422
    assert "số cử tri cho ý kiến bằng văn bản: Nhập một số nguyên" in page.words()
    assert entered(scene, 0, figures(2, 1, consulted="0"), hearing).status == 303


def test_each_state_is_told(scene: Scene) -> None:
    ballot = scene.opened("mo", "secret_paper")
    assert "Chưa cử người kiểm phiếu." in scene.seen(scene.people["a"], f"/ballots/{ballot}/tellers").words()
    scene.do("appoint_tellers", ballot=ballot, tellers=tuple(scene.tellers))
    early = scene.seen(scene.tellers[0], f"/ballots/{ballot}/tellers")
    assert "Chưa đóng phiếu" in headings(early)
    assert early.tree.findall(".//main//form") == []
    tied = scene.on_paper(seats=1)
    for teller in (0, 1):
        entered(scene, teller, figures(2, 2), tied)
    waits = scene.seen(scene.tellers[0], f"/ballots/{tied}/tellers")
    assert "Đã khớp số; chờ chủ trì phân định" in headings(waits)
    assert "Đếm lại và nhập lại" not in buttons(waits)
    scene.do("annul_ballot", ballot=tied, reason="Phát nhầm phiếu bầu.")
    assert "Cuộc bỏ phiếu đã bị hủy" in headings(scene.seen(scene.tellers[0], f"/ballots/{tied}/tellers"))


def test_only_tellers_enter_and_only_some_look_on(scene: Scene) -> None:
    ballot = scene.on_paper()
    assert scene.seen(scene.people["c"], f"/ballots/{ballot}/tellers").status == 403
    assert scene.seen(scene.inspector, f"/ballots/{ballot}/tellers").tree.findall(".//main//form") == []
    sent = scene.reader(scene.people["a"]).send(
        f"/ballots/{ballot}/teller-counts", {name: [value] for name, value in figures(2, 1).items()}
    )
    assert sent.status == 403
    named = scene.opened("ten")
    assert scene.seen(scene.office, f"/ballots/{named}/tellers").status == 409


def test_the_live_part_comes_alone_and_in_english(scene: Scene) -> None:
    ballot = scene.on_paper()
    path = f"/ballots/{ballot}/tellers"
    fragment = scene.seen(scene.tellers[0], path, "en", fragment="1")
    assert "<html" not in fragment.text
    assert "Teller 1 (you)" in fragment.text
    assert 'data-state="waiting:0:0" data-form' in fragment.text
    assert 'data-every="5"' in scene.seen(scene.tellers[0], path).text
