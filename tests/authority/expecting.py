"""Who should be let in: the permission table read plainly, for a cast of whom everybody knows what they are.

Nothing here asks the service who holds what, so that a slip in its judging shows.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from service.authority.roles import Phase, Role, Scope
from service.authority.table import Row
from tests.authority.calls import Call
from tests.authority.cast import STANDING_IN

YEAR, BALLOT, CLUSTER, UNIT, SERVICE = "year", "ballot", "cluster", "unit", "service"
HERE = (YEAR, BALLOT, CLUSTER)
EVERYWHERE = (*HERE, UNIT, SERVICE)
Places = Mapping[str, frozenset[Role]]


def _held(places: Sequence[str], *roles: Role) -> Places:
    return dict.fromkeys(places, frozenset(roles))


_CONCERNED = {**_held(HERE, Role.REPRESENTATIVE, Role.MEMBER), **_held([UNIT], Role.REPRESENTATIVE)}
_LEADING = _held(HERE, Role.LEAD, Role.MEMBER)

# By person and by what is asked about: the roles that they hold, besides those of anybody signed in.
HELD: Mapping[str, Places] = {
    "anonymous": {},
    "nobody": {},
    "released": {},
    "administrator": _held(EVERYWHERE, Role.ADMINISTRATOR),
    "administrator appointed": _held(EVERYWHERE, Role.ADMINISTRATOR),
    "inspector": _held(EVERYWHERE, Role.INSPECTOR),
    "inspector of another organiser": {},
    "office": _held(EVERYWHERE, Role.OFFICE),
    "office of the organiser": _held((*HERE, UNIT), Role.OFFICE),
    "office above the organiser": _held((*HERE, UNIT), Role.OFFICE),
    "office of another organiser": {},
    "lead": _LEADING,
    "lead by a token to read": _LEADING,
    "lead by a token to write": _LEADING,
    "deputy": _held(HERE, Role.DEPUTY, Role.MEMBER),
    "representative": _CONCERNED,
    "stand-in": _CONCERNED,
    "stand-in for the lead alone": _CONCERNED,
    "other member": _held(HERE, Role.MEMBER),
    "teller": _held([BALLOT], Role.TELLER),
    "lead of another cluster": {},
    "representative of another cluster": {},
}
STAND_INS: Mapping[str, tuple[str, ...]] = {
    "stand-in": STANDING_IN,
    "stand-in for the lead alone": ("lead",),
}
# Who may take these for anything at all may send a file; its lines are judged one by one.
ANYWHERE = ("import_chronicle", "import_units")
OFFICES = ("office of the organiser", "office above the organiser", "office of another organiser")
COUNTED = "phieu-giay"  # the ballot to count which tellers are appointed
TOKENS = {"lead by a token to read": {Scope.READ}, "lead by a token to write": {Scope.WRITE}}


def about(call: Call) -> str:
    """What a call asks about, by its path."""
    template = call.template
    if "{ballot}" in template or "{previous}" in template:
        return BALLOT
    if "{cycle}" in template or (template.endswith("/cycles") and call.method == "POST"):
        return YEAR
    if "{position}" in template:
        return UNIT if call.phase is Phase.NONE else YEAR
    if "{cluster}" in template or (template.endswith("/clusters") and call.method == "POST"):
        return CLUSTER
    if "{unit}" in template or (template.endswith("/units") and call.method == "POST"):
        return UNIT
    return SERVICE


def is_unknown(call: Call) -> bool:
    """Whether a path names a cycle or a ballot that was never opened: nothing is told of it but that."""
    return call.phase is Phase.NONE and ("{cycle}" in call.template or "{ballot}" in call.template)


def refusal(row: Row, name: str, call: Call) -> int | None:
    """401 or 403 where somebody must not be let in; None where they must."""
    stated = _stated(row, name)
    if stated is not False:
        return stated
    roles = _roles(row, name, call)
    if call.action == "cast_vote":
        roles &= {Role.REPRESENTATIVE}  # the vote is cast in the hall, not copied from the minutes
    return _judged(row, roles, call)


def form_refusal(row: Row, name: str, call: Call) -> int | None:
    """As `refusal`, of a form that leaves open for which unit it is: for any of one's own."""
    stated = _stated(row, name)
    if stated is not False:
        return stated
    roles = _roles(row, name, call)
    if f"{{{row.own}}}" not in call.template and Role.MEMBER in roles:
        roles.add(Role.REPRESENTATIVE)
    return _judged(row, roles, call)


def _stated(row: Row, name: str) -> int | Literal[False] | None:
    """What follows from who somebody is, whatever they ask about; False where that says nothing."""
    if Role.ANYONE in row.roles:
        return None
    if name == "anonymous":
        return 401
    return 403 if row.scope not in TOKENS.get(name, set(Scope)) else False


def _roles(row: Row, name: str, call: Call) -> set[Role]:
    roles = {Role.PERSON, *HELD[name].get(about(call), set())}
    if name in STAND_INS and row.delegated not in STAND_INS[name]:
        roles.discard(Role.REPRESENTATIVE)
    if COUNTED not in call.path:
        roles.discard(Role.TELLER)
    if call.action in ANYWHERE and name in OFFICES:
        roles.add(Role.OFFICE)
    return roles


def _judged(row: Row, roles: set[Role], call: Call) -> int | None:
    allowed = any(call.phase in row.roles.get(role, ()) for role in roles)
    return None if allowed else 403
