"""The chart: a bar for each ratio, from "as much as they" on, on a scale of powers of ten, with its goal."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

import msgspec

from benchmarks.rounds import Spread

WIDTH = 1_080  # px, all of these
LABELS = 500
FIGURES = 110  # right of the longest bar
ROW = 44
BAR = 14
TOP = 64
BOTTOM = 20
_LETTERS = 76  # of a label: what goes on is told in the table
_STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .small { font-size: 11px; fill: #59636e }
    .grid { stroke: #d1d9e0 } .one { stroke: #59636e; stroke-width: 2 }
    .yes { fill: #1a7f37 } .no { fill: #bc4c00 }
    .spread { stroke: #1f2328; stroke-width: 2 } .goal { stroke: #8250df; stroke-width: 3 }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc } .small { fill: #9198a1 }
      .grid { stroke: #3d444d } .one { stroke: #9198a1 }
      .yes { fill: #3fb950 } .no { fill: #f0883e }
      .spread { stroke: #f0f6fc } .goal { stroke: #ab7df8 }
    }
"""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A ratio to draw, and how it and its goal are told."""

    label: str
    against: str
    ratio: Spread
    told: str
    goal: Decimal
    goal_told: str
    is_reached: bool


class Scale:
    """Where a ratio lies, between the powers of ten that hold all of them."""

    def __init__(self, ratios: Sequence[Decimal]) -> None:
        logarithms = [ratio.log10() for ratio in (*ratios, Decimal(1))]
        self.first = int(min(logarithms).to_integral_value("ROUND_FLOOR"))
        self.last = max(int(max(logarithms).to_integral_value("ROUND_CEILING")), self.first + 1)

    def x(self, ratio: Decimal) -> int:
        """How far from the left, in px."""
        width = WIDTH - LABELS - FIGURES
        return LABELS + int((ratio.log10() - self.first) * width / (self.last - self.first))


def drawn(bars: Sequence[Bar]) -> str:
    """The chart as an SVG that stands by itself; it is read on light and on dark ground."""
    scale = Scale([ratio for bar in bars for ratio in (bar.ratio.low, bar.ratio.high, bar.goal)])
    height = TOP + ROW * len(bars) + BOTTOM
    told = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-labelledby="title about">',
        '<title id="title">Ratios and their goals</title>',
        '<desc id="about">The same figures as the tables beside it: a bar each, the goal as a mark.</desc>',
        f"<style>{_STYLE}</style>",
        '<text x="0" y="20">Ours to theirs, on a scale of powers of ten. Thick mark: the goal. '
        "Thin line: from quartile to quartile.</text>",
        *_grid(scale, height),
    ]
    for place, bar in enumerate(bars):
        told += _row(scale, bar, TOP + ROW * place)
    return "\n".join([*told, "</svg>"]) + "\n"


def _grid(scale: Scale, height: int) -> list[str]:
    told = []
    for power in range(scale.first, scale.last + 1):
        ratio = Decimal(10) ** power
        x = scale.x(ratio)
        name = "one" if power == 0 else "grid"
        told += [
            f'<line class="{name}" x1="{x}" y1="{TOP - 12}" x2="{x}" y2="{height - BOTTOM}"/>',
            f'<text class="small" x="{x}" y="{TOP - 20}" text-anchor="middle">{ratio:,f} ×</text>',
        ]
    return told


def _row(scale: Scale, bar: Bar, top: int) -> list[str]:
    one, end, goal = scale.x(Decimal(1)), scale.x(bar.ratio.median), scale.x(bar.goal)
    low, high = scale.x(bar.ratio.low), scale.x(bar.ratio.high)
    middle = top + ROW // 2 - BAR // 2
    mark = f"{bar.told} {'✓' if bar.is_reached else '✗'}"
    right = max(one, end, goal, high) + 8
    return [
        f'<text x="0" y="{top + 14}">{_cut(bar.label)}</text>',
        f'<text class="small" x="0" y="{top + 30}">{_cut(f"goal {bar.goal_told}; {bar.against}")}</text>',
        f'<rect class="{"yes" if bar.is_reached else "no"}" x="{min(one, end)}" y="{middle - BAR // 2}" '
        f'width="{max(abs(end - one), 1)}" height="{BAR}"/>',
        f'<line class="spread" x1="{low}" y1="{middle}" x2="{high}" y2="{middle}"/>',
        f'<line class="goal" x1="{goal}" y1="{middle - BAR}" x2="{goal}" y2="{middle + BAR}"/>',
        f'<text x="{right}" y="{middle + 5}">{escape(mark)}</text>',
    ]


def _cut(text: str) -> str:
    return escape(text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…")
