"""Figures, dates and lists, as each language writes them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.moments import SINCE_EVER, Moment, Precision
from projections import formats
from projections.catalogue import Language

UNKNOWN = Moment(SINCE_EVER, Precision.UNKNOWN)


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (0, "0", "0"),
        (2079, "2.079", "2,079"),
        (-1234567, "-1.234.567", "-1,234,567"),
        (Decimal("98.75"), "98,75", "98.75"),
        (Decimal("1277.10"), "1.277,10", "1,277.10"),
        (Decimal("1E+3"), "1.000", "1,000"),
        (Decimal("123456789012345678.123"), "123.456.789.012.345.678,123", "123,456,789,012,345,678.123"),
        (None, "không nêu", "not stated"),
    ],
)
def test_a_figure_keeps_every_digit(value: int | Decimal | None, vietnamese: str, english: str) -> None:
    assert formats.number(value, "vi") == vietnamese
    assert formats.number(value, "en") == english


def test_a_share_is_a_fraction() -> None:
    assert formats.share(Fraction(2, 3), "vi") == "2/3"
    assert formats.share(Fraction(2000, 3000), "en") == "2/3"
    assert formats.share(Fraction(1999, 2000), "vi") == "1.999/2.000"
    assert formats.share(None, "vi") == "không nêu"


def test_a_day() -> None:
    assert formats.day(date(2022, 3, 1), "vi") == "01/03/2022"
    assert formats.day(date(2022, 3, 1), "en") == "1 March 2022"
    assert formats.day(None, "en") == "not stated"


@pytest.mark.parametrize(
    ("moment", "language", "told", "in_words"),
    [
        (Moment.parse("2022-11-22T14:30:00+07:00"), "vi", "22/11/2022 14:30", "14:30 ngày 22/11/2022"),
        (Moment.parse("2022-11-22T07:30:00Z"), "en", "22 November 2022, 14:30", "14:30 on 22 November 2022"),
        (Moment.parse("2022-11-22"), "vi", "22/11/2022", "ngày 22/11/2022"),
        (Moment.parse("2022-11-22"), "en", "22 November 2022", "22 November 2022"),
        (Moment.parse("2019-11"), "vi", "tháng 11/2019", "tháng 11/2019"),
        (Moment.parse("2019-11"), "en", "November 2019", "November 2019"),
        (Moment.parse("2019"), "vi", "năm 2019", "năm 2019"),
        (Moment.parse("2019"), "en", "2019", "2019"),
        (UNKNOWN, "vi", "không rõ ngày", "không rõ ngày"),
        (UNKNOWN, "en", "date not known", "date not known"),
    ],
)
def test_a_moment_is_told_as_exactly_as_it_is_known(
    moment: Moment, language: Language, told: str, in_words: str
) -> None:
    assert formats.moment(moment, language) == told
    assert formats.moment_in_words(moment, language) == in_words


def test_no_moment_is_not_stated() -> None:
    assert formats.moment(None, "vi") == "không nêu"


def test_a_date_is_read_from_the_text_of_a_fact() -> None:
    assert formats.read_moment("2022-11") == Moment.parse("2022-11")
    unknown = formats.read_moment("unknown")
    assert unknown is not None
    assert unknown.precision is Precision.UNKNOWN
    assert formats.read_moment("hôm qua") is None


@pytest.mark.parametrize(
    ("items", "vietnamese", "english"),
    [
        ([], "không nêu", "not stated"),
        (["A"], "A", "A"),
        (["A", "B"], "A và B", "A and B"),
        (["A", "B", "C"], "A, B và C", "A, B and C"),
    ],
)
def test_a_list(items: list[str], vietnamese: str, english: str) -> None:
    assert formats.listed(items, "vi") == vietnamese
    assert formats.listed(items, "en") == english
