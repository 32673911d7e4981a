"""A bump chart: the rank of each of several units over the years, best at the top.

Every line bears its name where it begins and where it ends, so that nobody has to match colours. A year in
which a rank is not known leaves a gap: nothing is drawn where nothing is known.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from service.pages.charts.labels import LINE_HEIGHT, Wanted, spread, width, wrapped

ROW = 36  # px between two ranks: two lines of a label fit in
COLUMN = 120  # px between two years
TIED = 8  # px between the points of units that share a rank
TOP = 48  # px above the first rank, for the years
BOTTOM = 24
BESIDE = 14  # px between a point and its label
LABEL_LETTERS = 22
_RANK_LETTERS = 3  # "12 " before a name


class Ranked(NamedTuple):
    """A unit to draw: its id, its name, and its rank in each year, None where none is known."""

    key: str
    name: str
    ranks: Sequence[int | None]


class Spot(NamedTuple):
    """A rank of a unit in a year, and where it lies."""

    x: int
    y: int
    year: str
    rank: int


class Label(NamedTuple):
    """A name with the rank it stands at; `y` is the middle of its lines, `anchor` the side it hangs on."""

    x: int
    y: int
    rank: int
    lines: Sequence[str]
    anchor: str

    @property
    def first_line(self) -> int:
        """Where the first line's baseline lies, so that all lines together stand around the middle."""
        return self.y - (len(self.lines) - 1) * LINE_HEIGHT // 2 + LINE_HEIGHT // 3


class Line(NamedTuple):
    """A unit as drawn: its points, the curves between those of years that follow each other, its labels."""

    key: str
    name: str
    chosen: bool
    spots: Sequence[Spot]
    path: str
    labels: Sequence[Label]


class Year(NamedTuple):
    """A year over its column; `known` says whether any rank of it is."""

    x: int
    label: str
    known: bool


class Bump(NamedTuple):
    """The drawing; the chosen unit is the last of the lines, so that it lies over the others."""

    width: int
    height: int
    years: Sequence[Year]
    rows: Sequence[int]
    lines: Sequence[Line]


def bump(years: Sequence[str], units: Sequence[Ranked], chosen: str | None = None) -> Bump:
    """The drawing of the ranks of units over years; each unit has as many ranks as there are years."""
    drawn = [unit for unit in units if any(rank is not None for rank in unit.ranks)]
    lowest = max((rank for unit in drawn for rank in unit.ranks if rank is not None), default=1)
    names = {unit.key: wrapped(unit.name, LABEL_LETTERS) for unit in drawn}
    gutter = max((width(lines) for lines in names.values()), default=0)
    gutter += width(["0" * _RANK_LETTERS]) + BESIDE
    columns = [gutter + place * COLUMN for place in range(len(years))]
    spots = {unit.key: _spots(unit, drawn, years, columns) for unit in drawn}
    bottom = TOP + lowest * ROW
    labels = _labels(spots, names, columns, bottom)
    lines = [
        Line(unit.key, unit.name, unit.key == chosen, spots[unit.key], _path(spots[unit.key]), told)
        for unit, told in zip(drawn, labels, strict=True)
    ]
    known = {spot.x for told in spots.values() for spot in told}
    return Bump(
        width=gutter * 2 + max(len(years) - 1, 0) * COLUMN,
        height=bottom + BOTTOM - ROW // 2,
        years=[Year(x, label, x in known) for x, label in zip(columns, years, strict=True)],
        rows=[_row(rank) for rank in range(1, lowest + 1)],
        lines=sorted(lines, key=lambda line: line.chosen),
    )


def _row(rank: int) -> int:
    return TOP + (rank - 1) * ROW + ROW // 2


def _spots(unit: Ranked, units: Sequence[Ranked], years: Sequence[str], columns: Sequence[int]) -> list[Spot]:
    """The points of a unit; those that share a rank stand closely above each other, in the order given."""
    found = []
    for place, rank in enumerate(unit.ranks):
        if rank is not None:
            tied = [other.key for other in units if other.ranks[place] == rank]
            aside = 2 * tied.index(unit.key) - (len(tied) - 1)
            found.append(Spot(columns[place], _row(rank) + aside * TIED // 2, years[place], rank))
    return found


def _path(spots: Sequence[Spot]) -> str:
    """A curve from each point to that of the following year; a missing year breaks it off."""
    parts: list[str] = []
    for before, after in pairwise(spots):
        if after.x - before.x == COLUMN:
            middle = (before.x + after.x) // 2
            parts.append(f"M{before.x} {before.y}C{middle} {before.y} {middle} {after.y} {after.x} {after.y}")
    return "".join(parts)


def _labels(
    spots: dict[str, list[Spot]], names: dict[str, list[str]], columns: Sequence[int], bottom: int
) -> list[list[Label]]:
    """The labels of each unit: left of the first year, right of the last; else beside where its line ends."""
    found: dict[str, list[Label]] = {key: [] for key in spots}
    sides = [(columns[0], 0, -BESIDE, "end"), (columns[-1], -1, BESIDE, "start")] if columns else []
    for x, place, aside, anchor in sides:
        there = [key for key, told in spots.items() if told[place].x == x]
        wanted = [Wanted(spots[key][place].y, len(names[key]) * LINE_HEIGHT) for key in there]
        for key, y in zip(there, spread(wanted, TOP, bottom), strict=True):
            found[key].append(Label(x + aside, y, spots[key][place].rank, names[key], anchor))
    for key, told in found.items():
        if not told:
            last = spots[key][-1]
            told.append(Label(last.x, last.y - ROW // 2 + 2, last.rank, [" ".join(names[key])], "middle"))
    return list(found.values())
