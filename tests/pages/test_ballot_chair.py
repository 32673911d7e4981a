"""The chair's page: who is there, whether they are enough, who has voted, and what the chair can do next."""

from typing import Any

import pytest

from service.authority.askers import Asker
from service.live.counting import enter
from tests.pages.scene import UNITS, Scene, buttons, headings, paper_count
from tests.web.house import House

CLOSE, COUNT = "Kết thúc cuộc bỏ phiếu", "Xác định kết quả biểu quyết ghi tên"


@pytest.fixture
def scene(sqlite_house: House) -> Scene:
    return Scene(sqlite_house)


def chaired(scene: Scene, ballot: str, person: str | None = None, **query: Any) -> Any:
    return scene.seen(person or scene.people["a"], f"/ballots/{ballot}/chair", **query)


def test_it_is_for_lead_deputy_and_office(scene: Scene) -> None:
    ballot = scene.opened()
    statuses = {
        name: chaired(scene, ballot, person).status
        for name, person in {**scene.people, "office": scene.office, "inspector": scene.inspector}.items()
    }
    assert statuses == {"a": 200, "b": 200, "c": 403, "office": 200, "inspector": 403}


def test_attendance_is_taken_and_told_against_the_quorum(scene: Scene) -> None:
    ballot = scene.opened("giay", "secret_paper")
    chair = scene.reader(scene.people["a"])
    page = chair.open(f"/ballots/{ballot}/chair")
    assert "Cần 2/3 đơn vị tham gia; chưa điểm danh." in page.words()
    form = page.form("/attendances")
    taken = chair.send(form.action, form.filled(present=["c"], _step="record"))
    assert (taken.status, taken.answer.headers["location"].partition("?")[0]) == (
        303,
        f"/ballots/{ballot}/chair",
    )
    few = chair.open(f"/ballots/{ballot}/chair")
    assert "1/3 đơn vị tham gia, cần 2: còn thiếu 1." in few.words()
    assert "Đơn vị a vắng Đơn vị b vắng Đơn vị c có mặt" in few.words()
    form = few.form("/attendances")
    assert form.values["present"] == ["c"]
    chair.send(form.action, form.filled(present=["a", "c"], _step="record"))
    assert "2/3 đơn vị tham gia, cần 2: đủ." in chair.open(f"/ballots/{ballot}/chair").words()
    nobody = chair.open(f"/ballots/{ballot}/chair").form("/attendances")
    values = {name: told for name, told in nobody.values.items() if name != "present"}
    chair.send(nobody.action, {**values, "_step": ["record"]})
    assert "0/3 đơn vị tham gia, cần 2: còn thiếu 2." in chair.open(f"/ballots/{ballot}/chair").words()


def test_it_tells_who_voted_and_never_what(scene: Scene) -> None:
    ballot = scene.opened()
    scene.vote(ballot, "b", a="abstain", b="for")
    told = chaired(scene, ballot).words()
    assert "Đã có 1/3 phiếu. Còn chờ: Đơn vị a, Đơn vị c." in told
    assert "Đơn vị a chưa bỏ phiếu Đơn vị b đã bỏ phiếu" in told
    assert "không có ý kiến" not in told.lower()


def test_the_next_act_follows_from_how_far_it_is(scene: Scene) -> None:
    ballot = scene.opened()
    assert buttons(chaired(scene, ballot)) == [CLOSE, "Ghi điểm danh"]
    for unit in UNITS:
        scene.vote(ballot, unit, a="for", b="against")
    assert buttons(chaired(scene, ballot))[0] == CLOSE
    scene.do("close_ballot", ballot=ballot, present=UNITS)
    assert len(buttons(chaired(scene, ballot))) == 1
    assert "Đã đóng, đang kiểm" in headings(chaired(scene, ballot))
    scene.do("count_roll_call", ballot=ballot)
    assert buttons(chaired(scene, ballot)) == []
    assert "Đạt: Đơn vị a." in chaired(scene, ballot).words()
    assert buttons(chaired(scene, ballot, scene.office)) == ["Hủy kết quả bỏ phiếu"]
    scene.do("annul_ballot", ballot=ballot, reason="Danh sách cử tri sai.")
    assert buttons(chaired(scene, ballot, scene.office)) == []


@pytest.mark.parametrize(
    ("mode", "commands"),
    [
        ("show_of_hands", ["closures", "tellers"]),
        ("secret_paper", ["tellers", "closures"]),
        ("acclamation", ["acclamations"]),
        ("unstated", ["outcomes"]),
    ],
)
def test_each_mode_ends_by_its_own_act(scene: Scene, mode: Any, commands: list[str]) -> None:
    ballot = f"{scene.cycle}.mot"
    if mode in ("show_of_hands", "secret_paper"):
        scene.opened("mot", mode)
    else:
        scene.do("open_ballot", ballot=ballot, mode=mode, titles=("advanced_unit",), roll=UNITS)
    links = [link for link in chaired(scene, ballot).links() if "/new" in link]
    assert [link.partition("/new")[0].rpartition("/")[2] for link in links] == commands


def test_hands_are_counted_once_the_ballot_is_closed(scene: Scene) -> None:
    ballot = scene.opened("gio-tay", "show_of_hands")
    scene.do("close_ballot", ballot=ballot, present=UNITS)
    links = [link for link in chaired(scene, ballot).links() if "/new" in link]
    assert [link.partition("?")[0] for link in links] == [
        f"/ballots/{ballot}/hand-counts/new", f"/ballots/{ballot}/tellers/new",
    ]  # fmt: skip


def test_a_tie_leads_to_a_second_round_until_it_is_held(scene: Scene) -> None:
    ballot = scene.opened(seats=1, tie="second_round")
    scene.counted(ballot, a="for", b="for")
    (link,) = (link for link in chaired(scene, ballot).links() if "/rounds/new" in link)
    assert link.startswith(f"/ballots/{ballot}/rounds/new")
    scene.do("open_second_round", ballot=f"{scene.cycle}.vong-hai", previous=ballot)
    assert not any("/rounds/new" in link for link in chaired(scene, ballot).links())
    assert "Điều hành: Đơn vị tiên tiến, vòng 2" in headings(chaired(scene, f"{scene.cycle}.vong-hai"))
    scene.do("annul_ballot", ballot=f"{scene.cycle}.vong-hai", reason="Mở nhầm vòng hai.")
    assert any("/rounds/new" in link for link in chaired(scene, ballot).links())


def test_odd_rules_are_told_before_the_close(scene: Scene) -> None:
    ballot = scene.opened(threshold="9/10", comparison=">=")
    page = chaired(scene, ballot)
    assert "Cần để ý" in page.words()
    assert "9/10" in page.words()


def test_the_chair_decides_between_the_tied_on_paper(scene: Scene) -> None:
    ballot = scene.on_paper(seats=1)
    application = scene.house.application
    assert "0/2 người kiểm phiếu đã nhập số." in chaired(scene, ballot).words()
    assert 'data-every="5"' in chaired(scene, ballot).text
    for teller in scene.tellers:
        enter(application, Asker(person=teller), ballot, paper_count(2, 2))
    chair = scene.reader(scene.people["a"])
    page = chair.open(f"/ballots/{ballot}/chair")
    assert "có đơn vị bằng phiếu, chờ phân định" in page.words()
    form = page.form("/tie-decisions")
    refused = chair.send(form.action, form.filled(chosen=["a", "b"]))
    assert refused.status == 409
    assert refused.words(".//main//section[@class='mistakes']").startswith("Chưa ghi được: còn chỗ cần sửa")
    assert "Đã có kết quả" not in headings(chair.open(f"/ballots/{ballot}/chair"))
    decided = chair.send(form.action, form.filled(chosen=["b"], document="Biên bản 1"))
    assert (decided.status, decided.answer.headers["location"]) == (303, f"/ballots/{ballot}/chair")
    assert "Đạt: Đơn vị b." in chair.open(f"/ballots/{ballot}/chair").words()


def test_nobody_else_decides_between_the_tied(scene: Scene) -> None:
    ballot = scene.on_paper(seats=1)
    for teller in scene.tellers:
        enter(scene.house.application, Asker(person=teller), ballot, paper_count(2, 2))
    sent = scene.reader(scene.people["c"]).send(f"/ballots/{ballot}/tie-decisions", {"chosen": ["a"]})
    assert sent.status == 403


def test_the_tellers_differ_and_the_chair_sees_no_figure(scene: Scene) -> None:
    ballot = scene.on_paper()
    application = scene.house.application
    enter(application, Asker(person=scene.tellers[0]), ballot, paper_count(2, 1))
    assert "1/2 người kiểm phiếu đã nhập số." in chaired(scene, ballot).words()
    with pytest.raises(Exception, match="tellers_disagree"):
        enter(application, Asker(person=scene.tellers[1]), ballot, paper_count(1, 1))
    told = chaired(scene, ballot)
    assert "Hai người kiểm phiếu chưa khớp số, đang đếm lại." in told.words()
    assert told.tree.findall(".//main//form") == []


def test_the_live_part_comes_alone(scene: Scene) -> None:
    ballot = scene.opened()
    fragment = chaired(scene, ballot, fragment="1")
    assert "<html" not in fragment.text
    assert 'data-state="chair:open" data-form' in fragment.text
    assert "tie-decisions" not in fragment.text


def test_the_chair_reads_english(scene: Scene) -> None:
    ballot = scene.opened()
    scene.vote(ballot, "a", a="for", b="for")
    page = scene.seen(scene.people["a"], f"/ballots/{ballot}/chair", "en")
    assert "1 of 3 units take part, 2 needed: 1 short." in page.words()


def test_looking_back_nothing_can_be_done(scene: Scene) -> None:
    ballot = scene.on_paper()
    day = scene.house.get(scene.office, f"/ballots/{ballot}").json()["as_of"]
    past = chaired(scene, ballot, known_at=day)
    assert buttons(past) == []
    assert "người kiểm phiếu đã nhập" not in past.words()
