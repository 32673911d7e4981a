"""Rule sets: the files that come with the project, and what makes a rule set wrong."""

from datetime import date
from fractions import Fraction
from importlib.resources import files

import msgspec
import pytest

from domain.refusals import Refusal
from domain.rules import BallotMode, BallotRule, RuleSet, check_mode, fraction, parse

TITLES = ("advanced_unit", "determined_to_win_unit", "flag_ministry", "flag_province", "flag_government")
EXAMPLE = """
id = "example"
version = 1
vietnamese = "Bộ quy tắc mẫu"
english = "An example"
valid_from = 2020-01-01
valid_to = 2020-12-31
sequence = "stated"
pledge_required = true

[[sources]]
reference = "made up"
confirmed = false

[ballot]
modes = ["roll_call", "secret_electronic"]
base = "present"
threshold = "2/3"
comparison = ">="
quorum = "1/2"
quorum_base = "present"
tie = "chair"
self_vote = false
change_until_close = true
source = { reference = "made up", confirmed = false }

[score]
digits = 2
rounding = "half_up"
at = "total"
bonus_above_maximum = false
tie_break = ["fewer_penalties", "vote"]
source = { reference = "made up", confirmed = false }

[[titles]]
code = "lower"
vietnamese = "Danh hiệu dưới"
english = "The lower title"
level = "unit"
authority = "made up"
source = { reference = "made up", confirmed = false }

[[titles]]
code = "upper"
vietnamese = "Danh hiệu trên"
english = "The upper title"
level = "unit"
authority = "made up"
prerequisites = ["lower"]
source = { reference = "made up", confirmed = false }

[titles.ballot]
modes = ["show_of_hands"]
base = "roll"
threshold = "9/10"
comparison = ">"
quorum = "1/1"
quorum_base = "present"
tie = "second_round"
self_vote = true
change_until_close = false
source = { reference = "made up", confirmed = false }

[titles.quota]
fraction = "1/5"
scope = "cluster"
rounding = "half_up"
of = "lower"
source = { reference = "made up", confirmed = false }
"""


def shipped(name: str) -> RuleSet:
    return parse(files("domain").joinpath(f"rulesets/{name}.toml").read_text(encoding="utf-8"))


def refusal_of(text: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize("name", ["law-2022", "law-2003"])
def test_a_shipped_rule_set_names_the_titles_of_collectives(name: str) -> None:
    rules = shipped(name)
    assert rules.id == name
    assert tuple(title.code for title in rules.titles) == TITLES
    assert not rules.ballot.source.confirmed
    assert not rules.score.source.confirmed


@pytest.mark.parametrize("name", ["law-2022", "law-2003"])
def test_a_rule_set_pinned_in_a_fact_comes_back_from_json_unchanged(name: str) -> None:
    rules = shipped(name)
    stored = msgspec.json.encode(rules)
    assert msgspec.json.decode(stored, type=RuleSet) == rules
    assert not any(isinstance(value, float) for value in scalars(msgspec.json.decode(stored)))


def scalars(value: object) -> list[object]:
    if isinstance(value, dict):
        return [found for inner in value.values() for found in scalars(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in scalars(inner)]
    return [value]


def test_the_two_laws_follow_each_other_without_a_gap() -> None:
    old, new = shipped("law-2003"), shipped("law-2022")
    assert old.valid_to == date(2023, 12, 31)
    assert new.valid_from == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("name", "years", "holds"),
    [
        ("law-2003", (2002, 2002), False),
        ("law-2003", (2002, 2003), True),
        ("law-2003", (2023, 2023), True),
        ("law-2003", (2023, 2024), True),
        ("law-2003", (2024, 2024), False),
        ("law-2022", (2023, 2023), False),
        ("law-2022", (2023, 2024), True),
        ("law-2022", (2030, 2035), True),
    ],
)
def test_rules_hold_within_years_if_they_are_valid_on_one_of_their_days(
    name: str, years: tuple[int, int], holds: bool
) -> None:
    assert shipped(name).holds_within(*years) is holds


def test_only_the_articles_that_were_read_are_confirmed() -> None:
    new = {title.code: title.source for title in shipped("law-2022").titles}
    assert {code: (source.article, source.confirmed) for code, source in new.items()} == {
        "advanced_unit": ("28", True),
        "determined_to_win_unit": ("27", True),
        "flag_ministry": ("26", True),
        "flag_province": ("26", True),
        "flag_government": ("25(1)", True),
    }
    old = shipped("law-2003")
    assert [title.code for title in old.titles if title.source.confirmed] == ["flag_government"]


@pytest.mark.parametrize(("name", "confirmed"), [("law-2003", True), ("law-2022", False)])
def test_a_fifth_of_those_with_the_ministry_flags_standard_may_be_proposed(
    name: str, confirmed: bool
) -> None:
    quota = shipped(name).title("flag_government").quota
    assert quota is not None
    assert (quota.fraction, quota.scope, quota.of) == ("1/5", "authority", "flag_ministry")
    assert quota.source.confirmed is confirmed


def test_a_title_is_balloted_by_its_own_rule_or_else_by_the_default() -> None:
    rules = parse(EXAMPLE)
    assert rules.ballot_rule("lower") is rules.ballot
    assert rules.ballot_rule("upper").threshold == "9/10"
    assert not rules.ballot.hears_in_writing
    assert shipped("law-2022").ballot.hears_in_writing


def test_a_title_that_the_rule_set_does_not_name_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        parse(EXAMPLE).title("flag_ministry")
    assert caught.value.code == "title_not_in_rule_set"
    assert caught.value.params == {
        "rule_set": "example",
        "title": "flag_ministry",
        "titles": ("lower", "upper"),
    }


def test_a_fraction_is_exact() -> None:
    assert fraction("2/3", "threshold") == Fraction(2, 3)
    assert fraction("1/1", "threshold") == 1


@pytest.mark.parametrize("text", ["0/3", "4/3", "2/0", "0.5", "2/3 ", "-1/2", "1", "", "٢/٣"])
def test_a_fraction_lies_above_nought_and_at_most_at_one(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        fraction(text, "ballot.threshold")
    assert caught.value.code == "rule_fraction_wrong"
    assert caught.value.params == {"field": "ballot.threshold", "value": text}


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ('id = "example"', 'id = "Example"', "not_a_slug", "id"),
        ("version = 1", "version = 0", "rule_number_wrong", "version"),
        ("digits = 2", "digits = -1", "rule_number_wrong", "score.digits"),
        ("valid_to = 2020-12-31", "valid_to = 2019-12-31", "rule_set_dates_wrong", "valid_to"),
        ('code = "upper"', 'code = "lower"', "rule_listed_twice", "titles.code"),
        ('code = "upper"', 'code = "Cờ"', "rule_code_wrong", "titles[1].code"),
        ('["lower"]', '["upper"]', "rule_title_unknown", "titles[1].prerequisites"),
        ('["lower"]', '["nothing"]', "rule_title_unknown", "titles[1].prerequisites"),
        ('["lower"]', '["lower", "lower"]', "rule_listed_twice", "titles[1].prerequisites"),
        ('of = "lower"', 'of = "nothing"', "rule_title_unknown", "titles[1].quota.of"),
        ('fraction = "1/5"', 'fraction = "6/5"', "rule_fraction_wrong", "titles[1].quota.fraction"),
        ('threshold = "2/3"', 'threshold = "66%"', "rule_fraction_wrong", "ballot.threshold"),
        ('threshold = "9/10"', 'threshold = "10/9"', "rule_fraction_wrong", "titles[1].ballot.threshold"),
        ('quorum = "1/2"', 'quorum = "0/1"', "rule_fraction_wrong", "ballot.quorum"),
        ('["roll_call", "secret_electronic"]', "[]", "rule_list_empty", "ballot.modes"),
        ('"secret_electronic"]', '"roll_call"]', "rule_listed_twice", "ballot.modes"),
        (
            '"secret_electronic"]',
            '"written_opinion"]',
            "rule_written_opinion_uncounted",
            "ballot.base",
        ),
        ('"fewer_penalties", "vote"', '"vote", "vote"', "rule_listed_twice", "score.tie_break"),
        ('tie = "chair"', 'tie = "coin"', "rule_set_field_wrong", "ballot.tie"),
        ('level = "unit"', "level = 3", "rule_set_field_wrong", "titles[0].level"),
        ("version = 1", "versions = 1", "rule_set_field_wrong", ""),
        ('rounding = "half_up"\nat', 'roundings = "half_up"\nat', "rule_set_field_wrong", "score"),
    ],
)
def test_a_wrong_rule_set_is_refused_by_the_field_that_is_wrong(
    old: str, new: str, code: str, field: str
) -> None:
    assert old in EXAMPLE
    refusal = refusal_of(EXAMPLE.replace(old, new, 1))
    assert (refusal.code, refusal.params["field"]) == (code, field)


def test_a_rule_set_without_titles_is_refused() -> None:
    head = EXAMPLE[: EXAMPLE.index("[[titles]]")].replace("version = 1", "version = 1\ntitles = []")
    refusal = refusal_of(head)
    assert (refusal.code, refusal.params["field"]) == ("rule_list_empty", "titles")


def test_text_that_is_not_toml_is_refused() -> None:
    refusal = refusal_of("id = ")
    assert refusal.code == "rule_set_unreadable"
    assert refusal.params["problem"]


def test_a_rule_set_may_hold_without_end_and_a_quota_of_all() -> None:
    text = EXAMPLE.replace("valid_to = 2020-12-31\n", "").replace('of = "lower"\n', "")
    rules = parse(text)
    assert rules.valid_to is None
    quota = rules.title("upper").quota
    assert quota is not None
    assert quota.of is None


RULE = parse(EXAMPLE).ballot
IN_WRITING = msgspec.structs.replace(RULE, modes=("written_opinion",), base="roll")


@pytest.mark.parametrize(
    ("rule", "mode"),
    [
        (RULE, "roll_call"),
        (RULE, "unstated"),
        (None, "unstated"),
        (None, "acclamation"),
        (msgspec.structs.replace(IN_WRITING, quorum_base="present_or_consulted"), "written_opinion"),
    ],
)
def test_a_mode_is_held_under_a_rule_that_knows_it(rule: BallotRule | None, mode: BallotMode) -> None:
    check_mode(rule, mode)


@pytest.mark.parametrize(
    ("rule", "mode", "code"),
    [
        (RULE, "show_of_hands", "mode_not_allowed"),
        (RULE, "acclamation", "mode_not_allowed"),
        (RULE, "secret_electronic", "mode_not_available_yet"),
        (None, "secret_electronic", "mode_not_available_yet"),
        (None, "roll_call", "ballot_without_rule"),
        (IN_WRITING, "written_opinion", "written_opinion_without_quorum"),
    ],
)
def test_a_mode_that_the_rule_cannot_count_is_refused(
    rule: BallotRule | None, mode: BallotMode, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        check_mode(rule, mode)
    assert (caught.value.code, caught.value.params["mode"]) == (code, mode)
