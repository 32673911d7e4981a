"""A sentence for every refusal: what is not possible, by which rule, and what to do or who can."""

from collections.abc import Mapping

from projections.refusal_words.accounts import ACCOUNTS
from projections.refusal_words.authority import AUTHORITY
from projections.refusal_words.ballots import BALLOTS
from projections.refusal_words.records import RECORDS
from projections.refusal_words.scores import SCORES
from projections.refusal_words.titles import TITLES
from projections.refusal_words.units import UNITS
from projections.refusal_words.warnings import WARNINGS
from projections.refusal_words.year import YEAR

REFUSALS: Mapping[str, str] = {
    **UNITS,
    **YEAR,
    **SCORES,
    **BALLOTS,
    **TITLES,
    **RECORDS,
    **ACCOUNTS,
    **AUTHORITY,
}

__all__ = ["REFUSALS", "WARNINGS"]
