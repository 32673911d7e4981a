"""What a form is about, above its fields: the year, the unit, the ballot, the entry, each as a link."""

from typing import NamedTuple

from domain.identity import stream_parts
from projections.catalogue import marked
from projections.units import Names
from projections.words import word
from service.pages.forms.asked import Asked


class About(NamedTuple):
    """A thing that a form is about."""

    label: str
    address: str


def about(asked: Asked) -> list[About]:
    """From the cluster inwards."""
    look, told = asked.look, []
    if asked.cluster is not None:
        told.append(About(asked.cluster.formed.name, f"/clusters/{asked.cluster.id}"))
    if asked.cycle is not None and asked.year is not None:
        opened = asked.year.cycle.opened
        label = look.text(marked("Năm {year}"), year=str(opened.first_year))
        told.append(About(label, f"/cycles/{asked.cycle}"))
    unit = asked.named.get("unit")
    if unit is not None:
        named = Names(look.connection, asked.point, [unit]).named(unit)
        told.append(About(named.name or unit, f"/units/{unit}"))
    if asked.ballot is not None:
        titles = ", ".join(word("title", title, look.language) for title in asked.ballot.opened.titles)
        question = (
            asked.ballot.opened.question
            or titles
            or look.text(marked("Cuộc bỏ phiếu {ballot}"), ballot=asked.ballot.id)
        )
        told.append(About(question, f"/ballots/{asked.ballot.id}"))
    if asked.entry is not None:
        label = look.text(marked("Mục {position}"), position=str(asked.entry.position))
        told.append(About(label, f"/events/{asked.entry.position}"))
    return told


def address_of(name: str) -> str:
    """The page of a stream, where a form leads once it is recorded."""
    kind, parts = stream_parts(name)
    match kind:
        case "unit":
            return f"/units/{parts[0]}"
        case "cluster":
            return f"/clusters/{parts[0]}"
        case "pledge":
            return f"/cycles/{parts[0]}/pledges/{parts[1]}"
        case "score":
            return f"/cycles/{parts[0]}/scores/{parts[1]}"
        case "nomination":
            return f"/cycles/{parts[0]}/nominations/{parts[1]}/{parts[2]}"
        case "drive":
            return f"/cycles/{parts[0]}/drives/{parts[1]}"
        case "ballot" | "vote":
            return f"/ballots/{parts[0]}"
    return f"/cycles/{parts[0]}"
