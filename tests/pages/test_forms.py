"""Forms: opened by who may send them, reviewed in words, recorded once, and never losing what was typed."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from domain.facts import Entry, EntryCorrected
from domain.moments import Anchor, Moment
from domain.pledges import PledgeRegistered
from service.accounts import logins, passwords
from service.engine import writing
from tests.pages.reader import Page, Reader
from tests.web.house import House

SINCE = Moment.parse("2026", Anchor.START)
CYCLE = "mot-2026"
PASSWORD = "mat-khau-dai-13"


class Cluster:
    """A cluster of three units in its year, with an office and somebody who speaks for unit a."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.do("register_unit", unit="bo", name="Cấp trên")
        self.do("form_cluster", cluster="mot", name="Cụm diễn tập một", kind="cluster", organiser="bo")
        for unit in "abc":
            self.do("register_unit", unit=unit, name=f"Đơn vị {unit.upper()}", parent="bo")
            self.do("join_cluster", cluster="mot", unit=unit)
        self.do("open_cycle", cycle=CYCLE, cluster="mot", first_year=2026)
        self.do("launch_cycle", cycle=CYCLE)
        self.office = Reader(house, house.person("office"))
        self.speaker = Reader(house, house.person(speaks_for="a"))

    def do(self, name: str, /, **said: Any) -> None:
        """Carry out a command as the operator."""
        self.house.application.do(name, when=SINCE, **said)

    def last(self, stream: str) -> Entry:
        """The last entry of a stream."""
        application = self.house.application
        with application.log_recorder.reading() as connection:
            return application.timeline(stream, connection)[-1]

    def position(self) -> int:
        """The last position of the log."""
        return self.house.application.max_position() or 0


@pytest.fixture
def cluster(sqlite_house: House) -> Cluster:
    return Cluster(sqlite_house)


def recorded(page: Page) -> int:
    """The position that a form left, by where it leads on."""
    assert page.status == 303, page.words()
    return int(page.answer.headers["location"].rpartition("recorded=")[2])


TARGETS = {
    "targets.0.name": "Giải quyết hồ sơ đúng hạn",
    "targets.0.direction": "at_least",
    "targets.0.goal": "2.079,5",
    "targets.2.name": "Không có vi phạm",
    "targets.2.direction": "yes_no",
}


def test_a_pledge_gets_ids_made_of_names_and_figures_as_people_write_them(cluster: Cluster) -> None:
    sent = cluster.speaker.fill_in(f"/cycles/{CYCLE}/pledges/new", titles=["advanced_unit"], **TARGETS)
    entry = cluster.last(f"pledge:{CYCLE}:a")
    assert (recorded(sent), entry.authority) == (entry.position, "representative:a")
    assert isinstance(entry.fact, PledgeRegistered)
    assert [(one.id, one.goal) for one in entry.fact.targets] == [
        ("giai-quyet-ho-so-dung-han", Decimal("2079.5")),
        ("khong-co-vi-pham", None),
    ]


def test_a_pledge_can_be_copied_from_last_year_with_its_results_as_baseline(cluster: Cluster) -> None:
    cluster.speaker.fill_in(f"/cycles/{CYCLE}/pledges/new", titles=["advanced_unit"], **TARGETS)
    cluster.speaker.fill_in(
        f"/cycles/{CYCLE}/pledges/a/reports/new", target="giai-quyet-ho-so-dung-han", actual="2.100"
    )
    cluster.do("open_cycle", cycle="mot-2027", cluster="mot", first_year=2027)
    offered = cluster.speaker.open("/cycles/mot-2027/pledges/new")
    (copy,) = [link for link in offered.links() if "copied_from" in link]
    page = cluster.speaker.open(copy)
    values = page.form().values
    assert values["targets.0.name"] == ["Giải quyết hồ sơ đúng hạn"]
    assert (values["targets.0.baseline"], values["titles"]) == (["2100"], ["advanced_unit"])


def test_an_irreversible_act_is_reviewed_in_the_words_of_the_journal_first(cluster: Cluster) -> None:
    before = cluster.position()
    review = cluster.office.fill_in(f"/cycles/{CYCLE}/summings-up/new", "review", host="b")
    assert (review.status, cluster.position()) == (200, before)
    assert "Đơn vị B" in review.words(".//ul[@class='drafts']")
    sent = cluster.office.send(review.form().action, review.form().filled(_step="record"))
    assert recorded(sent) == before + 1
    told = cluster.office.open(sent.answer.headers["location"])
    assert review.words(".//ul[@class='drafts']/li") in told.words()


def test_what_was_reviewed_can_be_changed_and_is_still_there(cluster: Cluster) -> None:
    review = cluster.office.fill_in(
        f"/cycles/{CYCLE}/summings-up/new", "review", host="b", place="Hội trường"
    )
    again = cluster.office.send(review.form().action, review.form().filled(_step="edit"))
    assert again.form().values["place"] == ["Hội trường"]


def test_a_form_sent_twice_is_recorded_once(cluster: Cluster) -> None:
    form = cluster.office.open(f"/cycles/{CYCLE}/midyear-reviews/new").form()
    first, second = (cluster.office.send(form.action, form.filled(_step="record")) for _ in range(2))
    assert recorded(first) == recorded(second) == cluster.position()


def test_a_refused_form_keeps_what_was_typed_and_tells_the_field(cluster: Cluster) -> None:
    page = cluster.office.fill_in(
        f"/cycles/{CYCLE}/midyear-reviews/new", findings="Đạt khá", effective="12/02/2026"
    )
    assert page.status == 409
    assert page.form().values["findings"] == ["Đạt khá"]
    assert [link for link in page.links() if link.startswith("#")] == ["#reason"]
    assert page.tree.find(".//textarea[@id='reason'][@aria-invalid='true']") is not None
    assert page.tree.find(".//details[@open]//textarea[@id='reason']") is not None


@pytest.mark.parametrize(
    ("field", "typed"), [("targets.0.goal", "nhiều"), ("year", "hai nghìn"), ("targets.0.goal", "1,2,3")]
)
def test_a_figure_that_is_none_is_told_beside_its_field(cluster: Cluster, field: str, typed: str) -> None:
    address = "/clusters/mot/assignments" if field == "year" else f"/cycles/{CYCLE}/pledges"
    page = cluster.office.fill_in(f"{address}/new", **{field: typed})
    assert (page.status, page.form().values[field]) == (422, [typed])
    assert f"#{field}" in page.links()


def test_more_lines_can_be_asked_for_without_losing_any(cluster: Cluster) -> None:
    form = cluster.speaker.open(f"/cycles/{CYCLE}/pledges/new").form()
    more = cluster.speaker.send(form.action, {**form.filled(**TARGETS), "_more": ["targets"]}).form()
    assert more.values["targets.1.name"] == ["Không có vi phạm"] or more.values["targets.2.name"] == [
        "Không có vi phạm"
    ]
    assert len([name for name in more.names if name.endswith(".name")]) > len(
        [name for name in form.names if name.endswith(".name")]
    )


def test_somebody_elses_change_meanwhile_is_told_and_nothing_is_recorded(cluster: Cluster) -> None:
    cluster.speaker.fill_in(f"/cycles/{CYCLE}/pledges/new", titles=["advanced_unit"], **TARGETS)
    form = cluster.speaker.open(f"/cycles/{CYCLE}/pledges/a/amendments/new").form()
    cluster.speaker.fill_in(f"/cycles/{CYCLE}/pledges/a/reports/new", name="Khác", actual="1")
    before = cluster.position()
    page = cluster.speaker.send(form.action, form.filled(_step="record", reason="Điều chỉnh theo chỉ đạo"))
    assert (page.status, cluster.position()) == (412, before)
    assert page.form().values["reason"] == ["Điều chỉnh theo chỉ đạo"]


def test_a_correction_sends_only_what_differs(cluster: Cluster) -> None:
    recorded(cluster.office.fill_in(f"/cycles/{CYCLE}/midyear-reviews/new", place="Hà nội", findings="Khá"))
    position = cluster.position()
    page = cluster.office.fill_in(
        f"/events/{position}/corrections/new", **{"new.place": "Hà Nội"}, reason="Viết sai tên địa danh"
    )
    assert recorded(page) == position + 1
    fact = cluster.last(f"cycle:{CYCLE}").fact
    assert isinstance(fact, EntryCorrected)
    assert (fact.old, fact.new) == ({"place": "Hà nội"}, {"place": "Hà Nội"})


def test_a_correction_can_take_a_value_away(cluster: Cluster) -> None:
    cluster.office.fill_in(f"/cycles/{CYCLE}/midyear-reviews/new", place="Hà Nội")
    position = cluster.position()
    page = cluster.office.fill_in(
        f"/events/{position}/corrections/new", **{"new.place": ""}, reason="Nguồn không nêu địa điểm"
    )
    fact = cluster.last(f"cycle:{CYCLE}").fact
    assert (recorded(page), getattr(fact, "new", None)) == (position + 1, {"place": None})


def test_a_form_is_not_opened_for_who_cannot_send_it_and_says_who_can(cluster: Cluster) -> None:
    page = cluster.speaker.open(f"/cycles/{CYCLE}/closures/new")
    assert page.status == 403
    assert "cơ quan thi đua (Cấp trên)" in page.words()


def test_a_session_that_ended_loses_nothing(cluster: Cluster) -> None:
    house = cluster.house
    person = house.person("office")
    now = house.application.log_recorder.clock()
    stored = passwords.hashed(PASSWORD, "van-phong")
    with writing(house.application.engine) as connection:
        logins.set_login(connection, person, "van-phong", stored, by=None, now=now)
    form = cluster.office.open(f"/cycles/{CYCLE}/midyear-reviews/new").form()
    nobody = Reader(house, None)
    asked = nobody.send(form.action, form.filled(_step="record", findings="Đã gõ rất dài"))
    assert asked.status == 401
    door = asked.form("/sign-ins")
    resumed = nobody.send("/sign-ins", door.filled(login="van-phong", password=PASSWORD))
    assert resumed.status == 200, resumed.words()
    house.client.cookies.clear()
    again = cluster.office.send(form.action, resumed.form(form.action).filled(_step="edit"))
    assert again.form().values["findings"] == ["Đã gõ rất dài"]


def test_who_comes_back_signs_in_and_goes_on_to_where_they_were(cluster: Cluster) -> None:
    page = Reader(cluster.house, None).open(f"/cycles/{CYCLE}?as_of=2026-03-01")
    assert page.answer.headers["location"] == "/sign-in?next=%2Fcycles%2Fmot-2026%3Fas_of%3D2026-03-01"


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"])
def test_signing_in_leads_nowhere_else(cluster: Cluster, to: str) -> None:
    page = Reader(cluster.house, None).open("/sign-in", next=to)
    assert "next" not in page.form("/sign-ins").values


def test_the_last_entry_of_somebody_else_is_not_told_as_ones_own(cluster: Cluster) -> None:
    cluster.office.fill_in(f"/cycles/{CYCLE}/midyear-reviews/new", place="Hà Nội")
    page = cluster.speaker.open(f"/cycles/{CYCLE}", recorded=cluster.position())
    assert "Đã ghi vào nhật ký" not in page.words()


@pytest.mark.parametrize("step", ["record", "review"])
def test_a_form_holds_no_connection_while_it_waits_for_another(cluster: Cluster, step: str) -> None:
    held, most = 0, 0

    def taken(*_: object) -> None:
        nonlocal held, most
        held, most = held + 1, max(most, held + 1)

    def given_back(*_: object) -> None:
        nonlocal held
        held -= 1

    form = cluster.office.open(f"/cycles/{CYCLE}/summings-up/new").form()
    engine = cluster.house.application.engine
    event.listen(engine, "checkout", taken)
    event.listen(engine, "checkin", given_back)
    page = cluster.office.send(form.action, form.filled(_step=step, host="b"))
    assert (page.status, held, most) == (303 if step == "record" else 200, 0, 1)
