"""What is wrong with the lines of a file: every problem that can be found, each with its place."""

from collections.abc import Sequence

import msgspec

from domain.refusals import Refusal


class LineProblem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a line. `line` counts from 1; `field` is empty where the whole line is meant.

    `follows` is an earlier line that was refused and that this one rests on: once that is put right, this
    one may well be right, too.
    """

    line: int
    field: str
    refusal: Refusal
    follows: int | None = None


class ImportRefused(Exception):
    """A file cannot be taken in, and nothing of it is recorded. `problems` are by line, and one at least."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        super().__init__(problems)
        self.problems = sorted(problems, key=lambda problem: problem.line)
