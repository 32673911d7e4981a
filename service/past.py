"""What a decision sees: the states of its moment, and a note of every stream that it looked at."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from domain.ballot_facts import BallotAnnulled, BallotContested
from domain.facts import Entry, Fact
from domain.identity import stream, stream_parts
from domain.moments import Moment, Precision
from domain.nomination_facts import NominationProposed
from domain.refusals import Refusal
from domain.timeline import END_OF_TIME, fold, standing
from domain.topics import FACTS, NOUNS
from projections.asof import Model
from projections.ballots import BALLOTS
from projections.clusters import CLUSTERS
from projections.cycles import CYCLES
from projections.entries import entries
from projections.logbook import ENTRY_COLUMNS, entry_of, event_log
from projections.point import LATEST, Point
from projections.seeking import streams
from projections.units import UNITS

if TYPE_CHECKING:
    from service.store import Store


# What still comes after a cycle is closed.
_AWARDED = tuple(fact for fact in FACTS["nomination"] if fact is not NominationProposed)
_AFTER_THE_CLOSE: tuple[type[Fact], ...] = (*_AWARDED, BallotContested, BallotAnnulled)
# The kinds of streams whose read model holds all of a state (of a cycle: all but what rules it has pinned).
_WHOLE: Mapping[str, Model[Any]] = {model.kind: model for model in (UNITS, CLUSTERS, CYCLES, BALLOTS)}
POSITION_MAX = 2**63 - 1  # what the database holds; anything larger is no question for it


class Past:
    """States as of `when`, and as of `now`. `seen` holds the version at which each stream was looked at."""

    def __init__(self, store: "Store", connection: Connection, when: Moment, now: Moment) -> None:
        self._store = store
        self.connection = connection
        self._timelines: dict[str, list[Entry]] = {}
        self.when = when
        self.now = now

    @property
    def seen(self) -> dict[str, int]:
        """The streams that were looked at, with their versions."""
        return {name: len(entries) for name, entries in self._timelines.items()}

    def entries(self, name: str) -> list[Entry]:
        """All entries of a stream, in the order of the log."""
        if name not in self._timelines:
            self._timelines[name] = self._store.timeline(name, self.connection)
        return self._timelines[name]

    def state(self, kind: str, *parts: str | int) -> Any:
        """The state of a stream at the moment of the decision; None if nothing stands there yet."""
        return self.state_on(self.when.effective, kind, *parts)

    def state_on(self, as_of: int, kind: str, *parts: str | int) -> Any:
        """The state of a stream at a time (microseconds UTC); None if nothing stands there yet."""
        stands = standing(self.entries(stream(kind, *parts)), as_of=as_of)
        return fold(stands, NOUNS[kind].evolve)

    def present(self, kind: str, *parts: str | int) -> Any:
        """The state of a stream as of now, whenever the decision is effective; None if nothing stands."""
        return self.state_on(self.now.effective, kind, *parts)

    def latest_of(self, name: str) -> Any:
        """The state of a stream with all that is recorded, whenever it was true."""
        return fold(standing(self.entries(name)), NOUNS[stream_parts(name)[0]].evolve)

    def streams(self, prefix: str) -> list[str]:
        """The streams whose names begin so, in the order of their names."""
        after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        found = select(streams.c.stream).where(streams.c.stream >= prefix, streams.c.stream < after)
        return list(self.connection.execute(found.order_by(streams.c.stream)).scalars())

    def streams_of(self, *, besides: str, cycle: str | None = None, unit: str | None = None) -> list[str]:
        """The streams that belong to a cycle or to a unit, other than `besides`."""
        belongs = streams.c.cycle == cycle if unit is None else streams.c.unit == unit
        found = select(streams.c.stream).where(belongs, streams.c.stream != besides)
        return list(self.connection.execute(found.order_by(streams.c.stream)).scalars())

    def at(self, position: int) -> Entry:
        """The entry at a position of the log.

        Raises:
            Refusal: `position_unknown`.
        """
        if not 0 < position <= POSITION_MAX:
            raise Refusal("position_unknown", position=position)
        found = select(*ENTRY_COLUMNS).where(event_log.c.position == position)
        row = self.connection.execute(found).first()
        if row is None:
            raise Refusal("position_unknown", position=position)
        return entry_of(row)

    def streams_naming(self, unit: str, *, besides: str) -> list[str]:
        """The streams, other than `besides`, that are a unit's own or hold an entry in which it is named."""
        named = select(event_log.c.originator_id).where(event_log.c.state.contains(f'"{unit}"'))
        found = {*self.streams_of(unit=unit, besides=besides), *self.connection.execute(named).scalars()}
        return sorted(found - {besides})

    def clusters_of(self, unit: str, at: int | None = None) -> list[str]:
        """The clusters of which a unit is a member, `at` microseconds UTC or at the moment."""
        point = Point(self.when.effective if at is None else at, END_OF_TIME, END_OF_TIME)
        naming = CLUSTERS.ever_naming(self.connection, unit)
        found = CLUSTERS.all(self.connection, point, subjects=naming).values()
        return [cluster.id for cluster in found if unit in cluster.members]

    def latest_exact(self, cycle: str) -> Moment | None:
        """The latest day or instant of anything that stands in a cycle and cannot come after its close.

        Awards are decided, presented and annulled once a cycle is closed, and a ballot may still be
        contested then.
        """
        recorded = entries(self.connection, LATEST, cycle=cycle)
        exact = [
            entry.moment
            for entry in standing(recorded)
            if entry.precision in (Precision.INSTANT, Precision.DAY)
            and not isinstance(entry.fact, _AFTER_THE_CLOSE)
        ]
        return exact[-1] if exact else None


class Present(Past):
    """What a question of now sees: states as the read models hold them, which is what the log leads to.

    Nothing is decided on what is seen here, so which streams were looked at need not be known: it is read
    in one seek each and once, where a decision reads the whole stream.
    """

    def __init__(self, store: "Store", connection: Connection, when: Moment, now: Moment) -> None:
        super().__init__(store, connection, when, now)
        self._states: dict[tuple[str, int], Any] = {}

    def foresee(self, kind: str, names: Iterable[str]) -> None:
        """Read at once what is going to be asked for one by one: what stands now for streams of one part."""
        streams = [stream(kind, name) for name in names]
        found = _WHOLE[kind].all(self.connection, self._point(self.now.effective), subjects=streams)
        self._states.update({(name, self.now.effective): found.get(name) for name in streams})

    def state_on(self, as_of: int, kind: str, *parts: str | int) -> Any:
        """The state of a stream at a time (microseconds UTC); None if nothing stands there yet."""
        model = _WHOLE.get(kind)
        if model is None:
            return super().state_on(as_of, kind, *parts)
        key = stream(kind, *parts), as_of
        if key not in self._states:
            self._states[key] = model.of(self.connection, key[0], self._point(as_of))
        return self._states[key]

    def _point(self, as_of: int) -> Point:
        return Point(as_of, END_OF_TIME, END_OF_TIME)
