"""The results of a run: a table for a person, and a file of tables with a chart beside it."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from benchmarks import chart
from benchmarks.report import HEADINGS, Line, Section, figure

_RIGHT = {"ours", "theirs", "ratio (quartiles)", "goal"}


def show(console: Console, sections: Sequence[Section]) -> None:
    """Print the table for a person."""
    table = Table()
    for heading in HEADINGS:
        table.add_column(heading, justify="right" if heading in _RIGHT else "left")
    for section in sections:
        for line in section.lines:
            colour = {True: "green", False: "red", None: "dim"}[line.reached]
            *cells, reached = line.cells()
            table.add_row(*cells, f"[{colour}]{reached}[/]")
        if section.problem:
            table.add_row(section.title, Text(section.problem))
        table.add_section()
    console.print(table)


def write(out: Path, sections: Sequence[Section], notes: Sequence[str]) -> None:
    """Write the table as Markdown, and beside it the chart that it shows."""
    picture = out.with_suffix(".svg")
    out.write_text(markdown(sections, notes, picture.name), encoding="utf-8")
    picture.write_text(chart.drawn(bars(sections)), encoding="utf-8")


def markdown(sections: Sequence[Section], notes: Sequence[str], picture: str) -> str:
    """The same table as a file, with what it was measured on."""
    told = [
        "# Results",
        "",
        "Medians, and for each ratio its quartiles; contenders took turns in one run of `make bench`.",
        "A ratio says how many times as much we got done, and where the goal is `<`, how much larger a "
        "figure is than its neighbour.",
        "",
        *(f"- {note}" for note in notes),
        "",
        f"![Every ratio that has a goal, on a scale of powers of ten; the figures are below]({picture})",
    ]
    for section in sections:
        told += ["", f"## {section.title[:1].upper()}{section.title[1:]}", "", f"Took {section.seconds} s."]
        if section.problem:
            told += ["", f"Could not be measured: {section.problem}"]
        if section.lines:
            told += ["", *_table(section.lines)]
    return "\n".join(told) + "\n"


def _table(lines: Sequence[Line]) -> list[str]:
    return [
        f"| {' | '.join(HEADINGS)} |",
        f"|{'|'.join('---:' if heading in _RIGHT else '---' for heading in HEADINGS)}|",
        *(f"| {' | '.join(line.cells())} |" for line in lines),
    ]


def bars(sections: Sequence[Section]) -> list[chart.Bar]:
    """The bars of the chart: every ratio that has a goal."""
    return [
        chart.Bar(
            label=line.work,
            against=f"against {line.against}",
            ratio=line.ratio,
            told=f"{figure(line.ratio.median)} ×",
            goal=line.goal.bound(),
            goal_told=line.goal.text(),
            is_reached=line.goal.is_reached(line.ratio.median),
        )
        for section in sections
        for line in section.lines
        if line.goal is not None and line.goal.exactly is None and line.ratio is not None
    ]
