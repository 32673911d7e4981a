"""Every Vietnamese text has its English, and both are filled alike."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import get_args

from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from domain.commendations import Counting
from domain.leads import Mode as LeadMode
from domain.moments import Precision
from domain.nominations import Status
from domain.rules import Base, Mode, Tie
from domain.scores import Stage
from domain.steps import STEPS
from domain.topics import FACTS, TOPICS
from domain.units import Kind
from domain.votes import Channel
from projections import language
from projections.catalogue import english, english_files, fill, marked, places, translate, wording
from projections.field_words import FIELD_KINDS, FIELDS, STREAM_FIELD_KINDS, TOPIC_NAMES
from projections.phrases import KINDS
from projections.words import TABLES, word
from tests.rooms import modules, parsed, place, templates

VIETNAMESE_ONLY = set("ăđơưắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựạảẹẻẽịỉĩọỏụủũỳỵỷỹ")


def texts(node: ast.expr) -> Iterator[str]:
    """The texts of an argument: itself, or the values of a table."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Dict(values=values):
            for value in values:
                yield from texts(value)
        case ast.IfExp(body=body, orelse=other):
            yield from texts(body)
            yield from texts(other)


def marked_in(path: Path) -> Iterator[tuple[str, int]]:
    """The source texts that a module marks or translates, each with its line."""
    for node in ast.walk(parsed(path)):
        match node:
            case ast.Call(func=ast.Name(id="marked"), args=[argument]):
                found = list(texts(argument))
                assert found, f"{place(path, node.lineno)} marks what is no text"
            case ast.Call(func=ast.Name(id="translate" | "phrase"), args=[_, argument, *_]):
                found = [text for text in texts(argument) if has_words(text)]
            case _:
                continue
        for text in found:
            yield text, node.lineno


def has_words(text: str) -> bool:
    """Whether a text says something besides its parameters."""
    return any(letter.isalpha() for letter in re.sub(r"\{[^}]*\}", "", text))


def worded_in(template: Path) -> Iterator[tuple[str, int]]:
    """The source texts that a template puts into words, each with its line."""
    parsed_template = Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))
    for call in parsed_template.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "_":
            for text in worded(call.args[0]):
                yield text, call.lineno


def worded(node: nodes.Expr) -> Iterator[str]:
    """The texts of an argument; one that is looked up has been marked where it is written."""
    match node:
        case nodes.Const(value=str(text)):
            yield text
        case nodes.CondExpr(expr1=first, expr2=second):
            yield from worded(first)
            if second is not None:
                yield from worded(second)


SOURCES = {
    text: place(path, line) for path in modules("projections", "service") for text, line in marked_in(path)
}
SOURCES |= {text: place(path, line) for path in templates() for text, line in worded_in(path)}


def test_every_text_has_its_english() -> None:
    contexts = {text for _, text in english()}
    assert {text: where for text, where in SOURCES.items() if text not in contexts} == {}


def test_no_english_is_left_over() -> None:
    stale = [text for context, text in english() if not context and text not in SOURCES]
    stale += [text for context, text in english() if context and text not in TABLES[context].values()]
    assert stale == []


def test_every_text_has_its_english_once() -> None:
    told = Counter(
        (message.context or "", str(message.id))
        for raw in english_files().values()
        for message in read_po(BytesIO(raw))
        if message.id
    )
    assert [text for text, times in told.items() if times > 1] == []


def test_no_english_is_empty() -> None:
    assert [text for text, told in english().items() if not told] == []


def test_both_languages_name_the_same_parameters() -> None:
    differ = {text: told for (_, text), told in english().items() if set(places(text)) != set(places(told))}
    assert differ == {}


def test_brackets_close_in_both_languages() -> None:
    for (_, text), told in english().items():
        for one in (text, told):
            counted = Counter(one)
            assert counted["["] == counted["]"], one
            assert counted["{"] == counted["}"] == len(list(places(one))), one


def test_every_kind_that_a_text_asks_for_is_known() -> None:
    asked = {kind for text in SOURCES for _, kind in places(text)} | set(FIELD_KINDS.values())
    asked |= set(STREAM_FIELD_KINDS.values())
    assert asked - set(KINDS) - set(TABLES) == set()


def test_no_english_word_is_vietnamese() -> None:
    assert [told for told in english().values() if VIETNAMESE_ONLY & set(told.lower())] == []


def test_an_untranslated_text_stays_vietnamese() -> None:
    assert wording("en", "chưa dịch") == "chưa dịch"
    assert translate("en", "chưa dịch {one}", one="x") == "chưa dịch x"


def test_a_text_leaves_out_what_is_not_known() -> None:
    text = "{a}[, b {b}][ {c}|, không có c]"
    assert translate("vi", text, a="1", b="2", c="3") == "1, b 2 3"
    assert translate("vi", text, a="1") == "1, không có c"
    assert translate("en", text) == "not stated, không có c"


def test_what_is_put_in_is_not_read_again() -> None:
    assert fill("vi", "{a}[ {b}]", lambda name, _kind: "{b} [x|y]") == "{b} [x|y] {b} [x|y]"


def test_marking_changes_nothing() -> None:
    assert marked("không nêu") == "không nêu"
    assert language.not_stated("en") == "not stated"


def test_every_code_has_its_word() -> None:
    codes: list[tuple[str, str]] = [("step", step) for step in STEPS]
    codes += [("mode", mode) for mode in (*get_args(Mode), "unstated")]
    codes += [("status", status) for status in get_args(Status)]
    codes += [("unit_kind", kind) for kind in get_args(Kind)]
    codes += [("base", base) for base in get_args(Base)]
    codes += [("tie", tie) for tie in get_args(Tie)]
    codes += [("lead_mode", mode) for mode in get_args(LeadMode)]
    codes += [("channel", channel) for channel in get_args(Channel)]
    codes += [("counting", counting) for counting in get_args(Counting)]
    codes += [("stage", stage.value) for stage in Stage]
    codes += [("precision", precision.value) for precision in Precision]
    codes += [("topic", topic) for topic in TOPICS]
    assert [(kind, code) for kind, code in codes if code not in TABLES[kind]] == []


def test_a_word_may_differ_in_english_where_it_is_one_in_vietnamese() -> None:
    assert word("title", "flag_ministry", "vi") == word("honour", "flag_ministry", "vi")
    assert word("title", "flag_ministry", "en") == "Emulation Flag of the Ministry of Public Security"
    assert word("honour", "flag_ministry", "en") == "the Emulation Flag of the Ministry of Public Security"


def test_a_code_without_a_word_is_told_as_it_is() -> None:
    assert word("title", "flag_of_our_own", "en") == "flag_of_our_own"
    assert word("no_such_kind", "x", "vi") == "x"


def test_every_field_of_a_fact_has_a_name() -> None:
    fields = {field for facts in FACTS.values() for fact in facts for field in fact.__struct_fields__}
    assert fields - set(FIELDS) == set()
    assert set(FIELDS) - fields == set()
    assert set(FIELD_KINDS) <= set(FIELDS)
    assert set(TOPIC_NAMES) == set(TOPICS)


def test_one_door_opens_to_all() -> None:
    assert all(hasattr(language, name) for name in language.__all__)
