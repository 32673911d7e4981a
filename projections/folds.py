"""What streams have folded to, kept for the next entry: a pledge is reported on fifty times."""

from collections import OrderedDict
from typing import NamedTuple

from projections.unfolding import Fold

STREAMS_MAX = 4_096  # some 10 MB; the streams of a hundred clusters that are at work at once


class _Kept(NamedTuple):
    version: int
    folds: dict[str, Fold]


class Folds:
    """The folds of the streams that were appended to last, by the name of the read model.

    A stream at a version is the same for ever, so what is kept is right whoever else appends; only what was
    kept in a transaction that is taken back must be forgotten.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def at(self, stream: str, version: int) -> dict[str, Fold] | None:
        """The folds of a stream at a version, if they are kept."""
        kept = self._kept.get(stream)
        return kept.folds if kept is not None and kept.version == version else None

    def keep(self, stream: str, version: int, folds: dict[str, Fold]) -> None:
        """Keep the folds of a stream at a version."""
        self._kept[stream] = _Kept(version, folds)
        self._kept.move_to_end(stream)
        if len(self._kept) > STREAMS_MAX:
            self._kept.popitem(last=False)

    def forget(self) -> None:
        """Keep nothing: a transaction was taken back."""
        self._kept.clear()
