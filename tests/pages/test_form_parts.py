"""The parts of forms: figures and days as people write them, ids from names, tables from a spreadsheet."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.criteria import ScoringTable, check_table
from domain.facts import Fact
from domain.identity import SLUG_LENGTH_MAX, slug
from domain.topics import AMENDMENTS
from service.commands.catalogue import COMMANDS
from service.pages.forms.command_form import form_shapes
from service.pages.forms.correcting import corrected, fact_shapes, held_by
from service.pages.forms.problem import Problem
from service.pages.forms.reading import read
from service.pages.forms.shapes import Shape
from service.pages.forms.slugs import slug_of
from service.pages.forms.tables import read_table, write_table
from service.pages.forms.typing_out import typed_out
from service.pages.forms.words import HINTS, LABELS, ORDER, REVIEWED, SELDOM
from service.pages.written import written_figure, written_moment, written_whole
from service.web.resources import RESOURCES
from tests.domain.samples import SAMPLES as SAMPLES_OF_FACTS

TABLE = """Bảng điểm năm 2026
1 | Kết quả công tác | 60
1.1 | Tỷ lệ khám phá án | 40 | định lượng | liệt
1.2 | Hồ sơ đúng hạn | 20 | đạt / không đạt
2 | Xây dựng lực lượng | 40
3 | Điểm thưởng, điểm trừ | 5 | cộng / trừ"""


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("22/11/2022", "2022-11-22"), ("1/2/2022", "2022-02-01"), ("22-11-2022", "2022-11-22"),
        ("11/2022", "2022-11"), ("2022", "2022"), ("2022-11-22", "2022-11-22"), ("hôm qua", "hôm qua"),
    ],
)  # fmt: skip
def test_days_are_read_as_officers_write_them(typed: str, read_as: str) -> None:
    assert written_moment(typed) == read_as


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("98,75", "98.75"),
        ("2.079", "2079"),
        ("2.079,5", "2079.5"),
        ("-5", "-5"),
        ("98.75", "98.75"),
        ("0,5", "0.5"),
    ],
)
def test_figures_are_read_as_officers_write_them(typed: str, read_as: str) -> None:
    assert written_figure(typed) == read_as


def test_whole_numbers_may_group_their_thousands() -> None:
    assert [written_whole(text) for text in ("2.079", "12", "1.2")] == ["2079", "12", "1.2"]


@given(st.text(max_size=200))
def test_an_id_made_of_a_name_is_a_slug_or_nothing(text: str) -> None:
    made = slug_of(text)
    assert made == "" or slug(made, "id") == made
    assert len(made) <= SLUG_LENGTH_MAX


def test_an_id_reads_like_its_name() -> None:
    assert slug_of("Đợt thi đua “Vì an ninh Tổ quốc” 2026") == "dot-thi-dua-vi-an-ninh-to-quoc-2026"


def test_a_pasted_table_is_a_tree_that_adds_up() -> None:
    problems: list[Problem] = []
    table = msgspec.convert(read_table(TABLE, "scoring_table", problems), ScoringTable)
    check_table(table)
    assert (problems, table.maximum, table.criteria[0].kind) == ([], Decimal(100), "group")
    first = table.criteria[0].criteria[0]
    assert (first.id, first.kind, first.knockout) == ("tc-1-1", "quantitative", True)
    assert read_table(write_table(table), "scoring_table", problems) == read_table(TABLE, "", problems)


def test_a_line_of_a_table_that_cannot_be_read_is_told() -> None:
    problems: list[Problem] = []
    read_table("1 | Chỉ có tên\nKết quả | 40 | 1", "scoring_table", problems)
    assert [problem.params["line"] for problem in problems] == ["1 | Chỉ có tên", "Kết quả | 40 | 1"]


SAMPLES: dict[str, Any] = {
    "whole": 12,
    "figure": Decimal("98.75"),
    "day": "2026-02-01",
    "moment": "2026-02",
    "flag": True,
    "answer": True,
    "mapping": {"mot": "for"},
    "table": TABLE,
    **{kind: ["mot", "hai"] for kind in ("units", "titles", "persons", "lines")},
}


def sample(shape: Shape) -> Any:
    """Something that a field can hold."""
    match shape.kind:
        case "choice":
            return shape.codes[0]
        case "choices":
            return list(shape.codes[:2])
        case "group":
            return {one.name: sample(one) for one in shape.fields}
        case "rows":
            return [{one.name: sample(one) for one in shape.fields} for _ in range(2)]
    return SAMPLES.get(shape.kind, "một")


@pytest.mark.parametrize("command", sorted(RESOURCES))
def test_what_stands_in_a_form_is_read_back_as_it_was(command: str) -> None:
    shapes = form_shapes(command)
    values = {shape.name: sample(shape) for shape in shapes}
    found = read(shapes, typed_out(shapes, values))
    expected = {name: value for name, value in values.items() if name != "scoring_table"}
    read_back = {name: value for name, value in found.values.items() if name != "scoring_table"}
    assert (found.problems, _plain(read_back)) == ([], _plain(expected))


def _plain(told: Any) -> Any:
    match told:
        case dict():
            return {name: _plain(value) for name, value in told.items()}
        case list():
            return [_plain(value) for value in told]
        case Decimal():
            return str(told)
    return told


NAMES = ("targets.0.goal", "targets.0.name", "titles", "targets.x.name", "targets.9999.id")


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=20), max_size=3)))
def test_whatever_is_sent_is_read_or_told(typed: dict[str, list[str]]) -> None:
    found = read(form_shapes("register_pledge"), typed)
    assert all(problem.field in typed for problem in found.problems)


def test_the_words_of_forms_are_about_commands_that_exist() -> None:
    named = {*REVIEWED, *ORDER, *SELDOM} - {"decide_tie"}
    named |= {key.partition(".")[0] for key in (*LABELS, *HINTS) if "." in key} - {"count"}
    assert named - set(COMMANDS) == set()
    for table in (ORDER, SELDOM):
        for command, fields in table.items():
            assert set(fields) <= {shape.name for shape in form_shapes(command)}


CORRECTABLE = [fact for fact in SAMPLES_OF_FACTS if type(fact) not in AMENDMENTS]


@pytest.mark.parametrize("fact", CORRECTABLE, ids=lambda fact: fact.topic)
def test_a_correction_that_is_sent_back_as_it_was_opened_corrects_nothing(fact: Fact) -> None:
    problems: list[Problem] = []
    typed = typed_out(fact_shapes(fact), held_by(fact), "new.")
    assert corrected(fact, typed, {"reason": "Không đổi gì cả"}, problems) == {"reason": "Không đổi gì cả"}
    assert problems == []
