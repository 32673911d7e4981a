"""What is wrong with a chronicle: where, by which rule, and what to do."""

from collections.abc import Sequence
from pathlib import Path

from domain.refusals import Refusal


class ChronicleProblem(Exception):
    """A chronicle cannot be taken in. Nothing of its file is recorded.

    `line` counts from 1; `field` is the path inside the entry (`targets[2].goal`), or inside the file where
    it is no entry's or its form is broken; it is empty where the whole is meant. `refusal` names the rule,
    with the parameters of its sentence. `others` are the problems of later lines.
    """

    def __init__(
        self,
        file: Path,
        line: int,
        field: str,
        refusal: Refusal,
        others: Sequence["ChronicleProblem"] = (),
    ) -> None:
        super().__init__(file, line, field, refusal)
        self.file = file
        self.line = line
        self.field = field
        self.refusal = refusal
        self.others = others

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field or '-'}: {self.refusal}"
