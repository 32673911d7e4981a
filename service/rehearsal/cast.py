"""Who plays in a rehearsal: units, clusters and persons that nobody can mistake for real ones."""

from uuid import UUID, uuid5

import msgspec

from domain.identity import cycle_id
from domain.refusals import Refusal

# Lead, deputy, the deputy after it, one that merges away, and one more to be outvoted.
MEMBERS_MIN = 5
ORGANISER = "dien-tap"
ORGANISER_NAME = "Cơ quan diễn tập"
REHEARSAL = UUID("7d1c2c52-6f0e-5a55-9a53-2f6f3c1e2026")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letters(index: int) -> str:
    """The name of the unit at a place from 0 on: A to Z, then AA, AB and so on."""
    name = ""
    index += 1
    while index:
        index, place = divmod(index - 1, len(_LETTERS))
        name = _LETTERS[place] + name
    return name


def unit_slug(cluster: int, index: int) -> str:
    """The slug of a cluster's unit at a place from 0 on: `dien-tap-1-a`."""
    return f"{cluster_slug(cluster)}-{letters(index).lower()}"


def unit_name(unit: str) -> str:
    """The name of a unit by its slug; from the second cluster on it carries the cluster's number."""
    cluster, letter = unit.rsplit("-", 2)[-2:]
    return f"Đơn vị {'' if cluster == '1' else cluster}{letter.upper()}"


_YEAR_LIKE = 1_000


def cluster_slug(cluster: int) -> str:
    """The slug of a cluster by its number: `dien-tap-1`; four digits alone would be read as a year."""
    return f"{ORGANISER}-{cluster}" if cluster < _YEAR_LIKE else f"{ORGANISER}-so{cluster}"


def person(role: str) -> str:
    """The opaque id of whoever plays a role."""
    return f"person-{uuid5(REHEARSAL, role).hex[:12]}"


class Cast(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster's units in one year.

    `members` stand in the order of their turns: the lead, the deputy, the deputy of the next year, and last
    the one that merges into the `successor` in July. The `newcomer` is the successor of the year before,
    which joins in January by a decision of its own.
    """

    number: int
    year: int
    members: tuple[str, ...]
    next_index: int
    newcomer: str | None = None

    @property
    def cluster(self) -> str:
        """The cluster's slug."""
        return cluster_slug(self.number)

    @property
    def cluster_name(self) -> str:
        """The cluster's name."""
        return f"Cụm diễn tập số {self.number}"

    @property
    def cycle(self) -> str:
        """The identity of the cluster's year."""
        return cycle_id(self.cluster, self.year)

    @property
    def lead(self) -> str:
        """The unit that leads this year."""
        return self.members[0]

    @property
    def deputy(self) -> str:
        """The lead of the next year."""
        return self.members[1]

    @property
    def next_deputy(self) -> str:
        """The deputy of the next year."""
        return self.members[2]

    @property
    def merging(self) -> str:
        """The member that merges away in July."""
        return self.members[-1]

    @property
    def staying(self) -> tuple[str, ...]:
        """The members at the end of the year."""
        return self.members[:-1]

    @property
    def successor(self) -> str:
        """The unit, no member, that the merging one goes into; it inherits nothing."""
        return unit_slug(self.number, self.next_index)


def first_cast(cluster: int, year: int, members: int) -> Cast:
    """The units of a cluster in the year in which it is formed.

    Raises:
        Refusal: `rehearsal_too_small`.
    """
    if members < MEMBERS_MIN:
        raise Refusal("rehearsal_too_small", members=members, least=MEMBERS_MIN)
    units = tuple(unit_slug(cluster, index) for index in range(members))
    return Cast(number=cluster, year=year, members=units, next_index=members)


def next_cast(cast: Cast) -> Cast:
    """The year after: the deputy leads, and the successor takes its place near the end of the turns."""
    *rest, last = cast.staying[1:]
    return Cast(
        number=cast.number,
        year=cast.year + 1,
        members=(*rest, cast.successor, cast.lead, last),
        next_index=cast.next_index + 1,
        newcomer=cast.successor,
    )
