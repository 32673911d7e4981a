"""Templates: how they are found, what they may call, and that everything put in is escaped."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.moments import Moment, Precision, microseconds
from domain.refusals import Refusal
from projections import formats
from projections.catalogue import LANGUAGES, Language, fill, not_stated
from projections.words import word
from service.pages.assets import asset_url
from service.pages.written import typed_day

FOLDER = Path(__file__).with_name("templates")


@cache
def environment(language: Language) -> Environment:
    """The templates in one language. A name that is not given is an error and never an empty place."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = Wording(language)
    made.filters.update(
        day=words.civil_day,
        instant=words.instant,
        number=words.number,
        stated=words.stated,
        typed_day=typed_day,
        sentence=sentence,
    )
    made.globals.update(
        _=words.text,
        word=words.word,
        language=language,
        languages=LANGUAGES,
        asset=asset_url,
        icon=icon,
    )
    return made


def render(language: Language, template: str, context: Mapping[str, Any]) -> str:
    """A template in a language, filled."""
    return environment(language).get_template(template).render(context)


def icon(name: str) -> Markup:
    """A sign that goes with words and says nothing by itself."""
    return Markup(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    ).format(asset_url("icons.svg"), name)


def sentence(text: str) -> str:
    """A text that begins with a capital letter, as a heading or a cell does."""
    return text[:1].upper() + text[1:]


class Wording:
    """How values are told on the pages of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def text(self, source: str, /, **params: Any) -> str:
        """A Vietnamese source text in the language, with its parameters as they are written.

        A figure is told by `number` and a date by `day` before it is put in: a year is neither.
        """

        def tell(name: str, _kind: str) -> str | None:
            value = params.get(name)
            return None if value is None or value == "" else str(value)

        return fill(self._language, source, tell)

    def word(self, table: str, code: str | None) -> str:
        """The word for a code."""
        return not_stated(self._language) if code is None else word(table, code, self._language)

    def instant(self, value: Any) -> str:
        """A moment as exactly as it is known, with its hour and minute where they are."""
        return formats.moment(_moment(value), self._language)

    def civil_day(self, value: Any) -> str:
        """The day of a moment, without its hour."""
        moment = _moment(value)
        if moment is not None and moment.precision is Precision.INSTANT:
            return formats.day(moment.civil.date(), self._language)
        return formats.moment(moment, self._language)

    def number(self, value: Any) -> str:
        """A figure, exactly."""
        if not isinstance(value, str):
            return formats.number(value, self._language)
        try:
            return formats.number(Decimal(value), self._language)
        except InvalidOperation:
            return value

    def stated(self, value: Any) -> str:
        """A text, or that none is stated."""
        return not_stated(self._language) if value in (None, "") else str(value)


def _moment(value: Any) -> Moment | None:
    """What an answer tells of time: a text of `Moment.text`, an instant, a civil day, or nothing."""
    match value:
        case None | Moment():
            return value
        case datetime():
            return Moment(microseconds(value))
        case date():
            return Moment.on(value)
        case int():
            return Moment(value)
    try:
        return Moment.parse(value)
    except Refusal:
        return formats.read_moment(value)
