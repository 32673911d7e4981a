"""A refusal is data, and stays the same one when it is known which field it is about."""

from domain.refusals import Refusal


def test_a_refusal_of_a_field_is_the_same_one_about_that_field() -> None:
    refusal = Refusal("number_too_large", rule="law-2022", maximum=5)
    about = refusal.of_field("marks.2.points")
    assert (about.code, about.rule) == ("number_too_large", "law-2022")
    assert about.params == {"maximum": 5, "field": "marks.2.points"}
    assert refusal.params == {"maximum": 5}, "the first is as it was"
