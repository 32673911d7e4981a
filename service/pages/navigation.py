"""Where a reader can go from everywhere: five places at most, by their roles."""

from typing import TYPE_CHECKING, NamedTuple

from projections.catalogue import marked
from service.authority.roles import Role

if TYPE_CHECKING:
    from service.pages.looking import Look


class Place(NamedTuple):
    """A place of the navigation; `current` says that the page lies there."""

    address: str
    label: str
    icon: str
    current: bool


_WORK = ("/", marked("Việc của tôi"), "list-checks")
_CLUSTERS = ("/clusters", marked("Các cụm"), "users")
_BALLOTS = ("/ballots", marked("Bỏ phiếu"), "vote")
_JOURNAL = ("/events", marked("Nhật ký"), "scroll-text")
_OFFICE = ("/office", marked("Văn phòng"), "settings")
_HELP = ("/help", marked("Giúp đỡ"), "circle-help")
_TRAVELLING = frozenset({"/clusters", "/ballots", "/events"})  # who looks back goes on looking back there
# What lies in a place without its address beginning so.
_BELOW = {
    "/office": ("/units", "/persons", "/rule-sets", "/imports", "/account-acts"),
    "/clusters": ("/cycles",),
}


def navigation(look: "Look") -> list[Place]:
    """The places for the reader; none for who is not signed in."""
    if look.caller.is_anonymous:
        return []
    given = {one.role for one in look.caller.grants}
    if Role.ADMINISTRATOR in given:
        told = [_WORK, _OFFICE, _HELP]
    elif Role.OFFICE in given:
        told = [_WORK, _CLUSTERS, _BALLOTS, _JOURNAL, _OFFICE]
    elif Role.INSPECTOR in given:
        told = [_WORK, _CLUSTERS, _BALLOTS, _JOURNAL, _HELP]
    else:
        told = [_WORK, _CLUSTERS, _BALLOTS, _HELP]
    path = look.request.url.path
    return [
        Place(
            look.url(address) if address in _TRAVELLING else address,
            look.text(label),
            icon,
            _lies_in(path, address),
        )
        for address, label, icon in told
    ]


def _lies_in(path: str, place: str) -> bool:
    if place == "/":
        return path == "/"
    return any(path == one or path.startswith(f"{one}/") for one in (place, *_BELOW.get(place, ())))
