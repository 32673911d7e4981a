"""Figures, dates and lists as each language writes them: exact, never through a binary fraction."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date

from domain.moments import Moment, Precision
from domain.refusals import Refusal
from projections.catalogue import Language, marked, not_stated, translate

_SWAPPED = str.maketrans(",.", ".,")
_YEAR = marked("năm {year}")
_NO_DATE = marked("không rõ ngày")
_DAY = marked("ngày {day}")
_INSTANT = marked("{time} ngày {day}")
_LIST = marked("{first} và {last}")


def number(value: int | Decimal | None, language: Language) -> str:
    """A figure with all its digits: `2.079` and `98,75` in Vietnamese; unknown reads as not stated."""
    if value is None:
        return not_stated(language)
    written = format(value, ",f") if isinstance(value, Decimal) else format(value, ",d")
    return written.translate(_SWAPPED) if language == "vi" else written


def share(value: Fraction | None, language: Language) -> str:
    """An exact share: `2/3`."""
    if value is None:
        return not_stated(language)
    return f"{number(value.numerator, language)}/{number(value.denominator, language)}"


def day(value: date | None, language: Language) -> str:
    """A civil day: `22/11/2022` or `22 November 2022`."""
    if value is None:
        return not_stated(language)
    if language == "vi":
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    return format_date(value, "d MMMM yyyy", locale="en")


def moment(value: Moment | None, language: Language) -> str:
    """A moment as exactly as it is known, for a table: `22/11/2022 14:30`, `22/11/2022`, `năm 2019`."""
    if value is None:
        return not_stated(language)
    civil = value.civil
    match value.precision:
        case Precision.INSTANT:
            between = " " if language == "vi" else ", "
            return f"{day(civil.date(), language)}{between}{civil:%H:%M}"
        case Precision.DAY:
            return day(civil.date(), language)
        case Precision.MONTH if language == "en":
            return format_date(civil.date(), "MMMM yyyy", locale="en")
        case Precision.MONTH:
            return f"tháng {civil.month}/{civil.year}"
        case Precision.YEAR:
            return translate(language, _YEAR, year=str(civil.year))
        case _:
            return translate(language, _NO_DATE)


def moment_in_words(value: Moment, language: Language) -> str:
    """A moment as it stands in a sentence: `ngày 22/11/2022`, `14:30 ngày 22/11/2022`, `tháng 11/2019`."""
    civil = value.civil
    match value.precision:
        case Precision.INSTANT:
            return translate(language, _INSTANT, time=f"{civil:%H:%M}", day=day(civil.date(), language))
        case Precision.DAY:
            return translate(language, _DAY, day=day(civil.date(), language))
        case _:
            return moment(value, language)


def read_moment(text: str) -> Moment | None:
    """The moment that a fact or a refusal holds as text; None where the text says nothing of a date."""
    try:
        return Moment.parse(text)
    except Refusal:
        return Moment(0, Precision.UNKNOWN) if text == Precision.UNKNOWN else None


def listed(items: Sequence[str], language: Language) -> str:
    """Items one after another: `A, B và C`; an empty list reads as not stated."""
    if len(items) < 2:
        return items[0] if items else not_stated(language)
    return translate(language, _LIST, first=", ".join(items[:-1]), last=items[-1])
