"""The audit in a browser: the journal, an entry, votes, where a number comes from, how years were kept."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from httpx2 import Response

from domain.moments import Moment
from projections.words import word
from service.commands.catalogue import COMMANDS
from service.origin import Origin
from service.pages.rendering import sentence
from service.web import fairness_shapes as shapes
from tests.web.audit_year import BALLOT, CYCLE, OTHER, REASON, Year
from tests.web.house import open_house


class Pages(Year):
    """The year, asked for its pages."""

    corrected: int
    correction: int
    votes: dict[str, int]

    def page(self, path: str, person: str | None = None, *, status: int = 200, english: bool = False) -> str:
        """The page that a person gets, the inspector unless told otherwise; without its mark-up's escapes."""
        answer = self.ask(path, person, english=english)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def ask(self, path: str, person: str | None = None, *, english: bool = False) -> Response:
        """The answer that a browser gets."""
        cookie = self.house.headers(person or self.inspector)["Cookie"]
        if english:
            cookie += "; thidua_language=en"
        told = {"Cookie": cookie, "Accept": "text/html"}
        return self.house.client.get(path, headers=told, follow_redirects=False)


def begun(pages: Pages) -> Pages:
    """A launch that was corrected after a closed vote, one vote of its elector and one by the office."""
    pages.open_ballot()
    pages.do("review_midyear", Moment.parse("2026-01-03"), cycle=CYCLE)
    pages.corrected = pages.do("launch_cycle", Moment.parse("2026-01-02"), cycle=CYCLE, document="Số 1")
    pages.votes = {"a": pages.cast("a", "for")}
    choices: dict[str, Any] = dict.fromkeys("ab", "against")
    said = COMMANDS["cast_vote"].arguments(ballot=BALLOT, elector="b", channel="minutes", choices=choices)
    by = Origin(actor=pages.office, authority="office")
    pages.votes["b"] = pages.app.execute("cast_vote", said, by=by)[0].position
    return pages


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The year with its ballot over."""
    with open_house(f"sqlite:///{tmp_path_factory.mktemp('audit') / 'log.db'}") as house:
        made = begun(Pages(house))
        made.do("close_ballot", ballot=BALLOT)
        new = {"document": "Số 2"}
        made.correction = made.do("correct_entry", position=made.corrected, reason=REASON, new=new)
        yield made


@pytest.fixture(scope="module")
def still_open(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The year while its ballot is open."""
    with open_house(f"sqlite:///{tmp_path_factory.mktemp('open') / 'log.db'}") as house:
        yield begun(Pages(house))


def positions(page: str) -> list[int]:
    """The entries of a journal, in its order."""
    return [int(found) for found in re.findall(r'href="/events/(\d+)[^"]*"><span', page)]


def test_the_journal_tells_sentences_times_and_by_whose_authority(pages: Pages) -> None:
    page = pages.page("/events")
    assert positions(page)[0] == pages.correction
    assert "Đơn vị a bỏ phiếu tại hội trường" in page
    assert "đại diện đơn vị (Đơn vị a)" in page
    assert f"đính chính mục {pages.corrected}" in page
    assert f"đã đính chính (mục {pages.correction})" in page
    assert "representative of the unit" not in page


def test_a_filter_narrows_the_journal_and_stays_in_the_address(pages: Pages) -> None:
    page = pages.page(f"/events?cycle={CYCLE}&topic=vote.cast&unit=&recorded_from=1/1/2020")
    assert positions(page) == [pages.votes["b"], pages.votes["a"]]
    assert '<option value="vote.cast" selected>' in page
    assert 'value="01/01/2020"' in page
    assert f'href="/api/v1/events?cycle={CYCLE}&topic=vote.cast&recorded_from=2020-01-01&format=csv"' in page
    assert positions(pages.page(f"/events?cycle={CYCLE}&topic=vote.cast&newest_first=false")) == [
        pages.votes["a"],
        pages.votes["b"],
    ]


@pytest.mark.parametrize(
    ("query", "mistake"),
    [
        ("recorded_from=hom-qua", "Ghi từ ngày: Ngày này không đọc được."),
        ("actor=a%20b", "Mã người ghi: Mã chỉ gồm"),
        ("stream=%00", "Dòng: Mã chỉ gồm"),
        ("unit=A.B", "Đơn vị: Mã đơn vị chỉ gồm"),
    ],
)
def test_a_filter_that_cannot_be_read_says_so_at_its_field(pages: Pages, query: str, mistake: str) -> None:
    page = pages.page(f"/events?{query}", status=422)
    assert mistake in page
    assert 'aria-invalid="true"' in page
    assert positions(page) == []


def test_a_journal_without_such_an_entry_leads_back(pages: Pages) -> None:
    page = pages.page("/events?topic=cycle.closed")
    assert "Không có mục nào như vậy." in page
    assert '<a href="/events">Bỏ mọi điều kiện lọc</a>' in page


def test_a_long_journal_is_read_page_by_page(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.pages.audit.journal.LINES", 3)
    found, page, address = [], "", f"/cycles/{CYCLE}/events?newest_first=false"
    while address:
        page = pages.page(address)
        found += positions(page)
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        address = onward[1] if onward else ""
    whole = [one["position"] for one in pages.json(f"/cycles/{CYCLE}/events", newest_first=False)["events"]]
    assert found == whole
    assert f'href="/cycles/{CYCLE}/events?newest_first=false"' in page


def test_the_journal_of_a_year_is_for_its_members_and_that_of_all_is_not(pages: Pages) -> None:
    assert positions(pages.page(f"/cycles/{CYCLE}/events", pages.electors["a"]))
    pages.page(f"/cycles/{OTHER}/events", pages.electors["a"], status=403)
    pages.page("/events", pages.electors["a"], status=403)
    pages.page("/attempts", pages.electors["a"], status=403)


def test_an_office_of_one_cluster_reads_its_journal_through_the_form(pages: Pages) -> None:
    office = pages.house.person("office", unit="org-1")
    for query in ("", f"?ballot={BALLOT}", "?stream=unit:x", "?cycle=a%00", "?cycle=khong"):
        page = pages.page(f"/events{query}", office, status=422 if "%00" in query else 403)
        assert positions(page) == []
    assert "Chọn năm thi đua, cụm hoặc đơn vị." in pages.page("/events", office, status=403)
    assert positions(pages.page("/events?topic=&cycle=&cluster=mot&unit=", office))
    pages.page("/events?cycle=&cluster=hai", office, status=403)
    pages.page(f"/events?cycle={OTHER}&cluster=mot&ballot={BALLOT}", office, status=403)


def test_a_representative_is_told_persons_by_their_ids(pages: Pages) -> None:
    page = pages.page(f"/cycles/{CYCLE}/events", pages.electors["b"])
    assert pages.electors["a"] in page
    assert f"/persons/{pages.electors['a']}" not in page
    assert f"/persons/{pages.electors['a']}" in pages.page(f"/cycles/{CYCLE}/events")


def test_an_entry_has_its_envelope_fact_chain_and_proof(pages: Pages) -> None:
    page = pages.page(f"/events/{pages.corrected}")
    proof = pages.json(f"/events/{pages.corrected}")["event"]["proof"]
    assert all(told in page for told in proof.values())
    assert '"document": "Số 1"' in page
    assert f'<a href="/events/{pages.correction}">' in page
    assert "mục này" in page
    assert f'href="/cycles/{CYCLE}/events?stream=cycle%3A{CYCLE}"' in page
    assert "thidua verify" in page
    before = re.search(r'href="/events/(\d+)" rel="prev"', page)
    assert before is not None
    assert f'href="/events/{pages.corrected}" rel="next"' in pages.page(f"/events/{before[1]}")


def test_an_entry_of_no_cycle_leads_to_the_journal_of_all_who_may_read_it(pages: Pages) -> None:
    stream = "unit%3Aorg-1"
    assert f'href="/events?stream={stream}"' in pages.page("/events/1")
    assert stream not in pages.page("/events/1", pages.house.person("inspector", unit="org-1"))


def test_who_may_correct_is_offered_it_and_nobody_while_looking_back(pages: Pages) -> None:
    form = f'href="/events/{pages.corrected}/corrections/new'
    assert form in pages.page(f"/events/{pages.corrected}", pages.office)
    assert form not in pages.page(f"/events/{pages.corrected}")
    assert form not in pages.page(f"/events/{pages.corrected}?as_of=2200-01-01", pages.office)


def test_an_unknown_entry_is_a_page_that_says_so(pages: Pages) -> None:
    assert "Không có mã này" in pages.page("/events/99999", status=404)


def test_no_choice_is_on_any_page_while_the_ballot_is_open(still_open: Pages) -> None:
    for path in (
        f"/events/{still_open.votes['a']}",
        f"/ballots/{BALLOT}/votes",
        f"/cycles/{CYCLE}/votes",
        f"/cycles/{CYCLE}/events",
        f"/cycles/{CYCLE}/lineage",
        f"/cycles/{CYCLE}/fairness",
    ):
        page = still_open.page(path)
        assert "đồng ý" not in page.replace("không đồng ý", "đồng ý"), path
        assert '"choices"' not in page, path
    entry = still_open.page(f"/events/{still_open.votes['a']}")
    assert "Lựa chọn chưa được nêu" in entry
    assert "Chưa nêu cùng lựa chọn của phiếu" in entry


def test_votes_are_told_with_choices_once_the_ballot_is_over(pages: Pages) -> None:
    page = pages.page(f"/ballots/{BALLOT}/votes")
    assert page.count("<strong>không đồng ý</strong>") == 2
    assert page.count("<strong>đồng ý</strong>") == 2
    assert "cơ quan thi đua" in page
    assert f'href="/api/v1/ballots/{BALLOT}/vote-entries?format=csv"' in page
    only = pages.page(f"/cycles/{CYCLE}/votes?elector=b&ballot={BALLOT}&order=elector")
    assert f"/events/{pages.votes['b']}" in only
    assert f"/events/{pages.votes['a']}" not in only
    assert "Không có lá phiếu nào như vậy." in pages.page(f"/cycles/{CYCLE}/votes?elector=zz")
    assert "Không có lá phiếu ghi tên nào." in pages.page(f"/cycles/{OTHER}/votes")


def test_a_number_leads_to_the_entries_it_comes_from(pages: Pages) -> None:
    told = pages.json(f"/cycles/{CYCLE}/lineage", unit="a")
    page = pages.page(f"/cycles/{CYCLE}/lineage/a?what=votes:{BALLOT}")
    assert {f"/events/{one['position']}" for one in told["entries"]} >= set(
        re.findall(r'href="(/events/\d+)"', page)
    )
    assert f'href="/events/{pages.votes["a"]}"' in page
    assert "Đơn vị a" in page
    assert "đang hoạt động" in page
    assert 'class="mine"' in page
    whole = pages.page(f"/cycles/{CYCLE}/lineage")
    assert f'href="/cycles/{CYCLE}/lineage/a"' in whole
    assert "Các con số của cả cụm" in whole
    pages.page(f"/cycles/{CYCLE}/lineage/khong-co", status=404)


def test_fairness_answers_are_of_the_shape_told(pages: Pages) -> None:
    told: dict[str, Any] = {
        f"/cycles/{CYCLE}/fairness": shapes.Fairness,
        "/clusters/mot/fairness": shapes.ClusterFairness,
    }
    for path, shape in told.items():
        found = pages.get(path, late_days=0)
        assert found.status_code == 200, found.text
        shape.model_validate_json(found.content)
        assert pages.get(path, late_days=-1).status_code == 422
        assert pages.get(path, pages.electors["x"]).status_code == 403
    page = pages.json(f"/cycles/{CYCLE}/fairness", late_days=0, limit=1)
    assert len(page["late"]) == 1
    rest = pages.json(f"/cycles/{CYCLE}/fairness", late_days=0, after=page["next"])
    assert len(rest["late"]) == page["entries"]["late"] - 1


def test_how_a_year_was_kept_is_told_in_figures(pages: Pages) -> None:
    page = pages.page(f"/cycles/{CYCLE}/fairness")
    assert "1 mục đã đính chính hoặc rút trong năm; 1 mục sau bỏ phiếu" in page
    assert "2 lá phiếu ghi tên; 1 lá do người khác gửi thay" in page
    assert f'href="/events/{pages.votes["b"]}"' in page
    assert f'href="/cycles/{CYCLE}/votes"' in page
    assert 'value="7"' in pages.page(f"/cycles/{CYCLE}/fairness?late_days=7&all_late=true")
    cluster = pages.page("/clusters/mot/fairness?late_days=7")
    assert f'href="/cycles/{CYCLE}/fairness?late_days=7"' in cluster
    assert "chưa lần nào" in cluster


def test_refused_attempts_are_told_to_whom_they_concern_only(pages: Pages) -> None:
    path = f"/ballots/{BALLOT}/closures"
    assert pages.house.post(pages.electors["a"], path).status_code == 403
    page = pages.page(f"/attempts?about=/api/v1{path}")
    assert sentence(word("action", "close_ballot", "vi")) in page
    assert pages.electors["a"] in page
    assert "not_permitted" in page
    assert "Không có lần nào như vậy." in pages.page("/attempts?about=%00&person=khong-co")
    assert f"/attempts?about=%2Fapi%2Fv1%2Fballots%2F{CYCLE}." in pages.page(f"/cycles/{CYCLE}/fairness")
    assert "Việc bị từ chối" not in pages.page(f"/cycles/{CYCLE}/fairness", pages.electors["a"])


def test_an_inspector_of_one_cluster_does_not_read_the_attempts_of_all(pages: Pages) -> None:
    inspector = pages.house.person("inspector", unit="org-1")
    for query in ("", "?cluster=mot", f"?cycle={CYCLE}"):
        pages.page(f"/attempts{query}", inspector, status=403)
    assert "/attempts" not in pages.page(f"/cycles/{CYCLE}/fairness", inspector)


def test_refused_attempts_are_read_page_by_page(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        pages.house.post(pages.electors["b"], f"/ballots/{BALLOT}/closures")
    monkeypatch.setattr("service.pages.audit.attempts.LINES", 1)
    page = pages.page(f"/attempts?person={pages.electors['b']}")
    onward = re.search(r'href="([^"]+)" rel="next"', page)
    assert onward is not None
    assert pages.electors["b"] in pages.page(onward[1])


@pytest.mark.parametrize(
    "path",
    [
        "/events",
        f"/cycles/{CYCLE}/events",
        "/events/1",
        f"/ballots/{BALLOT}/votes",
        f"/cycles/{CYCLE}/votes",
        f"/cycles/{CYCLE}/lineage",
        f"/cycles/{CYCLE}/lineage/a",
        f"/cycles/{CYCLE}/fairness",
        "/clusters/mot/fairness",
        "/attempts",
    ],
)
def test_each_page_is_in_the_language_asked_for_at_any_day(pages: Pages, path: str) -> None:
    names = re.compile(r"(Đơn vị|Cụm diễn tập|Cấp trên|Số) \w+|Tiếng Việt|mở|Ghi nhầm khi nhập liệu")
    for query in ("", "?as_of=2026-12-31"):
        answer = pages.ask(path + query, english=True)
        page = unescape(answer.text)
        assert answer.status_code == 200, page
        assert page.count("<h1>") == 1
        main = page[page.index("<main") : page.index("</main>")]
        words = names.sub("", re.sub(r"<[^>]*>", " ", main))
        assert not re.search("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", words.lower()), words


def test_the_fact_of_an_entry_is_json_as_it_was_recorded(pages: Pages) -> None:
    page = pages.page(f"/events/{pages.correction}")
    raw = re.search(r"<pre[^>]*>(\{.*?\})</pre>", page, re.DOTALL)
    assert raw is not None
    assert json.loads(raw[1]) == pages.json(f"/events/{pages.correction}")["event"]["fact"]
