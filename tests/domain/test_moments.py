"""Moments: civil days in Việt Nam, precision, and what is certainly after what."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import moments
from domain.moments import Anchor, Moment, Precision
from domain.refusals import Refusal

SECOND = 1_000_000
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def micro(year: int, month: int, day: int, hour: int, minute: int = 0) -> int:
    return moments.microseconds(datetime(year, month, day, hour, minute, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "anchor", "effective", "precision"),
    [
        ("2022-11-22", Anchor.END, micro(2022, 11, 21, 17), Precision.DAY),
        ("2022-11-22", Anchor.START, micro(2022, 11, 21, 17), Precision.DAY),
        ("2022-11", Anchor.START, micro(2022, 10, 31, 17), Precision.MONTH),
        ("2022-11", Anchor.END, micro(2022, 11, 30, 17) - 1, Precision.MONTH),
        ("2022-12", Anchor.END, micro(2022, 12, 31, 17) - 1, Precision.MONTH),
        ("2024-02", Anchor.END, micro(2024, 2, 29, 17) - 1, Precision.MONTH),
        ("2022", Anchor.START, micro(2021, 12, 31, 17), Precision.YEAR),
        ("2022", Anchor.END, micro(2022, 12, 31, 17) - 1, Precision.YEAR),
        ("2022-11-22T08:30:00+07:00", Anchor.END, micro(2022, 11, 22, 1, 30), Precision.INSTANT),
        ("2022-11-22T01:30:00Z", Anchor.END, micro(2022, 11, 22, 1, 30), Precision.INSTANT),
        ("1900", Anchor.START, moments.SINCE_EVER, Precision.YEAR),
        ("2200", Anchor.END, micro(2200, 12, 31, 17) - 1, Precision.YEAR),
    ],
)
def test_a_moment_is_read_as_a_chronicle_writes_it(
    text: str, anchor: Anchor, effective: int, precision: Precision
) -> None:
    assert Moment.parse(text, anchor) == Moment(effective, precision)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "moment_unreadable"),
        ("hôm qua", "moment_unreadable"),
        ("22/11/2022", "moment_unreadable"),
        ("2022-13", "moment_unreadable"),
        ("2022-02-30", "moment_unreadable"),
        ("٢٠٢٢", "moment_unreadable"),
        ("2022-11-22T08:30:00", "moment_without_offset"),
        ("0000", "moment_out_of_range"),
        ("1899-12", "moment_out_of_range"),
        ("2201-01-01", "moment_out_of_range"),
        ("1899-01-01T00:00:00Z", "moment_out_of_range"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        Moment.parse(text)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["2022", "2022-11", "2022-11-22", "2022-11-22T08:30:00.000001+07:00"])
@pytest.mark.parametrize("anchor", list(Anchor))
def test_a_moment_is_written_as_it_is_read(text: str, anchor: Anchor) -> None:
    assert Moment.parse(text, anchor).text() == text


def test_an_unknown_moment_says_so() -> None:
    assert Moment(0, Precision.UNKNOWN).text() == "unknown"


@given(DAYS)
def test_a_civil_day_is_a_day_long_and_follows_the_day_before(day: date) -> None:
    start, end = moments.day_start(day), moments.day_end(day)
    assert end - start + 1 == moments.DAY_MICROSECONDS
    assert moments.as_datetime(start).date() == moments.as_datetime(end).date() == day
    assert moments.as_datetime(end + 1).date().toordinal() == day.toordinal() + 1
    assert Moment.on(day) == Moment.parse(day.isoformat())


@given(DAYS)
def test_days_months_and_years_hold_each_other(day: date) -> None:
    first, last = moments.month_bounds(day.year, day.month)
    begins, ends = moments.year_bounds(day.year)
    assert begins <= first <= moments.day_start(day) < moments.day_end(day) <= last <= ends


def test_the_bounds_of_a_moment_are_those_of_its_period() -> None:
    assert Moment.parse("2022").bounds() == moments.year_bounds(2022)
    assert Moment.parse("2022", Anchor.START).bounds() == moments.year_bounds(2022)
    assert Moment.parse("2022-12").bounds() == moments.month_bounds(2022, 12)
    day = date(2022, 11, 22)
    assert Moment.on(day).bounds() == (moments.day_start(day), moments.day_end(day))
    assert Moment(5).bounds() == (5, 5)
    assert Moment(5, Precision.UNKNOWN).bounds() is None


@pytest.mark.parametrize(
    ("later", "earlier", "certain"),
    [
        ("2022-11-22", "2022-11-21", True),
        ("2022-11-22", "2022-11-22", False),
        ("2022-11-21", "2022-11-22", False),
        ("2022-11-22", "2022-11-22T08:00:00+07:00", False),
        ("2022-11-23", "2022-11-22T23:59:59+07:00", True),
        ("2022-12", "2022-11-30", True),
        ("2022-11", "2022-11-01", False),
        ("2022", "2022-01-01", False),
        ("2023", "2022", True),
        ("2022", "2022", False),
    ],
)
def test_order_is_certain_only_where_periods_do_not_meet(later: str, earlier: str, certain: bool) -> None:
    assert Moment.parse(later).certainly_after(Moment.parse(earlier)) is certain


def test_nothing_is_certain_about_an_unknown_moment() -> None:
    unknown, day = Moment(0, Precision.UNKNOWN), Moment.parse("2022-11-22")
    assert not unknown.certainly_after(day)
    assert not day.certainly_after(unknown)


def test_what_has_no_date_counts_within_the_years_of_its_cycle() -> None:
    years = moments.year_bounds(2015)[0], moments.year_bounds(2020)[1]
    assert Moment.unknown(Anchor.START, (2015, 2020)) == Moment(years[0], Precision.UNKNOWN)
    assert Moment.unknown(Anchor.END, (2015, 2020)) == Moment(years[1], Precision.UNKNOWN)


def test_without_a_cycle_a_state_holds_since_ever_and_an_act_needs_a_date() -> None:
    assert Moment.unknown(Anchor.START, None) == Moment(moments.SINCE_EVER, Precision.UNKNOWN)
    with pytest.raises(Refusal) as caught:
        Moment.unknown(Anchor.END, None)
    assert caught.value.code == "date_needed"


def test_an_instant_is_told_in_civil_time() -> None:
    civil = Moment.parse("2022-11-21T17:00:00Z").civil
    assert (civil.date(), civil.utcoffset()) == (date(2022, 11, 22), moments.CIVIL_ZONE.utcoffset(None))
    assert moments.as_datetime(SECOND).timestamp() == 1
