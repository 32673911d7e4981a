"""The form of a command: what it shows, what was typed into it, and the command that it comes to."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from starlette.responses import Response

from domain.facts import Entry
from domain.refusals import Refusal
from projections.advice import advice
from projections.catalogue import marked
from projections.event_lines import EventLines
from projections.words import word
from service.pages.forms.about import about
from service.pages.forms.asked import Asked
from service.pages.forms.copying import copies
from service.pages.forms.correcting import NEW, corrected, fact_shapes
from service.pages.forms.deriving import derive
from service.pages.forms.problem import Problem
from service.pages.forms.reading import Typed, read
from service.pages.forms.shapes import Shape, shapes_of
from service.pages.forms.starting import starting_values
from service.pages.forms.typing_out import typed_out
from service.pages.forms.view import View
from service.pages.forms.words import ENVELOPE, ORDER, OWN_REASON, REVIEWED, SELDOM
from service.pages.rendering import sentence
from service.web.payload import Payload, body_type, read_payload
from service.web.resources import NUMBERS, RESOURCES, Resource

if TYPE_CHECKING:
    from service.pages.looking import Look

# Fields of the form itself; none of them is an argument of a command.
STEP, VERSION, BACK, MORE = "_step", "_version", "_back", "_more"


class CommandForm:
    """One form in one request."""

    def __init__(self, look: "Look", resource: Resource, named: Mapping[str, str]) -> None:
        self.look = look
        self.resource = resource
        self.named = dict(named)
        self.asked = Asked(look, resource.command, named)

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The fields of the body."""
        return form_shapes(self.resource.command)

    @property
    def act(self) -> str:
        """What the form does, as its button says it."""
        return sentence(word("action", self.resource.command, self.look.language))

    @property
    def is_reviewed(self) -> bool:
        """Whether it is shown in words before it counts."""
        return self.resource.command in REVIEWED

    def started(self, told: Mapping[str, str]) -> Typed:
        """The form as it is opened; `told` are first values that its address brings."""
        known = {shape.name for shape in self.shapes}
        first = {name: value for name, value in told.items() if name in known}
        values = _listed(self.shapes, starting_values(self.asked, first))
        if self.resource.command != "correct_entry":
            return typed_out(self.shapes, values)
        fact = values.pop(NEW, {})
        return {**typed_out(self.shapes, values), **typed_out(fact_shapes(self.asked.fact), fact, f"{NEW}.")}

    def payload(self, typed: Typed, problems: list[Problem]) -> Payload | None:
        """The command that the form comes to; None where something cannot be read, which is then noted."""
        body = read(self.shapes, typed)
        problems += body.problems
        values = body.values
        if self.resource.command == "correct_entry":
            values = corrected(self.asked.fact, typed, values, problems)
        values = derive(self.asked, values)
        if problems:
            return None
        struct = body_type(self.resource)
        return read_payload(self.resource, struct, self._path_values(), msgspec.json.encode(values))

    def _path_values(self) -> dict[str, Any]:
        return {name: int(value) if name in NUMBERS else value for name, value in self.named.items()}

    def problem(self, refusal: Refusal, sentence: str) -> Problem:
        """A refusal beside the field that it is about, as far as it names one of the form."""
        field = str(refusal.params.get("field") or "").replace("[", ".").replace("]", "")
        known = {shape.name for shape in self.shapes}
        if field.partition(".")[0] not in known:
            named = [name for name in refusal.params if name in known and name not in self.named]
            field = named[0] if len(named) == 1 else ""
        return Problem(field, sentence)

    def page(
        self,
        typed: Typed,
        hidden: Mapping[str, str],
        problems: Sequence[Problem] = (),
        *,
        more: str = "",
        status: int = 200,
    ) -> Response:
        """The form, with what is wrong summed up on top and told beside each field."""
        view = View(self.asked, typed, problems, more=more)
        parts = _parted(self.resource.command, self.shapes)
        wrong = {problem.field.partition(".")[0] for problem in problems}
        context = {
            **self._context(hidden),
            "controls": view.controls(parts.own),
            "copies": copies(self.asked),
            "apart": [
                (heading, view.controls(shapes), _is_open(shapes, typed, wrong))
                for heading, shapes in ((_SELDOM, parts.seldom), (_PAST, parts.envelope))
                if shapes
            ],
            "mistakes": [{"field": one.field or None, "text": view.told(one)} for one in problems],
        }
        return self.look.page("forms/form.html", self.act, context, status=status)

    def review(self, typed: Typed, hidden: Mapping[str, str], drafts: Sequence[Entry]) -> Response:
        """What would be recorded, in the very sentences of the journal, and what is unusual about it."""
        lines = EventLines(self.look.connection, self.look.point, drafts, {})
        language = self.look.language
        context = {
            **self._context(hidden),
            "typed": [(name, value) for name, values in typed.items() for value in values],
            "sentences": [lines.brief(draft)["sentences"][language] for draft in drafts],
            "warnings": [one for draft in drafts for one in advice(self.look.connection, draft)[language]],
        }
        title = self.look.text(marked("Xem lại trước khi ghi"))
        return self.look.page("forms/review.html", title, context)

    def _context(self, hidden: Mapping[str, str]) -> dict[str, Any]:
        return {
            "action": self.look.url(self.resource.path.format_map(self.named)),
            "act": self.act,
            "is_reviewed": self.is_reviewed,
            "about": about(self.asked),
            "hidden": dict(hidden),
            "back": hidden.get(BACK) or "/",
        }


_SELDOM = marked("Mã và các lựa chọn ít dùng")
_PAST = marked("Ghi cho một ngày đã qua; nguồn")


class _Parts(NamedTuple):
    own: list[Shape]
    seldom: list[Shape]
    envelope: list[Shape]


def _parted(command: str, shapes: Sequence[Shape]) -> _Parts:
    """The fields as a form shows them: in the order of thought, what is seldom used apart."""
    order, rare = ORDER.get(command, ()), SELDOM.get(command, ())
    asked_late = [name for name in ENVELOPE if name != "reason" or command not in OWN_REASON]
    envelope = [shape for shape in shapes if shape.name in asked_late and not shape.required]
    seldom = [shape for shape in shapes if shape.name in rare]
    own = [shape for shape in shapes if shape not in envelope and shape not in seldom]
    place = {name: at for at, name in enumerate(order)}
    return _Parts(sorted(own, key=lambda shape: place.get(shape.name, len(place))), seldom, envelope)


def _is_open(shapes: Sequence[Shape], typed: Typed, wrong: Collection[str]) -> bool:
    """Whether what stands apart is shown at once: where something is filled in, or wrong."""
    names = {shape.name for shape in shapes}
    filled = {name.partition(".")[0] for name, values in typed.items() if any(values)}
    return not names.isdisjoint(filled | {*wrong})


@cache
def form_shapes(command: str) -> tuple[Shape, ...]:
    """The fields of the form of a command."""
    return shapes_of(command, body_type(RESOURCES[command]))


def _listed(shapes: Sequence[Shape], values: Mapping[str, Any]) -> dict[str, Any]:
    """First values, those of an address put into lists where the field takes several."""
    several = {shape.name for shape in shapes if shape.kind in ("units", "titles", "persons", "choices")}
    return {
        name: value.split(",") if name in several and isinstance(value, str) else value
        for name, value in values.items()
    }
