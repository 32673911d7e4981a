"""Rule sets in words: every line told, every source marked, and two of them side by side."""

import msgspec
import pytest

from projections.catalogue import LANGUAGES, Language
from projections.rule_lines import RulePart, rule_parts, rules_compared
from service.rulebook import rule_set, rule_sets
from tests.projections.world import ballot_rule

OLD, NEW = rule_set("law-2003"), rule_set("law-2022")


def part(parts: list[RulePart], key: str) -> RulePart:
    return next(one for one in parts if one.key == key)


def lines(one: RulePart) -> dict[str, str]:
    return {line.term: line.value for line in one.lines}


def test_a_rule_set_is_told_with_exact_shares() -> None:
    parts = rule_parts(OLD, "vi")
    assert [one.key for one in parts][:3] == ["general", "ballot", "score"]
    assert lines(part(parts, "ballot"))["Đạt khi phiếu thuận"] == "≥ 2/3 trên tổng số cử tri"
    assert lines(part(parts, "flag_government"))["Hạn mức đề nghị"] == (
        "nhiều nhất 1/5 của số đơn vị thuộc quyền quyết định của cấp xét tặng, trong các đơn vị đạt tiêu "
        "chuẩn Cờ thi đua của Bộ Công an, làm tròn xuống; căn cứ: Nghị định 91/2017/NĐ-CP, Điều 11(1)"
    )
    assert lines(part(parts, "flag_government"))["Phải đạt tiêu chuẩn của"] == "Cờ thi đua của Bộ Công an"
    assert lines(part(parts, "flag_ministry"))["Phải đạt tiêu chuẩn của"] == "không đòi danh hiệu nào khác"


def test_what_is_not_confirmed_says_so() -> None:
    parts = rule_parts(NEW, "vi")
    assert (part(parts, "ballot").confirmed, part(parts, "flag_ministry").confirmed) == (False, True)
    assert part(parts, "general").confirmed is None
    assert part(parts, "general").source.endswith("Nghị định 152/2025/NĐ-CP (chưa đối chiếu với văn bản)")
    assert lines(part(parts, "flag_government"))["Hạn mức đề nghị"].endswith(
        "(chưa được đối chiếu với văn bản)"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_set_is_told_whole(language: Language) -> None:
    for rules in rule_sets().values():
        for one in rule_parts(rules, language):
            assert one.title
            assert one.source
            assert all(line.value for line in one.lines)


def test_a_title_with_a_ballot_rule_of_its_own_tells_it() -> None:
    first, *others = OLD.titles
    own = msgspec.structs.replace(first, ballot=ballot_rule(threshold="3/4", comparison=">"))
    rules = msgspec.structs.replace(OLD, titles=(own, *others))
    assert (
        lines(part(rule_parts(rules, "vi"), first.code))["Đạt khi phiếu thuận"] == "> 3/4 trên tổng số cử tri"
    )


def test_two_rule_sets_side_by_side() -> None:
    compared = {(line.part, line.term): line for line in rules_compared(OLD, NEW, "vi")}
    begins = compared["Hiệu lực và trình tự", "Có hiệu lực từ"]
    assert (begins.one, begins.other, begins.differs) == ("01/01/2003", "01/01/2024", True)
    assert not compared["Bỏ phiếu", "Khi bằng phiếu"].differs
    assert compared["Đơn vị tiên tiến", "Căn cứ"].one == (
        "Luật Thi đua, khen thưởng 15/2003/QH11 (chưa đối chiếu với văn bản)"
    )


def test_what_only_one_of_them_knows_is_told_for_it_alone() -> None:
    fewer = msgspec.structs.replace(NEW, titles=NEW.titles[1:])
    lone = [line for line in rules_compared(NEW, fewer, "vi") if line.part == "Đơn vị tiên tiến"]
    assert lone
    assert all(line.one is not None and line.other is None and line.differs for line in lone)
    other = [line for line in rules_compared(fewer, NEW, "vi") if line.part == "Đơn vị tiên tiến"]
    assert other
    assert all(line.one is None and line.other is not None for line in other)
