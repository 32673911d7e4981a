"""The elector's page: a screen for each state, a vote read again before it counts, and no choices told."""

from datetime import timedelta

import pytest

from domain.moments import as_datetime
from service.accounts.names import new_id
from tests.pages.scene import UNITS, Scene, buttons, headings
from tests.web.house import House


@pytest.fixture
def scene(sqlite_house: House) -> Scene:
    return Scene(sqlite_house)


def test_a_ballot_goes_from_screen_to_screen(scene: Scene) -> None:
    path, elector = f"/ballots/{scene.cycle}.phieu", scene.people["c"]
    before = scene.seen(elector, path)
    assert (before.status, headings(before)) == (404, ["Chưa mở cuộc bỏ phiếu này", "Chờ mở"])
    assert "Đơn vị a chủ trì" in before.words()
    ballot = scene.opened()
    voting = scene.seen(elector, path)
    assert voting.status == 200
    assert headings(voting) == [
        "Bỏ phiếu: Đơn vị tiên tiến",
        "Đề nghị tặng danh hiệu “Đơn vị tiên tiến” cho từng đơn vị sau đây?",
    ]
    assert "Đã có 0/3 phiếu. Bạn bỏ phiếu cho Đơn vị c." in voting.words()
    scene.vote(ballot, "c", a="for", b="abstain")
    assert "Phiếu của Đơn vị c đã được ghi" in headings(scene.seen(elector, path))
    scene.vote(ballot, "a", a="for", b="for")
    scene.do("close_ballot", ballot=ballot, present=UNITS)
    closed = scene.seen(elector, path)
    assert "Đã đóng phiếu, đang kiểm" in headings(closed)
    assert "Đơn vị c có phiếu, ghi lúc" in closed.words()
    assert "Đơn vị b không có phiếu." in scene.seen(scene.people["b"], path).words()
    scene.do("count_roll_call", ballot=ballot)
    decided = scene.seen(elector, path)
    assert "Đã có kết quả" in headings(decided)
    assert "Đạt: Đơn vị a." in decided.words()
    scene.do("annul_ballot", ballot=ballot, reason="Danh sách cử tri sai.")
    annulled = scene.seen(elector, path)
    assert "Cuộc bỏ phiếu đã bị hủy" in headings(annulled)
    assert "Lý do: Danh sách cử tri sai." in annulled.words()


def test_who_represents_no_elector_watches(scene: Scene) -> None:
    ballot = scene.opened()
    watching = scene.seen(scene.inspector, f"/ballots/{ballot}")
    assert "Bạn theo dõi, không bỏ phiếu" in headings(watching)
    assert watching.tree.findall(".//main//form") == []
    assert scene.seen(scene.house.person(), f"/ballots/{ballot}").status == 403
    asked = scene.seen(None, f"/ballots/{ballot}")
    assert (asked.status, asked.answer.headers["location"]) == (303, f"/sign-in?next=%2Fballots%2F{ballot}")


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("secret_paper", "Bỏ phiếu kín bằng giấy tại hội trường"),
        ("show_of_hands", "Giơ tay biểu quyết tại hội trường"),
    ],
)
def test_a_ballot_without_names_takes_no_votes_here(scene: Scene, mode: str, told: str) -> None:
    ballot = scene.opened(mode=mode)  # type: ignore[arg-type]
    page = scene.seen(scene.people["c"], f"/ballots/{ballot}")
    assert told in headings(page)
    assert page.tree.findall(".//main//form") == []
    assert "Có mặt" not in page.words()
    scene.do("take_attendance", ballot=ballot, present=("a", "b"))
    assert "Có mặt 2/3 đơn vị." in scene.seen(scene.people["c"], f"/ballots/{ballot}").words()


def test_a_record_without_electors_asks_nobody(scene: Scene) -> None:
    ballot = f"{scene.cycle}.cu"
    scene.do("open_ballot", ballot=ballot, mode="unstated", question="Xét tặng")
    page = scene.seen(scene.people["c"], f"/ballots/{ballot}")
    assert headings(page) == ["Bỏ phiếu: Xét tặng", "Hình thức bỏ phiếu không nêu"]
    assert "Cử tri:" not in page.words()


def test_a_vote_is_read_again_in_words_before_it_is_recorded(scene: Scene) -> None:
    ballot = scene.opened(question="Đơn vị nào xứng đáng?")
    elector = scene.reader(scene.people["c"])
    form = elector.open(f"/ballots/{ballot}").form("/votes")
    review = elector.send(
        form.action, form.filled(**{"choices.a": "for", "choices.b": "against"}, _step="review")
    )
    assert headings(review) == ["Xem lại phiếu trước khi ghi", "Đơn vị nào xứng đáng?"]
    assert "Đơn vị a Đồng ý Đơn vị b Không đồng ý Phiếu của Đơn vị c, tại hội trường." in review.words()
    assert "Ghi rồi thì không sửa được." in review.words()
    read = review.form("/votes")
    changed = elector.send(read.action, read.filled(_step="edit"))
    assert changed.form("/votes").values["choices.b"] == ["against"]
    recorded = elector.send(read.action, read.filled(_step="record"))
    assert recorded.status == 303
    place = recorded.answer.headers["location"]
    assert place.startswith(f"/ballots/{ballot}?recorded=")
    again = elector.send(read.action, read.filled(_step="record"))
    assert again.answer.headers["location"] == place
    told = elector.open(place)
    assert "Đã ghi vào nhật ký" in told.words()
    assert "Phiếu của Đơn vị c đã được ghi" in headings(told)
    votes = scene.house.get(scene.people["c"], f"/ballots/{ballot}/votes").json()["votes"]
    assert [(vote["elector"]["unit"], vote["channel"]) for vote in votes] == [("c", "hall")]


@pytest.mark.parametrize("step", ["review", "record"])
def test_what_is_not_chosen_is_asked_for_and_what_is_stays(scene: Scene, step: str) -> None:
    ballot = scene.opened()
    elector = scene.reader(scene.people["c"])
    form = elector.open(f"/ballots/{ballot}").form("/votes")
    asked = elector.send(form.action, form.filled(**{"choices.a": "for"}, _step=step))
    assert asked.status == 422
    assert asked.words(".//main//section[@class='mistakes']").endswith("Chọn một ý kiến về Đơn vị b.")
    assert asked.form("/votes").values["choices.a"] == ["for"]
    assert "choices.b" not in asked.form("/votes").values
    assert scene.house.get(scene.office, f"/ballots/{ballot}/votes").json()["votes"] == []


def test_a_form_that_is_refused_goes_on_following_for_the_same_elector(scene: Scene) -> None:
    ballot = scene.opened(change_until_close=True)
    both = scene.reader(scene.people["c"])
    scene.do("appoint_representative", unit="b", person=both.person)
    scene.vote(ballot, "b", a="for", b="for")
    opened = {"b": {"elector": "b", "change": "1"}, "c": {"elector": "c"}}
    for unit, query in opened.items():
        form = both.open(f"/ballots/{ballot}", **query).form()
        values = {name: told for name, told in form.values.items() if not name.startswith("choices.")}
        refused = both.send(form.action, {**values, "_step": ["review"]})
        (part,) = (one for one in refused.tree.iter() if one.get("data-reads"))
        assert f'data-state="vote:{unit}" data-form' in both.open(str(part.get("data-reads"))).text
        assert refused.tree.findall(f".//section[@data-while='vote:{unit}']") != []
        assert "chọn đơn vị" not in refused.words()


def test_the_form_of_a_vote_is_its_room(scene: Scene) -> None:
    ballot = scene.opened()
    elector = scene.reader(scene.people["c"])
    asked = elector.open(f"/ballots/{ballot}/votes/new", elector="c")
    assert (asked.status, asked.answer.headers["location"]) == (303, f"/ballots/{ballot}?elector=c")
    changing = elector.open(f"/ballots/{ballot}/votes/c/changes/new")
    assert changing.answer.headers["location"] == f"/ballots/{ballot}?elector=c&change=1"


def test_a_vote_that_comes_too_late_is_told_so(scene: Scene) -> None:
    ballot = scene.opened()
    elector = scene.reader(scene.people["c"])
    form = elector.open(f"/ballots/{ballot}").form("/votes")
    for unit in ("a", "b"):
        scene.vote(ballot, unit, a="for", b="for")
    scene.do("close_ballot", ballot=ballot, present=UNITS)
    filled = form.filled(**{"choices.a": "for", "choices.b": "for"}, _step="record")
    late = elector.send(form.action, filled)
    assert late.status == 422
    assert "Đã đóng phiếu, đang kiểm" in headings(late)
    assert late.tree.findall(".//main//form") == []


def test_a_vote_is_changed_where_the_rule_lets_it(scene: Scene) -> None:
    ballot = scene.opened(change_until_close=True)
    scene.vote(ballot, "c", a="for", b="for")
    elector = scene.reader(scene.people["c"])
    voted = elector.open(f"/ballots/{ballot}")
    assert voted.tree.findall(".//main//form") == []
    change = next(link for link in voted.links() if "change=1" in link)
    form = elector.open(change).form("/votes/c/changes")
    review = elector.send(
        form.action, form.filled(**{"choices.a": "against", "choices.b": "for"}, _step="review")
    )
    assert "Phiếu mới thay phiếu đã ghi." in review.words()
    read = review.form("/changes")
    assert elector.send(read.action, read.filled(_step="record")).status == 303
    assert "đã sửa 1 lần" in elector.open(f"/ballots/{ballot}").words()
    stale = elector.send(
        form.action,
        form.filled(**{"choices.a": "for", "choices.b": "for"}, _step="record", _command_id=new_id("w")),
    )
    assert stale.status == 422
    assert stale.form("/changes").values["choices.a"] == ["for"]


def test_a_vote_that_is_recorded_for_good_offers_no_change(scene: Scene) -> None:
    ballot = scene.opened()
    scene.vote(ballot, "c", a="for", b="for")
    voted = scene.seen(scene.people["c"], f"/ballots/{ballot}", change="1")
    assert "Phiếu của Đơn vị c đã được ghi" in headings(voted)
    assert "Sửa phiếu" not in buttons(voted)


def test_who_speaks_for_several_chooses_for_whom(scene: Scene) -> None:
    ballot = scene.opened()
    both = scene.people["c"]
    scene.do("appoint_representative", unit="b", person=both)
    scene.vote(ballot, "b", a="for", b="for")
    choosing = scene.seen(both, f"/ballots/{ballot}")
    assert "Bạn đại diện nhiều đơn vị: chọn đơn vị để bỏ phiếu" in headings(choosing)
    assert "Đơn vị b đã bỏ phiếu Đơn vị c chưa bỏ phiếu" in choosing.words()
    voting = scene.seen(both, f"/ballots/{ballot}", elector="c")
    assert voting.form("/votes").values["elector"] == ["c"]
    assert voting.form("/votes").values["_back"] == [f"/ballots/{ballot}?elector=c"]
    assert "Phiếu của Đơn vị b đã được ghi" in headings(scene.seen(both, f"/ballots/{ballot}", elector="b"))
    assert "chọn đơn vị" in scene.seen(both, f"/ballots/{ballot}", elector="a").words()


def test_nobody_votes_on_themselves_where_the_rule_bars_it(scene: Scene) -> None:
    ballot = scene.opened(self_vote=False)
    own = scene.seen(scene.people["a"], f"/ballots/{ballot}")
    assert own.form("/votes").names.isdisjoint({"choices.a"})
    assert "Đơn vị a không bỏ phiếu về chính mình" in own.words()
    other = scene.seen(scene.people["c"], f"/ballots/{ballot}")
    assert {"choices.a", "choices.b"} <= other.form("/votes").names
    assert "về chính mình" not in other.words()


def test_a_written_opinion_comes_in_writing_only(scene: Scene) -> None:
    modes = ("roll_call", "written_opinion")
    ballot = scene.opened("van-ban", "written_opinion", modes=modes, quorum_base="present_or_consulted")
    form = scene.seen(scene.people["c"], f"/ballots/{ballot}").form("/votes")
    assert form.values["channel"] == ["written"]
    in_hall = scene.opened("hoi-truong", modes=modes)
    ways = scene.seen(scene.people["c"], f"/ballots/{in_hall}")
    assert ways.form("/votes").values["channel"] == ["hall"]
    assert "Bằng văn bản" in ways.words()


def test_no_page_tells_a_choice_while_the_ballot_is_open(scene: Scene) -> None:
    ballot = scene.opened()
    scene.vote(ballot, "c", a="abstain", b="against")
    chair = scene.people["a"]
    pages = [
        (scene.people["c"], ""), (scene.office, ""), (scene.inspector, "/result"), (chair, "/chair"),
        (chair, "/projector"), (scene.people["c"], "/result"), (scene.people["c"], "?fragment=1"),
    ]  # fmt: skip
    for person, part in pages:
        page = scene.seen(person, f"/ballots/{ballot}{part}")
        assert page.status == 200
        told = page.text.lower()
        assert "không đồng ý" not in told, part
        assert "abstain" not in told, part


def test_the_past_has_no_form(scene: Scene) -> None:
    ballot = scene.opened()
    today = as_datetime(scene.house.application.log_recorder.clock()).date()
    path = f"/ballots/{ballot}"
    looking = scene.seen(scene.people["c"], path, known_at=today.isoformat())
    assert looking.tree.findall(".//main//form") == []
    assert "Đơn vị c chưa bỏ phiếu." in looking.words()
    assert "data-pokes" not in looking.text
    before = scene.seen(scene.people["c"], path, as_of=(today - timedelta(days=1)).isoformat())
    assert (before.status, headings(before)[-1]) == (404, "Chờ mở")


def test_an_unknown_year_has_no_ballot_to_wait_for(scene: Scene) -> None:
    assert scene.seen(scene.office, "/ballots/nowhere-2026.x").status == 404
    assert scene.seen(scene.office, "/ballots/nothing").status == 404
    scene.do("close_cycle", cycle=scene.cycle)
    closed = scene.seen(scene.office, f"/ballots/{scene.cycle}.phieu")
    assert closed.status == 404
    assert "Chờ mở" not in headings(closed)


def test_the_live_part_comes_alone(scene: Scene) -> None:
    ballot = scene.opened()
    whole = scene.seen(scene.people["c"], f"/ballots/{ballot}")
    (part,) = (one for one in whole.tree.iter() if one.get("data-reads"))
    assert part.get("data-pokes") == f"/api/v1/ballots/{ballot}/pokes"
    fragment = scene.seen(scene.people["c"], str(part.get("data-reads")))
    assert "<html" not in fragment.text
    assert 'data-state="vote:c" data-form' in fragment.text
    assert whole.tree.findall(".//section[@data-while='vote:c']") != []
    assert fragment.text.strip() in whole.text


def test_the_room_speaks_english(scene: Scene) -> None:
    ballot = scene.opened()
    page = scene.seen(scene.people["c"], f"/ballots/{ballot}", "en")
    assert headings(page)[0] == "Ballot: Advanced Unit"
    assert "0 of 3 votes are in. You vote for Đơn vị c." in page.words()
    assert buttons(page) == ["Review the vote"]


def test_the_room_leads_on_those_with_more_to_do(scene: Scene) -> None:
    ballot = scene.opened()
    assert "Điều hành cuộc bỏ phiếu" in buttons(scene.seen(scene.people["a"], f"/ballots/{ballot}"))
    assert "Điều hành cuộc bỏ phiếu" not in buttons(scene.seen(scene.people["c"], f"/ballots/{ballot}"))
    paper = scene.on_paper()
    assert "Nhập số kiểm phiếu" in buttons(scene.seen(scene.tellers[0], f"/ballots/{paper}"))
    assert "Nhập số kiểm phiếu" not in buttons(scene.seen(scene.people["c"], f"/ballots/{paper}"))
