"""Every refusal for want of authority is said in words: by which rule, who can act, and from when."""

from datetime import date
from typing import Any

import pytest

from domain.refusals import Refusal
from projections.catalogue import LANGUAGES, Language
from projections.refusals import refusal_sentence
from projections.words import TABLES, word
from service.authority.roles import Phase, Role, Scope
from service.authority.table import TABLE
from service.authority.words import HOLDERS
from tests.web.house import House

CONCERNS: dict[str, Any] = {"action": "open_ballot", "who": ("lead:", "office:co-quan", "representative")}
WHO: dict[Language, str] = {
    "vi": "cụm trưởng (chưa rõ đơn vị nào), cơ quan thi đua (co-quan) và đại diện đơn vị",
    "en": "lead (unit not known), emulation office (co-quan) and the representative",
}
RULE: dict[Language, str] = {"vi": "heo bảng phân quyền", "en": "y the permission table"}


def test_every_action_role_phase_and_scope_has_its_words_in_both_languages() -> None:
    codes = [("action", action) for action in TABLE]
    codes += [("role", str(role)) for role in Role]
    codes += [("phase", str(phase)) for phase in Phase]
    codes += [("token_scope", str(scope)) for scope in Scope]
    assert [(kind, code) for kind, code in codes if code not in TABLES[kind]] == []
    same = [(kind, code) for kind, code in codes if word(kind, code, "en") == word(kind, code, "vi")]
    assert same == []


def test_no_action_has_words_without_a_row() -> None:
    assert set(TABLES["action"]) == set(TABLE)
    assert set(HOLDERS) == set(Role)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "more", "when"),
    [
        ("not_permitted", {"phase": "running"}, {"vi": "Quyền có từ khi", "en": "The right begins when"}),
        (
            "not_permitted",
            {"phase": None, "since": date(2027, 2, 1)},
            {"vi": "từ ngày 01/02/2027", "en": "from 1 February 2027"},
        ),
        (
            "not_permitted",
            {"phase": "concluded", "yours": ("running",)},
            {"vi": "ở giai đoạn: đang diễn ra", "en": "in the phase: running"},
        ),
        (
            "not_permitted_in_phase",
            {"phase": "closed", "phases": ("running", "concluded")},
            {
                "vi": "từ giai đoạn: đang diễn ra và đã tổng kết",
                "en": "from the phase: running and summed up",
            },
        ),
        ("not_permitted_dated", {}, {"vi": "từ bây giờ", "en": "from now on"}),
    ],
)
def test_a_refusal_says_by_which_rule_who_can_and_from_when(
    language: Language, code: str, more: dict[str, Any], when: dict[Language, str]
) -> None:
    said = refusal_sentence(Refusal(code, **CONCERNS, **more), language)
    assert RULE[language] in said
    assert WHO[language] in said
    assert when[language] in said
    assert word("action", "open_ballot", language) in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["token_scope_missing", "session_needed"])
def test_a_token_that_does_not_reach_is_told_what_to_do(language: Language, code: str) -> None:
    said = refusal_sentence(Refusal(code, scope="write"), language)
    owner: dict[Language, str] = {"vi": "Chủ của mã", "en": "owner"}
    begins: dict[Language, str] = {"vi": "từ khi", "en": "from"}
    assert RULE[language] in said
    assert owner[language] in said
    assert begins[language] in said


def test_a_refusal_names_units_by_the_names_they_bear(sqlite_house: House) -> None:
    house = sqlite_house
    house.application.do("register_unit", unit="don-vi-a", name="Đơn vị A")
    told = house.post(house.person(), "/units/don-vi-a/names", {"name": "Đơn vị B"}).json()
    assert told["code"] == "not_permitted"
    assert "cơ quan thi đua (Đơn vị A)" in told["detail"]
    known = house.post(house.person("office"), "/units", {"unit": "don-vi-a", "name": "A"}).json()
    assert known["detail"].startswith("Không đăng ký lại được: mã “don-vi-a” đã dùng cho Đơn vị A")
