"""What the parts of a board are called."""

import pytest

from projections.board_words import GROUPS, called


@pytest.mark.parametrize(
    ("what", "told"),
    [("rank", "hạng"), ("title:flag_ministry", "danh hiệu: flag_ministry"), ("chưa biết", "chưa biết")],
)
def test_a_part_is_told_with_what_of_it_is_meant(what: str, told: str) -> None:
    assert called("vi", what) == told


def test_a_group_is_told_from_the_table_of_groups() -> None:
    assert called("en", "rules", GROUPS) == "rules of the year"
    assert called("en", "ballot:x", GROUPS).endswith(": x")
