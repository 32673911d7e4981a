"""The fields of a form as a page shows them: each with its label, its content and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, get_args

import msgspec

from domain.criteria import Criterion, leaves
from domain.votes import Choice
from projections.catalogue import marked
from projections.words import word
from service.pages.forms.asked import Asked
from service.pages.forms.choosing import Option, offered
from service.pages.forms.correcting import NEW, fact_shapes
from service.pages.forms.deriving import DERIVED
from service.pages.forms.problem import Problem
from service.pages.forms.reading import ROWS_MAX
from service.pages.forms.shapes import Kind, Shape
from service.pages.forms.stating import stated
from service.pages.forms.words import OWN_REASON, hint_of, label_of
from service.pages.rendering import sentence

Typed = Mapping[str, Sequence[str]]
ROWS_BLANK = 3  # that a list offers beyond those that are filled in
OPTIONS_IN_BOXES_MAX = 14  # beyond that several are typed, one a line, rather than ticked
# What names a line was not typed: it is shown as words and sent along.
_NAMING = ("criterion", "candidate")
# What is asked of a criterion, by the way in which it is marked.
_ASKED_OF: Mapping[str, frozenset[str]] = {
    "quantitative": frozenset({"actual", "target", "assigned"}),
    "pass_fail": frozenset({"passed"}),
    "direct": frozenset({"points"}),
    "bonus_penalty": frozenset({"points"}),
}
CHOICES: tuple[str, ...] = get_args(Choice)
_WAYS = frozenset().union(*_ASKED_OF.values())


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """One field on the page. `values` are as typed; a group holds `controls`, a list holds `rows` of them.

    Where it is `free`, `options` are some of many, and any other value can be typed.
    `fixed` is the wording of a field that names its line and cannot be changed, and `told` what is known of
    that line already; what is `hidden` is only sent along.
    """

    name: str
    kind: Kind
    label: str
    hint: str | None
    optional: bool
    values: tuple[str, ...]
    error: str | None = None
    options: tuple[Option, ...] | None = None
    free: bool = False
    controls: tuple["Control", ...] = ()
    rows: tuple[tuple["Control", ...], ...] = ()
    fixed: str | None = None
    told: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What can be chosen, as ids with their words."""
        return [(one.value, one.label) for one in self.options or ()]

    @property
    def value(self) -> str:
        """What a field of one value holds."""
        return self.values[0] if self.values else ""


class View:
    """Makes the controls of one form."""

    def __init__(self, asked: Asked, typed: Typed, problems: Iterable[Problem], *, more: str = "") -> None:
        self._asked = asked
        self._typed = typed
        self._more = more
        self._errors: dict[str, str] = {}
        for problem in problems:
            if problem.field:
                self._errors.setdefault(problem.field, self.told(problem))

    def told(self, problem: Problem) -> str:
        """What is wrong, in the reader's language."""
        return self._asked.look.text(problem.sentence, **problem.params)

    def controls(
        self,
        shapes: Iterable[Shape],
        prefix: str = "",
        group: str = "",
        *,
        plain: bool = False,
        optional: bool = False,
    ) -> tuple[Control, ...]:
        """The fields that shapes ask for, those of a line `plain`: without hints, which the list gives.

        The id of a target is made up from its name, and sent along where it has one. Where what holds them is
        `optional`, so are they all: a browser must not ask for them as long as none is filled in.
        """
        return tuple(self._control(shape, prefix, group, plain=plain, optional=optional) for shape in shapes)

    def _control(self, shape: Shape, prefix: str, group: str, *, plain: bool, optional: bool) -> Control:
        name, asked = prefix + shape.name, self._asked
        held = tuple(self._typed.get(name, ()))
        found: dict[str, Any] = {"kind": shape.kind, "values": held}
        optional = optional or plain or self._is_optional(shape)
        match shape.kind:
            case "group":
                found["controls"] = self.controls(shape.fields, f"{name}.", shape.name, optional=optional)
            case "rows":
                found["rows"] = self._rows(shape, name)
            case "mapping":
                found["controls"] = self._of_entry(name) if shape.name == NEW else self._choices(name)
            case _:
                chosen = offered(asked, shape)
                if chosen is not None:
                    found["options"], found["free"] = tuple(chosen.options), chosen.free
        if shape.name in _NAMING and held:
            found["fixed"] = self._naming(shape.name, held[0])
            found["told"] = stated(asked, held[0]) if shape.name == "criterion" else ()
        return Control(
            name=name,
            label=self._label(shape.name, group),
            hint=None if plain else self._hint(shape),
            optional=optional,
            hidden=plain and shape.name == "id",
            error=self._errors.get(name),
            **found,
        )

    def _label(self, name: str, group: str) -> str:
        own = label_of(self._asked.command, name, group)
        language = self._asked.look.language
        return sentence(self._asked.look.text(own) if own else word("field", name, language))

    def _hint(self, shape: Shape) -> str | None:
        if shape.name == "reason" and not shape.required and self._asked.command not in OWN_REASON:
            return self._asked.look.text(hint_of("", "late_reason") or "")
        found = hint_of(self._asked.command, shape.name)
        return None if found is None else self._asked.look.text(found)

    def _is_optional(self, shape: Shape) -> bool:
        return not shape.required or (self._asked.command, shape.name) in DERIVED

    def _rows(self, shape: Shape, name: str) -> tuple[tuple[Control, ...], ...]:
        """The lines that hold something, and a few blank ones where more can be added."""
        pattern = re.compile(re.escape(name) + r"\.(\d{1,4})\.", re.ASCII)
        places = sorted({int(found[1]) for key in self._typed if (found := pattern.match(key))})[:ROWS_MAX]
        fixed = any(field.name in _NAMING for field in shape.fields)
        blank = 0 if fixed and places else ROWS_BLANK * (2 if self._more == name else 1)
        first = places[-1] + 1 if places else 0
        return tuple(
            self.controls(self._of_row(shape, f"{name}.{place}."), f"{name}.{place}.", shape.name, plain=True)
            for place in (*places, *range(first, first + blank))
        )

    def _of_row(self, shape: Shape, prefix: str) -> tuple[Shape, ...]:
        """The fields of a line: of a criterion only those that belong to the way in which it is marked."""
        criterion = self._criteria.get((self._typed.get(f"{prefix}criterion") or ("",))[0])
        if criterion is None or shape.name != "marks":
            return shape.fields
        wanted = _ASKED_OF[criterion.kind]
        return tuple(one for one in shape.fields if one.name not in _WAYS or one.name in wanted)

    @cached_property
    def _criteria(self) -> dict[str, Criterion]:
        """What is marked in the cycle, by id."""
        year = self._asked.year
        table = None if year is None else year.rules.scoring_table
        return {} if table is None else {one.id: one for one in leaves(table)}

    def _naming(self, kind: str, code: str) -> str:
        asked = self._asked
        if kind == "candidate":
            return next((one.name or code for one in asked.members if one.unit == code), code)
        found = self._criteria.get(code)
        if found is None:
            return code
        most = marked("{name} (tối đa {maximum} điểm)")
        return asked.look.text(most, name=found.name, maximum=str(found.maximum).replace(".", ","))

    def _choices(self, prefix: str) -> tuple[Control, ...]:
        """What the minutes say of a vote, candidate by candidate."""
        ballot = self._asked.ballot
        if ballot is None:
            return ()
        names = {one.unit: one.name or one.unit for one in self._asked.members}
        shapes = [
            Shape(name=one, kind="choice", required=True, codes=CHOICES, table="choice")
            for one in ballot.opened.candidates
        ]
        return tuple(
            msgspec.structs.replace(control, label=names.get(shape.name, shape.name))
            for shape, control in zip(shapes, self.controls(shapes, f"{prefix}."), strict=True)
        )

    def _of_entry(self, prefix: str) -> tuple[Control, ...]:
        return self.controls(fact_shapes(self._asked.fact), f"{prefix}.", "new")
