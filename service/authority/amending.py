"""What a lead and a deputy may put right: what was theirs to record, and not what others decided over them.

An office puts right whatever it sees to; every amendment stands in the log beside what it amends.
"""

from collections.abc import Collection, Mapping

from domain.ballot_facts import AttendanceTaken, BallotClosed, BallotOpened
from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.identity import stream, stream_parts
from domain.votes import VoteCast, VoteChanged
from service.authority.roles import Role
from service.authority.table import TABLE
from service.commands.catalogue import COMMANDS
from service.commands.command import Command
from service.commands.guards import is_cast_live
from service.past import Past

_ABOVE = (Role.OFFICE, Role.TELLER)  # what they recorded no chair changes
_CHOSEN = frozenset({"rule", "roll"})  # how a ballot is held: whoever chairs it takes both as they are
_OF_A_CLOSE = (BallotClosed, AttendanceTaken, VoteCast, VoteChanged)


def _roles_by_fact() -> Mapping[type[Fact], frozenset[Role]]:
    found: dict[type[Fact], frozenset[Role]] = {}
    for command in COMMANDS.values():
        if isinstance(command, Command) and command.name in TABLE:
            found[command.fact] = found.get(command.fact, frozenset()) | TABLE[command.name].roles.keys()
    return found


_MAY_RECORD = _roles_by_fact()


def may_amend(past: Past, position: int, role: Role, new: Collection[str] = ()) -> bool:
    """Whether who is no office may retract an entry, or correct the fields `new` of it.

    They could have recorded it; neither it nor an amendment of it that they would take back is an office's
    or a teller's. Nor do they open a ballot again, or say anew who was there and who voted what by the
    minutes, once they know the choices of those who voted themselves.

    Raises:
        Refusal: `position_unknown`.
    """
    entry = past.at(position)
    if _recorded_above(entry):
        return False
    while isinstance(entry.fact, EntryCorrected | EntryRetracted):
        entry = past.at(entry.fact.position)
    if _recorded_above(entry) or role not in _MAY_RECORD.get(type(entry.fact), ()):
        return False
    if isinstance(entry.fact, BallotOpened) and not _CHOSEN.isdisjoint(new):
        return False
    return not (isinstance(entry.fact, _OF_A_CLOSE) and _choices_known(past, entry))


def _recorded_above(entry: Entry) -> bool:
    return (entry.authority or "").partition(":")[0] in _ABOVE


def _choices_known(past: Past, entry: Entry) -> bool:
    ballot = stream_parts(entry.originator_id)[1][0]
    state = past.latest_of(stream("ballot", ballot))
    return state is not None and not state.is_open and is_cast_live(past, ballot)
