"""What was typed into a form, as the body of a command: figures and days as an officer writes them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from projections.catalogue import marked
from service.pages.forms.problem import Problem
from service.pages.forms.shapes import Shape
from service.pages.forms.tables import read_table
from service.pages.written import written_figure, written_moment, written_whole

Typed = Mapping[str, Sequence[str]]  # what was sent, by the names of the fields
ROWS_MAX = 400  # of a list: more than any table of criteria holds
_TOO_MANY = marked("Một biểu mẫu ghi được nhiều nhất {rows} dòng.")


class Body(msgspec.Struct, frozen=True):
    """What a form says: the values of a body, and what could not be read."""

    values: dict[str, Any]
    problems: list[Problem]


def read(shapes: Iterable[Shape], typed: Typed) -> Body:
    """The body that a form says; what is left blank is absent."""
    reader = _Reader(typed)
    values = reader.fields(shapes, "")
    return Body(values, reader.problems)


class _Reader:
    def __init__(self, typed: Typed) -> None:
        self._typed = typed
        self.problems: list[Problem] = []

    def fields(self, shapes: Iterable[Shape], prefix: str) -> dict[str, Any]:
        found = {shape.name: self._value(shape, prefix + shape.name) for shape in shapes}
        return {name: value for name, value in found.items() if value is not None}

    def _value(self, shape: Shape, name: str) -> Any:
        match shape.kind:
            case "group":
                return self._group(shape, name)
            case "rows":
                return self._rows(shape, name)
            case "table":
                return read_table(self._one(name), name, self.problems)
            case "mapping":
                return self._mapping(name)
            case "units" | "titles" | "persons" | "choices":
                return self._several(name)
            case "lines":
                told = [line.strip() for line in self._one(name).splitlines() if line.strip()]
                return told or None
        text = self._one(name)
        return self._flag(shape, text) if shape.kind in ("flag", "answer") else self._plain(shape, name, text)

    def _one(self, name: str) -> str:
        return (self._typed.get(name) or ("",))[-1].strip()

    def _several(self, name: str) -> list[str] | None:
        """What was ticked, or typed one a line; a hidden blank beside the boxes says that none was meant."""
        sent = [part.strip() for text in self._typed.get(name, ()) for part in text.splitlines()]
        told = [part for part in dict.fromkeys(sent) if part]
        return told or ([] if f"{name}.none" in self._typed else None)

    def _flag(self, shape: Shape, text: str) -> bool | None:
        if text in ("yes", "no"):
            return text == "yes"
        return False if shape.kind == "flag" and shape.required else None

    def _plain(self, shape: Shape, name: str, text: str) -> Any:
        if not text:
            return None
        match shape.kind:
            case "whole":
                return self._whole(name, text)
            case "figure":
                return self._figure(name, text)
            case "day" | "moment":
                return written_moment(text)
        return text

    def _whole(self, name: str, text: str) -> int | None:
        digits = written_whole(text)
        if re.fullmatch(r"-?\d{1,15}", digits, re.ASCII):
            return int(digits)
        self.problems.append(Problem(name, marked("Nhập một số nguyên, ví dụ 12.")))
        return None

    def _figure(self, name: str, text: str) -> str | None:
        told = written_figure(text)
        if re.fullmatch(r"-?\d{1,15}(?:\.\d{1,9})?", told, re.ASCII):
            return told
        self.problems.append(Problem(name, marked("Nhập một số, ví dụ 98,75.")))
        return None

    def _group(self, shape: Shape, name: str) -> dict[str, Any] | None:
        found = self.fields(shape.fields, f"{name}.")
        return found if any(value not in (None, [], False) for value in found.values()) else None

    def _rows(self, shape: Shape, name: str) -> list[dict[str, Any]] | None:
        """The lines of which anything but their name was filled in: what names a line was not typed."""
        found = []
        for place in self._places(name):
            if f"{name}.{place}.gone" in self._typed:
                continue
            row = self.fields(shape.fields, f"{name}.{place}.")
            own = {key for key in row if f"{name}.{place}.{key}.given" not in self._typed}
            if any(row[key] is not False for key in own):
                found.append(row)
        return found or None

    def _places(self, name: str) -> list[int]:
        pattern = re.compile(re.escape(name) + r"\.(\d{1,4})\.", re.ASCII)
        places = {int(match[1]) for key in self._typed if (match := pattern.match(key))}
        if len(places) > ROWS_MAX:  # none is left out without a word
            self.problems.append(Problem(name, _TOO_MANY, {"rows": str(ROWS_MAX)}))
        return sorted(places)[:ROWS_MAX]

    def _mapping(self, name: str) -> dict[str, str] | None:
        told = {
            key.removeprefix(f"{name}."): self._one(key) for key in self._typed if key.startswith(f"{name}.")
        }
        return {key: value for key, value in told.items() if value} or None
