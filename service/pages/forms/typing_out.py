"""Values as they stand in the fields of a form."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from service.pages.forms.shapes import Shape

Typed = dict[str, list[str]]


def typed_out(shapes: Iterable[Shape], values: Mapping[str, Any], prefix: str = "") -> Typed:
    """Values of a body by the names of their fields, each written as it would be typed."""
    told: Typed = {}
    for shape in shapes:
        value = values.get(shape.name)
        name = prefix + shape.name
        if value is None:
            continue
        match shape.kind:
            case "group":
                told |= typed_out(shape.fields, value, f"{name}.")
            case "rows":
                for place, row in enumerate(value):
                    told |= typed_out(shape.fields, row, f"{name}.{place}.")
            case "lines":
                told[name] = ["\n".join(value)]
            case "units" | "titles" | "persons" | "choices":
                told[name] = [str(one) for one in value]
            case "mapping":
                told |= {f"{name}.{key}": [_written(one)] for key, one in value.items()}
            case _:
                told[name] = [_written(value)]
    return told


def _written(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f").replace(".", ",")
    return str(value)
