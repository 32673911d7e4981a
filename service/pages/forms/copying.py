"""Earlier pledges that a new one can be made from: each a link that opens the form filled in with it."""

from typing import NamedTuple

from domain.identity import stream
from projections.catalogue import marked
from projections.pledges import PLEDGES
from service.pages.forms.asked import Asked
from service.pages.offers import NEW
from service.web.resources import RESOURCES

COPIES_MAX = 3  # the latest years: nobody starts from an older one


class Copy(NamedTuple):
    """A pledge to begin from."""

    label: str
    address: str


def copies(asked: Asked) -> list[Copy]:
    """The pledges of the unit in earlier years of its cluster, the latest first; none for other forms."""
    look = asked.look
    unit = look.request.query_params.get("unit") or next(iter(asked.own_units), None)
    if asked.command != "register_pledge" or asked.cluster is None or unit is None:
        return []
    path = RESOURCES[asked.command].path.format_map(asked.named) + NEW
    found = []
    for one in look.whole("cycles", only={"cluster": asked.cluster.id})["cycles"]:
        name = stream("pledge", one["cycle"], unit)
        if one["cycle"] != asked.cycle and PLEDGES.of(look.connection, name, asked.point) is not None:
            label = look.text(marked("Chép từ giao ước năm {year}"), year=str(one["first_year"]))
            found.append(Copy(label, look.url(path, unit=unit, copied_from=one["cycle"])))
    return found[:COPIES_MAX]
