"""Where the lines, bars and labels of charts lie."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.pages.charts import bump as bumps
from service.pages.charts.bump import Ranked, bump
from service.pages.charts.columns import HEIGHT, columns
from service.pages.charts.labels import Wanted, spread, wrapped
from service.pages.charts.sparkline import sparkline
from service.pages.charts.tally import LENGTH, tally

YEARS = ["2020", "2021", "2022", "2023"]
RANKS = st.lists(st.one_of(st.none(), st.integers(1, 12)), min_size=4, max_size=4)


def test_a_line_stands_in_the_row_of_its_rank_and_bears_its_name_at_both_ends() -> None:
    chart = bump(YEARS, [Ranked("a", "Đơn vị A", [2, 1, 1, 3]), Ranked("b", "Đơn vị B", [1, 2, 2, 1])])
    first, second = chart.lines
    assert [chart.rows.index(spot.y) + 1 for spot in first.spots] == [2, 1, 1, 3]
    assert [spot.x for spot in first.spots] == [year.x for year in chart.years]
    assert [(label.rank, label.anchor) for label in first.labels] == [(2, "end"), (3, "start")]
    assert [label.lines for label in second.labels] == [["Đơn vị B"], ["Đơn vị B"]]
    assert first.labels[0].x < chart.years[0].x < chart.years[-1].x < first.labels[1].x


def test_a_year_without_a_rank_breaks_the_line_off() -> None:
    (line,) = bump(YEARS, [Ranked("a", "A", [1, None, 2, 1])]).lines
    assert line.path.count("M") == 1
    assert [spot.year for spot in line.spots] == ["2020", "2022", "2023"]
    unbroken = bump(YEARS, [Ranked("a", "A", [1, 1, 2, 1])]).lines[0]
    assert unbroken.path.count("M") == 3


def test_a_year_that_ranks_nobody_says_so() -> None:
    chart = bump(YEARS, [Ranked("a", "A", [1, None, 2, 1]), Ranked("b", "B", [2, None, 1, 2])])
    assert [year.known for year in chart.years] == [True, False, True, True]


def test_units_that_share_a_rank_stand_beside_each_other_in_its_row() -> None:
    chart = bump(["2022"], [Ranked(key, key, [2]) for key in "abc"] + [Ranked("d", "d", [1])])
    tied = [line.spots[0].y for line in chart.lines[:3]]
    assert tied == [chart.rows[1] - bumps.TIED, chart.rows[1], chart.rows[1] + bumps.TIED]
    assert [line.labels[0].rank for line in chart.lines] == [2, 2, 2, 1]


def test_the_chosen_line_lies_over_the_others() -> None:
    chart = bump(["2022"], [Ranked("a", "A", [1]), Ranked("b", "B", [2])], "a")
    assert [(line.key, line.chosen) for line in chart.lines] == [("b", False), ("a", True)]


def test_a_line_that_reaches_neither_end_is_named_where_it_stops() -> None:
    chart = bump(YEARS, [Ranked("a", "Đơn vị A", [None, 2, 1, None]), Ranked("b", "B", [1, 1, 2, 1])])
    (label,) = chart.lines[0].labels
    assert (label.x, label.rank, label.anchor) == (chart.years[2].x, 1, "middle")


def test_a_unit_without_any_rank_is_not_drawn() -> None:
    chart = bump(YEARS, [Ranked("a", "A", [None] * 4)])
    assert chart.lines == []
    assert bump([], []).years == []


@given(st.lists(RANKS, max_size=12))
def test_labels_of_one_side_never_lie_on_each_other_and_nothing_leaves_the_drawing(
    ranks: list[list[int | None]],
) -> None:
    chart = bump(
        YEARS, [Ranked(str(place), f"Công an tỉnh {place}", told) for place, told in enumerate(ranks)]
    )
    labels = [label for line in chart.lines for label in line.labels]
    for side in ("end", "start"):
        middles = sorted(label.y for label in labels if label.anchor == side)
        assert all(after - before >= 16 for before, after in pairwise(middles))
    for line in chart.lines:
        assert all(0 < spot.x < chart.width and 0 < spot.y < chart.height for spot in line.spots)


@given(
    st.lists(st.builds(Wanted, st.integers(0, 400), st.integers(2, 32)), max_size=12),
    st.integers(0, 40),
    st.integers(360, 600),
)
def test_labels_are_spread_without_overlap_in_their_order(
    wanted: list[Wanted], first: int, last: int
) -> None:
    middles = spread(wanted, first, last)
    room = sum(one.size for one in wanted)
    edges = sorted((middle - one.size // 2, one.size) for middle, one in zip(middles, wanted, strict=True))
    assert all(start + size <= following for (start, size), (following, _) in pairwise(edges))
    assert all(first <= start and start + size <= max(last, first + room) for start, size in edges)
    for one, middle in zip(wanted, middles, strict=True):
        for other, further in zip(wanted, middles, strict=True):
            assert one.middle >= other.middle or middle < further


def test_labels_with_room_lie_as_wanted() -> None:
    assert spread([Wanted(100, 20), Wanted(50, 20)], 0, 200) == [100, 50]
    assert spread([Wanted(50, 20), Wanted(50, 20)], 0, 200) == [50, 70]
    assert spread([Wanted(195, 20)], 0, 200) == [190]


def test_names_break_between_words_and_are_cut_off_at_the_end() -> None:
    assert wrapped("Công an tỉnh Hà Tĩnh", 30) == ["Công an tỉnh Hà Tĩnh"]
    assert wrapped("Công an tỉnh Hà Tĩnh", 12) == ["Công an tỉnh", "Hà Tĩnh"]
    assert wrapped("Khối Xây dựng lực lượng Hậu cần", 9) == ["Khối Xây", "dựng lực…"]
    assert wrapped("Aaaaaaaaaaaa", 5) == ["Aaaa…"]
    assert wrapped("", 5) == []


def test_a_tally_is_one_bar_with_the_mark_that_decides() -> None:
    told = tally([4, 1, 0, 1], base=6, threshold=Fraction(2, 3))
    assert [(part.kind, part.votes) for part in told.parts] == [
        ("for", 4),
        ("against", 1),
        ("abstain", 0),
        ("missing", 1),
    ]
    assert (told.threshold, told.enough) == (666, 4)
    assert told.parts[0].width == told.threshold


def test_more_than_half_takes_one_vote_more_than_half() -> None:
    assert tally([3, 3, 0, 0], threshold=Fraction(1, 2), exceeding=True).enough == 4
    assert tally([3, 3, 0, 0], threshold=Fraction(1, 2)).enough == 3
    assert tally([3, 4, 0, 0], threshold=Fraction(1, 2), exceeding=True).enough == 4


def test_votes_that_no_source_states_take_no_room() -> None:
    told = tally([41, None, None, None], base=50)
    assert [(part.votes, part.width) for part in told.parts] == [(41, 820), (None, 0), (None, 0), (None, 0)]
    assert tally([None] * 4, threshold=Fraction(1, 2)) == tally([None] * 4)


@given(st.lists(st.integers(0, 2_000), min_size=4, max_size=4))
def test_the_parts_of_a_tally_fill_the_bar_without_gaps(votes: list[int]) -> None:
    told = tally(votes)
    assert all(before.x + before.width == after.x for before, after in pairwise(told.parts))
    assert told.parts[-1].x + told.parts[-1].width == (LENGTH if sum(votes) else 0)


def test_a_sparkline_puts_the_best_on_top_and_leaves_gaps() -> None:
    ranks = sparkline([3, 1, None, 2], least_on_top=True)
    by_value = {spot.value: spot.y for spot in ranks.spots}
    assert by_value[1] < by_value[2] < by_value[3]
    assert (ranks.path.count("M"), ranks.path.count("L")) == (2, 1)
    points = sparkline([Decimal("98.5"), Decimal("99.75")])
    assert points.spots[0].y > points.spots[1].y
    level = sparkline([5, 5])
    assert level.spots[0].y == level.spots[1].y == level.height // 2
    assert sparkline([]).spots == []


def test_columns_compare_as_their_figures_do_and_nothing_is_drawn_of_what_is_not_known() -> None:
    chart = columns([("2018", 50), ("2019", None), ("2020", 0), ("2021", 100)])
    assert [column.height for column in chart.columns] == [HEIGHT // 2, 0, 0, HEIGHT]
    assert [column.y + column.height for column in chart.columns] == [chart.ground] * 4
    assert [column.value for column in chart.columns] == [50, None, 0, 100]
    assert [column.height for column in columns([("2018", 0)]).columns] == [0]
