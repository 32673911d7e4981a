"""The lists of ballots: what waits for the reader's vote stands first, and a year's list follows the year."""

import pytest

from tests.live.hall import CLUSTER
from tests.pages.scene import UNITS, Scene, buttons, headings
from tests.web.house import House


@pytest.fixture
def scene(sqlite_house: House) -> Scene:
    return Scene(sqlite_house)


def test_ballots_stand_in_groups_those_to_vote_on_first(scene: Scene) -> None:
    scene.counted(scene.opened("xong", question="Xong"), a="for", b="for")
    scene.do("close_ballot", ballot=scene.opened("dong", "show_of_hands"), present=UNITS)
    done = scene.opened("huy")
    scene.do("annul_ballot", ballot=done, reason="Mở nhầm cuộc này.")
    voted = scene.opened("da-bo")
    scene.vote(voted, "c", a="for", b="for")
    scene.opened("cho")
    page = scene.seen(scene.people["c"], "/ballots")
    assert headings(page) == [
        "Bỏ phiếu", "Có thể bỏ phiếu ngay", "Đang mở", "Đang kiểm phiếu", "Đã có kết quả", "Đã hủy",
    ]  # fmt: skip
    cards = [link for link in page.links() if link.startswith("/ballots/")]
    names = ("cho", "da-bo", "dong", "xong", "huy")
    assert cards == [f"/ballots/{scene.cycle}.{name}" for name in names]
    assert page.words().count("Chờ phiếu của Đơn vị c") == 1
    assert "còn chờ 2/3 phiếu" in page.words()
    assert "Đạt: Đơn vị a, Đơn vị b" in page.words()
    assert headings(scene.seen(scene.office, "/ballots"))[1] == "Đang mở"


def test_what_came_out_is_told_shortly(scene: Scene) -> None:
    tied = scene.opened("hoa", seats=1, tie="second_round")
    scene.counted(tied, a="for", b="for")
    scene.counted(scene.opened("khong"), a="against", b="against")
    scene.do("contest_ballot", ballot=tied, by="c", reason="Đếm sai phiếu.")
    words = scene.seen(scene.people["c"], f"/cycles/{scene.cycle}/ballots").words()
    assert "Bằng phiếu: Đơn vị a, Đơn vị b" in words
    assert "Không đơn vị nào đạt" in words
    assert "có khiếu nại" in words


def test_a_list_without_ballots_says_who_opens_them(scene: Scene) -> None:
    page = scene.seen(scene.people["c"], f"/cycles/{scene.cycle}/ballots")
    assert "Chưa có cuộc bỏ phiếu nào." in page.words()
    assert buttons(page) == []
    assert "Mở cuộc bỏ phiếu" in buttons(scene.seen(scene.people["a"], f"/cycles/{scene.cycle}/ballots"))
    (part,) = (one for one in page.tree.iter() if one.get("data-reads"))
    assert part.get("data-pokes") == f"/api/v1/cycles/{scene.cycle}/pokes"
    scene.opened()
    fragment = scene.seen(scene.people["c"], str(part.get("data-reads")))
    assert "<html" not in fragment.text
    assert "Có thể bỏ phiếu ngay" in fragment.text


def test_somebody_of_no_cluster_has_no_ballots(scene: Scene) -> None:
    scene.opened()
    stranger = scene.house.person()
    assert "Không có năm thi đua nào đang mở" in scene.seen(stranger, "/ballots").words()
    assert scene.seen(stranger, f"/cycles/{scene.cycle}/ballots").status == 403
    assert scene.seen(None, "/ballots").status == 303


def test_years_that_are_over_are_not_listed(scene: Scene) -> None:
    year = int(scene.cycle[-4:])
    for old in (year - 1, year - 2):
        cycle = f"{CLUSTER}-{old}"
        scene.do("open_cycle", cycle=cycle, cluster=CLUSTER, first_year=old)
        scene.do("open_ballot", ballot=f"{cycle}.cu", mode="acclamation", question=f"Năm {old}")
    told = scene.seen(scene.office, "/ballots").words()
    assert f"Năm {year - 1}" in told
    assert f"Năm {year - 2}" not in told
    assert f"Năm {year - 2}" in scene.seen(scene.office, f"/cycles/{CLUSTER}-{year - 2}/ballots").words()
    scene.do("close_cycle", cycle=f"{CLUSTER}-{year - 1}")
    assert f"Năm {year - 1}" not in scene.seen(scene.office, "/ballots").words()


def test_looking_back_nobody_can_vote_now(scene: Scene) -> None:
    ballot = scene.opened()
    day = scene.house.get(scene.office, f"/ballots/{ballot}").json()["as_of"]
    page = scene.seen(scene.people["c"], "/ballots", known_at=day)
    assert headings(page) == ["Bỏ phiếu", "Đang mở"]
    assert "Chờ phiếu của" not in page.words()


def test_the_list_speaks_english(scene: Scene) -> None:
    scene.opened()
    assert headings(scene.seen(scene.people["c"], "/ballots", "en")) == ["Ballots", "You can vote now"]
