"""Two fictional clusters with somebody in every role, and their years in every phase."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.moments import Anchor, Moment, microseconds
from service.accounts import tokens
from service.application import Thidua
from service.authority.roles import Phase
from service.engine import writing
from tests.web.house import DAY_MICROSECONDS, House

NOW = microseconds(Moment.parse("2026-06-15T09:00+07:00", Anchor.END).civil)
BEFORE = Moment.parse("2023-01-01", Anchor.START)
# The year of the cluster `cum` that is in each phase; of 2027 nothing is opened yet.
YEARS: Mapping[Phase, int] = {
    Phase.NONE: 2027,
    Phase.RUNNING: 2026,
    Phase.CONCLUDED: 2025,
    Phase.CLOSED: 2024,
}
MEMBERS, OTHERS = ("don-vi-a", "don-vi-b", "don-vi-c", "don-vi-d"), ("don-vi-x", "don-vi-y", "don-vi-z")
LEAD, DEPUTY, CONCERNED, ANOTHER = MEMBERS
STANDING_IN = ("pledges", "scores", "votes", "lead")


def clock() -> int:
    """A day in the middle of 2026, on which all of this is asked."""
    return NOW


def cycle(phase: Phase) -> str:
    """The cycle of `cum` that is in a phase."""
    return f"cum-{YEARS[phase]}"


class Cast:
    """Everybody, by what they are; and the world in which they are that."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.app: Thidua = house.application
        self._units()
        self._clusters()
        self.persons: dict[str, str | None] = {"anonymous": None}
        self._appointed()
        self._given()
        self.positions: dict[Phase, int] = {Phase.NONE: self.app.max_position()}
        for phase in (Phase.CLOSED, Phase.CONCLUDED, Phase.RUNNING):
            self._year(phase)
        self._delegated()
        self.bearers = {"lead by a token to read": ["read"], "lead by a token to write": ["write"]}
        self.headers = {name: house.headers(person) for name, person in self.persons.items()}
        for name, scopes in self.bearers.items():
            self.headers[name] = self._token(scopes)

    def _units(self) -> None:
        self._do("register_unit", unit="bo-tren", name="Bộ diễn tập")
        for organiser, members in (("co-quan", MEMBERS), ("co-quan-khac", OTHERS)):
            parent = "bo-tren" if organiser == "co-quan" else None
            self._do("register_unit", unit=organiser, name=f"Cơ quan {organiser}", parent=parent)
            for unit in members:
                self._do("register_unit", unit=unit, name=unit.upper(), parent=organiser)

    def _clusters(self) -> None:
        pairs = (("cum", "co-quan", MEMBERS), ("cum-khac", "co-quan-khac", OTHERS))
        for cluster, organiser, members in pairs:
            self._do("form_cluster", cluster=cluster, name="Cụm", kind="cluster", organiser=organiser)
            for unit in members:
                self._do("join_cluster", cluster=cluster, unit=unit)
            for year in YEARS.values():
                pair = {"lead": members[0], "deputy": members[1]}
                self._do("assign_lead", cluster=cluster, year=year, mode="assigned", **pair)
        handover: dict[str, Any] = {"outgoing": LEAD, "lead": LEAD, "deputy": DEPUTY}
        self._do("hand_over_lead", cluster="cum", year=2027, **handover)

    def _appointed(self) -> None:
        """Who speaks for a unit, and who did."""
        spoken_for = {
            "lead": LEAD,
            "deputy": DEPUTY,
            "representative": CONCERNED,
            "other member": ANOTHER,
            "lead of another cluster": OTHERS[0],
            "representative of another cluster": OTHERS[2],
            "released": CONCERNED,
        }
        for name, unit in spoken_for.items():
            self.persons[name] = self.house.person(speaks_for=unit)
        self.app.do("release_representative", unit=CONCERNED, person=str(self.persons["released"]))

    def _given(self) -> None:
        """Who was given a role by hand, and who was given none."""
        house = self.house
        self.persons |= {
            "nobody": house.person(),
            "administrator": house.person("administrator"),
            "administrator appointed": house.person("administrator", speaks_for=CONCERNED),
            "inspector": house.person("inspector"),
            "inspector of another organiser": house.person("inspector", unit="co-quan-khac"),
            "office": house.person("office"),
            "office of the organiser": house.person("office", unit="co-quan"),
            "office above the organiser": house.person("office", unit="bo-tren"),
            "office of another organiser": house.person("office", unit="co-quan-khac"),
            "teller": house.person(),
        }

    def _delegated(self) -> None:
        stand_ins = {"stand-in": STANDING_IN, "stand-in for the lead alone": ("lead",)}
        for name, scopes in stand_ins.items():
            person = self.persons[name] = self.house.person()
            self.app.do(
                "grant_delegation",
                unit=CONCERNED,
                by=str(self.persons["representative"]),
                stand_in=person,
                scopes=scopes,
                until=date(2026, 12, 31),
            )

    def _year(self, phase: Phase) -> None:
        """A cycle with a ballot that is open, and in it the vote of the unit concerned."""
        name = cycle(phase)
        begin = Moment.parse(f"{YEARS[phase]}-01-10", Anchor.START)
        end = Moment.parse(f"{YEARS[phase]}-11-20", Anchor.END) if phase is not Phase.RUNNING else None
        self.app.do("open_cycle", when=begin, cycle=name, cluster="cum", first_year=YEARS[phase])
        launched = self.app.do("launch_cycle", when=begin, cycle=name)
        self.positions[phase] = launched[0].position  # what lead and deputy alike could have recorded
        self.app.do("adopt_rules", when=begin, cycle=name, rule_set="law-2022")
        for ballot, mode in (("ghi-ten", "roll_call"), ("phieu-giay", "secret_paper")):
            titles, candidates = ("advanced_unit",), (LEAD, CONCERNED)
            opening: dict[str, Any] = {"mode": mode, "titles": titles, "candidates": candidates}
            self.app.do("open_ballot", when=begin, ballot=f"{name}.{ballot}", **opening)
        counting = (str(self.persons["teller"]), "p-teller")
        self.app.do("appoint_tellers", when=begin, ballot=f"{name}.phieu-giay", tellers=counting)
        choices = {LEAD: "for", CONCERNED: "for"}
        vote: dict[str, Any] = {"elector": CONCERNED, "choices": choices, "channel": "hall"}
        self.app.do("cast_vote", when=begin, ballot=f"{name}.ghi-ten", **vote)
        if end is not None:
            self.app.do("sum_up_cycle", when=end, cycle=name)
        if phase is Phase.CLOSED:
            self.app.do("close_cycle", when=end, cycle=name)

    def _token(self, scopes: list[str]) -> dict[str, str]:
        with writing(self.app.engine) as connection:
            issued = tokens.create(
                connection,
                str(self.persons["lead"]),
                label="thử",
                scopes=frozenset(scopes),
                expires_at=NOW + DAY_MICROSECONDS,
                now=NOW,
            )
        return {"Authorization": f"Bearer {issued.secret}"}

    def _do(self, command: str, **arguments: Any) -> None:
        self.app.do(command, when=BEFORE, **arguments)
