"""What is wrong with what was typed: which field, and what it takes."""

from collections.abc import Mapping

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """`field` is the name of a field in the form, "" for the whole form; `sentence` a text of the catalogue,
    or words that are told already; `params` fills it.
    """

    field: str
    sentence: str
    params: Mapping[str, str] = {}
