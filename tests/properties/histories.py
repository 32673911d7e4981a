"""Random histories of one small cluster: in order, late, amended, merged, reopened, delegated."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st

from domain.ballot_facts import BallotOpened
from domain.clusters import ClusterFormed, MemberJoined
from domain.cycles import CycleOpened
from domain.delegations import SCOPES
from domain.facts import Entry, EntryCorrected, Fact
from domain.moments import Anchor, Moment
from domain.refusals import Refusal
from domain.rules import BallotRule, Source
from domain.units import RepresentativeAppointed, UnitRegistered
from service.application import Thidua

UNITS = ("a", "b", "c", "d")
MAKERS = 10  # kinds of commands, each in three versions
FIRST_DAY = date(2022, 1, 1)
DAYS = 400
RULE = BallotRule(
    modes=("show_of_hands",),
    base="roll",
    threshold="1/2",
    comparison=">",
    quorum="2/3",
    quorum_base="present",
    tie="chair",
    self_vote=True,
    change_until_close=False,
    source=Source(reference="made up", confirmed=False),
)


class Step(msgspec.Struct, frozen=True):
    """One thing that is tried: which kind, on which day, with which choices."""

    kind: int
    day: int
    unit: int
    other: int
    number: int
    coarse: bool


steps = st.lists(
    st.builds(
        Step,
        kind=st.integers(0, 3 * MAKERS - 1),
        day=st.integers(0, DAYS - 1),
        unit=st.integers(0, len(UNITS) - 1),
        other=st.integers(0, len(UNITS) - 1),
        number=st.integers(1, 9),
        coarse=st.booleans(),
    ),
    min_size=6,
    max_size=22,
)
points = st.lists(st.tuples(st.integers(-40, DAYS + 400), st.integers(0, 60)), min_size=2, max_size=4)


class History:
    """A cluster of its own in a log that other histories share."""

    def __init__(self, application: Thidua, number: int) -> None:
        self.application = application
        self.cluster = f"p{number}"
        self.cycle = f"{self.cluster}-2022"
        self.ballot = f"{self.cycle}.co"
        self.entries: list[Entry] = []
        self.before = application.max_position()
        self._begin()

    def _begin(self) -> None:
        """What every history begins with: recorded in one go, since none of it is in question."""
        start, opening = Moment.unknown(Anchor.START, None), Moment.parse("2022", Anchor.START)
        members = self.units[:3]
        begun: list[tuple[str, Fact, Moment]] = [
            *((f"unit:{unit}", UnitRegistered(name=f"Đơn vị {unit}"), start) for unit in self.units),
            (f"cluster:{self.cluster}", ClusterFormed(name="Cụm", kind="cluster"), start),
            (f"cycle:{self.cycle}", CycleOpened(cluster=self.cluster, first_year=2022), opening),
            *((f"cluster:{self.cluster}", MemberJoined(unit=unit), opening) for unit in members),
            *((f"unit:{unit}", RepresentativeAppointed(person="p0"), start) for unit in self.units),
            (f"ballot:{self.ballot}", self._opened(), opening),
        ]
        versions: dict[str, int] = defaultdict(int)
        for position, (stream, fact, when) in enumerate(begun, start=self.before + 1):
            versions[stream] += 1
            self.entries.append(
                Entry(
                    originator_id=stream,
                    originator_version=versions[stream],
                    fact=fact,
                    effective=when.effective,
                    precision=when.precision,
                    position=position,
                )
            )
        self.application.events.put(self.entries)

    def _opened(self) -> BallotOpened:
        return BallotOpened(
            cycle=self.cycle,
            titles=("flag_ministry",),
            candidates=(self.units[0],),
            roll=tuple(self.units[:3]),
            mode="show_of_hands",
            rule=RULE,
        )

    @property
    def units(self) -> list[str]:
        """The units of the cluster and its surroundings."""
        return [self._unit(letter) for letter in UNITS]

    def _unit(self, letter: str) -> str:
        return f"{self.cluster}-{letter}"

    def _do(self, command: str, when: Moment, **arguments: Any) -> None:
        self.entries += self.application.do(command, when=when, **arguments)

    def attempt(self, step: Step) -> bool:
        """Try a step; whether it was admitted. What is refused leaves the log as it was."""
        last = self.entries[-1].position
        try:
            command, arguments = self._asked(step)
            anchor = Anchor.END
            text = (FIRST_DAY + timedelta(days=step.day)).isoformat()
            when = Moment.parse(text[:7] if step.coarse else text, anchor)
            self._do(command, when, **arguments)
        except Refusal:
            assert self.application.max_position() == last
            return False
        return True

    def _asked(self, step: Step) -> tuple[str, dict[str, Any]]:
        mine = {"cycle": self.cycle, "unit": self._unit(UNITS[step.unit])}
        makers: tuple[Callable[[Step, dict[str, Any]], tuple[str, dict[str, Any]]], ...] = (
            self._membership,
            self._lead,
            self._pledge,
            self._score,
            self._nomination,
            self._cycle_step,
            self._amendment,
            self._succession,
            self._delegation,
            self._ballot,
        )
        assert len(makers) == MAKERS
        return makers[step.kind % MAKERS](step, mine)

    def _membership(self, step: Step, mine: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        command = "join_cluster" if step.number % 2 else "leave_cluster"
        return command, {"cluster": self.cluster, "unit": mine["unit"]}

    def _lead(self, step: Step, mine: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        year, other = 2021 + step.number % 3, self._unit(UNITS[step.other])
        told = {"cluster": self.cluster, "year": year}
        match step.kind // MAKERS:
            case 0:
                return "assign_lead", {**told, "mode": "stated", "lead": mine["unit"], "deputy": other}
            case 1:
                return "hand_over_lead", {**told, "lead": mine["unit"]}
            case _:
                return "accept_handover", {**told, "unit": mine["unit"]}

    def _pledge(self, step: Step, mine: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        match step.number % 4:
            case 0:
                return "register_pledge", {**mine, "titles": ("flag_ministry",)}
            case 1:
                return "sign_pledge", mine
            case 2:
                return "report_target", {**mine, "name": f"figure {step.kind}", "met": step.other == 1}
            case _:
                return "withdraw_pledge", {**mine, "reason": "in the test"}

    def _score(self, step: Step, mine: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        total = Decimal(90 + step.number)
        match step.number % 4:
            case 0:
                return "submit_self_score", {**mine, "total": total}
            case 1:
                return "verify_score", {**mine, "total": total}
            case 2:
                return "finalise_score", mine
            case _:
                return "return_score", {**mine, "reason": "in the test"}

    def _nomination(self, step: Step, mine: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        told = {**mine, "title": "flag_ministry"}
        reasoned = {**told, "reason": "in the test"}
        return (
            ("propose_nomination", told),
            ("decide_nomination", {**told, "outcome": "granted"}),
            ("present_nomination", told),
            ("annul_nomination", reasoned),
            ("restore_nomination", reasoned),
            ("defer_nomination", reasoned),
        )[step.number % 6]

    def _cycle_step(self, step: Step, mine: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        mine = {"cycle": self.cycle}
        return (
            ("launch_cycle", mine),
            ("sum_up_cycle", mine),
            ("close_cycle", mine),
            ("reopen_cycle", {**mine, "reason": "in the test"}),
            ("report_commendation", {**mine, "line": f"l{step.kind}", "collectives": step.number}),
        )[step.number % 5]

    def _amendment(self, step: Step, mine: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        target = self.entries[(step.number * 7 + step.other * 3 + step.unit) % len(self.entries)]
        told = {"position": target.position, "reason": "written wrongly in the test"}
        if isinstance(target.fact, EntryCorrected) or step.kind < MAKERS:
            return "retract_entry", told
        if step.kind < 2 * MAKERS:
            moved = FIRST_DAY + timedelta(days=(step.day * 3) % DAYS)
            return "correct_entry", {**told, "on": moved.isoformat()}
        return "correct_entry", {**told, "new": {"document": f"QĐ {step.number}"}}

    def _succession(self, step: Step, mine: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        match step.number % 3:
            case 0:
                return "merge_unit", {"unit": mine["unit"], "successor": self._unit(UNITS[step.other])}
            case 1:
                return "rename_unit", {"unit": mine["unit"], "name": f"Đơn vị mới {step.number}"}
            case _:
                return "launch_drive", {"cycle": self.cycle, "drive": f"d{step.kind}", "name": "Đợt"}

    def _delegation(self, step: Step, mine: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        unit = mine["unit"]
        if step.kind < MAKERS:
            command = "appoint_representative" if step.number % 3 else "release_representative"
            return command, {"unit": unit, "person": f"p{step.other}"}
        told = {"unit": unit, "by": f"p{step.other // 2}", "stand_in": f"p{1 + step.kind // MAKERS}"}
        if step.number % 3 == 0:
            return "revoke_delegation", told
        until = FIRST_DAY + timedelta(days=step.day + 30 * step.number)
        return "grant_delegation", {**told, "scopes": SCOPES[: 1 + step.number % 4], "until": until}

    def _ballot(self, step: Step, mine: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        ballot, some = {"ballot": self.ballot}, tuple(self.units[: step.other])
        people = tuple(f"p{number}" for number in range(step.other + 1))
        return (
            ("annul_ballot", {**ballot, "reason": "in the test"}),
            ("take_attendance", {**ballot, "present": some}),
            ("appoint_tellers", {**ballot, "tellers": people}),
            ("close_ballot", ballot),
            ("close_ballot", {**ballot, "present": some}),
            ("record_outcome", {**ballot, "elected": some[:1]}),
        )[step.number % 6]
