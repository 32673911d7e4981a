"""How far a cycle has come in its year: each step with its date, its evidence, and what it waits for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.cycles import Cycle
from domain.facts import Entry
from domain.identity import stream
from domain.inspections import InspectionRecorded
from domain.leads import HandoverAccepted, LeadHandedOver
from domain.moments import Moment
from domain.scores import ScoreRechecked, ScoreVerified, Stage
from domain.timeline import standing
from projections.asof import stream_row
from projections.cycles import last_year
from projections.drives import DRIVES
from projections.entries import entries
from projections.inspections import INSPECTIONS
from projections.point import Point
from projections.units import Named, Names
from projections.votes import awaited, named_votes
from projections.year import Year, read_year, read_years

# Each step in the order of the year, with the role that can take it next and the topics that tell of it.
STEPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "opened": ("office", ("cycle.opened",)),
    "launched": ("lead", ("cycle.launched",)),
    "pledged": ("member", ("pledge.registered", "pledge.signed", "pledge.amended", "pledge.withdrawn")),
    "rules_adopted": ("lead", ("rules.adopted",)),
    "drives": ("lead", ("drive.launched", "drive.reviewed", "drive.closed")),
    "inspections": ("lead", ("inspection.recorded",)),
    "midyear": ("lead", ("midyear.reviewed",)),
    "ninemonth": ("lead", ("ninemonth.checked",)),
    "self_scored": ("member", ("score.self_submitted", "score.returned")),
    "verified": ("lead", ("score.verified",)),
    "final_scored": ("office", ("score.explained", "score.rechecked", "score.finalised")),
    "summed_up": ("lead", ("cycle.summed_up",)),
    "balloted": (
        "lead",
        (
            "ballot.opened",
            "attendance.taken",
            "tellers.appointed",
            "ballot.closed",
            "ballot.counted",
            "ballot.acclaimed",
            "ballot.contested",
            "ballot.annulled",
        ),
    ),
    "minuted": ("lead", ("minutes.signed",)),
    "submitted": ("lead", ("dossier.submitted", "nomination.submitted")),
    "decided": ("office", ("nomination.decided",)),
    "presented": ("office", ("nomination.presented",)),
    "handed_over": ("lead", ("lead.handed_over", "handover.accepted")),
    "closed": ("office", ("cycle.closed", "cycle.reopened")),
}
STEP_OF = {topic: step for step, (_, topics) in STEPS.items() for topic in topics}
_OPTIONAL = ("drives", "inspections", "midyear", "ninemonth")
# Taken whenever it suits, so one of them says nothing of the steps before it: rules come before or after the
# launch, drives and inspections all year, and the lead is handed over at the summing-up.
_AT_ANY_TIME = ("rules_adopted", "drives", "inspections", "handed_over")
_SCORED = {"self_scored": Stage.SELF, "verified": Stage.VERIFIED, "final_scored": Stage.FINAL}
_DECIDED = ("granted", "refused", "downgraded", "presented", "annulled")
_BY_A_UNIT = (ScoreVerified, ScoreRechecked, InspectionRecorded, LeadHandedOver)


class Progress(msgspec.Struct, frozen=True):
    """How far one step has come, by facts alone; `full` if nothing of it is left.

    `done` of `of`: None where it is not made of parts, or where nobody knows how many there are.
    """

    on: Moment | None = None
    full: bool = False
    done: int | None = None
    of: int | None = None
    missing: tuple[str, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether any fact tells of it."""
        return self.on is not None


def progress(year: Year) -> dict[str, Progress]:
    """How far each step has come, in the order of the year."""
    cycle, members = year.cycle, year.members
    inspected = {unit: found[-1].recorded for unit, found in year.inspections.items()}
    special = {
        "opened": _once(cycle.opened_on),
        "pledged": _pledged(year),
        "drives": _drives(year),
        "inspections": _each(inspected, members),
        "balloted": _ballots(year),
        "decided": _decided(year),
        "presented": _presented(year),
        "handed_over": _handed_over(year),
    }
    scored = {step: _scored(year, stage) for step, stage in _SCORED.items()}
    plain: dict[str, Progress] = {step: _once(moment) for step, moment in cycle.steps.items()}
    found = {**plain, **scored, **special}
    return {step: found.get(step, Progress()) for step in STEPS}


def furthest(year: Year) -> str:
    """The furthest step in the sequence that is fully reached; a cycle that is known is at least opened."""
    return [step for step, found in progress(year).items() if found.full and step not in _AT_ANY_TIME][-1]


def steps_reached(connection: Connection, cycles: Sequence[Cycle], point: Point) -> dict[str, str]:
    """The furthest step of several cycles, by their ids."""
    years = read_years(connection, cycles, point, unread=(DRIVES, INSPECTIONS)) if cycles else []
    return {year.cycle.id: furthest(year) for year in years}


def statuses(found: Mapping[str, Progress], optional: Collection[str]) -> dict[str, str]:
    """What is to be said of each step: `reached`, `partly`, `now`, `not_stated` or `waiting`.

    What no fact tells of is not stated once a later step of the sequence is told of. Now is the first step
    after the furthest one reached that has to be taken; an optional one waits for nobody.
    """
    order = list(found)
    sequence = [(place, found[step]) for place, step in enumerate(order) if step not in _AT_ANY_TIME]
    last_full = max(place for place, step in sequence if step.full)
    last_begun = max(place for place, step in sequence if step.begun)
    told: dict[str, str] = {}
    for place, step in enumerate(order):
        if found[step].full:
            told[step] = "reached"
        elif not found[step].begun and place < last_begun:
            told[step] = "not_stated"
        elif place > last_full and step not in optional and "now" not in told.values():
            told[step] = "now"
        else:
            told[step] = "partly" if found[step].begun else "waiting"
    return told


def steps(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """Where a cycle is in its year; None for an unknown cycle."""
    year = read_year(connection, cycle, point)
    if year is None:
        return None
    found = {**progress(year), "balloted": _awaiting(connection, year, point)}
    told = _entries(connection, year, point)
    who = {step: [unit for entry in told[step] for unit in _who(entry)] for step in STEPS}
    acting = {step: _acting(step, year, found[step]) for step in STEPS}
    units = {unit for step in STEPS for unit in (*who[step], *found[step].missing, *acting[step][1])}
    names = Names(connection, point, units)
    optional = _optional(year)
    status = statuses(found, optional)
    return {
        **point.told(),
        "cycle": cycle,
        "cluster": year.cycle.opened.cluster,
        "cluster_kind": None if year.cluster is None else year.cluster.formed.kind,
        "step": furthest(year),
        "steps": [
            {
                "step": step,
                "status": status[step],
                "optional": step in optional,
                **_shown(found[step], status[step]),
                "missing": names.sorted(found[step].missing if status[step] != "not_stated" else ()),
                "who": names.sorted(who[step]),
                "documents": list(dict.fromkeys(_documents(told[step]))),
                "entries": [entry.position for entry in told[step]],
                "can_act": None if status[step] in _OVER else _can_act(acting[step], names),
            }
            for step in STEPS
        ],
    }


# Nobody has to act on what is done, and on what only no source tells of.
_OVER = ("reached", "not_stated")


def _shown(found: Progress, status: str) -> dict[str, Any]:
    # Where nothing is stated it is unknown how many have done it: not none of them.
    stated = status != "not_stated" or bool(found.done)
    return {
        "on": found.on and found.on.text(),
        "precision": found.on and found.on.precision.value,
        "done": found.done if stated else None,
        "of": found.of if stated else None,
    }


def _once(moment: Moment | None) -> Progress:
    return Progress(on=moment, full=moment is not None)


def _each(reached: Mapping[str, Moment], expected: Collection[str], begun: Iterable[Moment] = ()) -> Progress:
    """A step made of parts: which of those expected reached it when; `begun` is what shows it on the way."""
    missing = tuple(part for part in expected if part not in reached)
    moments = list(reached.values()) or list(begun)
    return Progress(
        on=max(moments, key=lambda moment: moment.effective, default=None),
        full=bool(reached) and not missing,
        done=len(expected) - len(missing) if expected else len(reached) or None,
        of=len(expected) or None,
        missing=missing,
    )


def _without_units(found: Progress) -> Progress:
    return msgspec.structs.replace(found, missing=())


def _pledged(year: Year) -> Progress:
    """Pledges that are signed; in records of what sources state, who seldom say that, also registered."""
    rules = year.rules.rule_set
    in_force = {unit: pledge for unit, pledge in year.pledges.items() if pledge.withdrawn is None}
    registered = {
        unit: pledge.registered for unit, pledge in in_force.items() if pledge.registered is not None
    }
    pledged = {unit: pledge.signed for unit, pledge in in_force.items() if pledge.signed is not None}
    if rules is None or rules.sequence == "stated":
        pledged = {**registered, **pledged}
    return _each(pledged, year.members, begun=registered.values())


def _scored(year: Year, stage: Stage) -> Progress:
    reached = {unit: score.reached[stage] for unit, score in year.scores.items() if stage in score.reached}
    return _each(reached, year.members)


def _drives(year: Year) -> Progress:
    over = {name: moment for name, drive in year.drives.items() if (moment := drive.closed or drive.reviewed)}
    launched = [drive.launched for drive in year.drives.values()]
    return _without_units(_each(over, year.drives, begun=launched))


def _ballots(year: Year) -> Progress:
    """Ballots with an outcome, of those in effect; a tie that a further round must break is not settled."""
    held = {ballot.id: ballot for ballot in year.ballots if not ballot.is_annulled}
    continued = {ballot.opened.previous for ballot in held.values()}
    settled = {
        name: ballot.decided_at
        for name, ballot in held.items()
        if ballot.decided_at is not None and (not ballot.tied or name in continued)
    }
    return _without_units(_each(settled, held, begun=[ballot.opened_at for ballot in held.values()]))


def _awaiting(connection: Connection, year: Year, point: Point) -> Progress:
    """The ballots, with the electors whose votes the open ones still wait for."""
    waited = [
        elector
        for ballot in year.ballots
        if ballot.is_open
        for elector in awaited(ballot, named_votes(connection, ballot, point))
    ]
    return msgspec.structs.replace(_ballots(year), missing=tuple(dict.fromkeys(waited)))


def _decided(year: Year) -> Progress:
    decided = {
        f"{one.title}:{one.unit}": one.decided_on or one.presented_on or one.since
        for one in year.nominations
        if one.status in _DECIDED
    }
    expected = {f"{one.title}:{one.unit}": one.unit for one in year.nominations}
    return _by_unit(_each(decided, expected), expected)


def _presented(year: Year) -> Progress:
    expected = {
        f"{one.title}:{one.unit}": one.unit
        for one in year.nominations
        if one.status in ("granted", "presented")
    }
    presented = {
        f"{one.title}:{one.unit}": one.since for one in year.nominations if one.status == "presented"
    }
    return _by_unit(_each(presented, expected), expected)


def _by_unit(found: Progress, units: Mapping[str, str]) -> Progress:
    missing = dict.fromkeys(units[part] for part in found.missing)
    return msgspec.structs.replace(found, missing=tuple(missing))


def _handed_over(year: Year) -> Progress:
    tenures = year.cluster.tenures if year.cluster is not None else {}
    tenure = tenures.get(last_year(year.cycle) + 1)
    return _once(None if tenure is None else tenure.handed_over_on)


def _optional(year: Year) -> set[str]:
    """The steps that a year may do without: scoring, too, where the rules adopted hold no table."""
    optional = set(_OPTIONAL)
    if "rules_adopted" in year.cycle.steps and year.rules.scoring_table is None:
        optional |= _SCORED.keys()
    if year.cluster is not None and year.cluster.formed.kind == "movement":
        optional.add("handed_over")
    return optional


def _entries(connection: Connection, year: Year, point: Point) -> dict[str, list[Entry]]:
    """The entries that stand at the point, by the step that they tell of."""
    cluster = stream("cluster", year.cycle.opened.cluster)
    recorded = entries(connection, point, cycle=year.cycle.id, of=[cluster])
    told: dict[str, list[Entry]] = {step: [] for step in STEPS}
    for entry in standing(recorded, as_of=point.as_of):
        step = STEP_OF.get(entry.topic)
        other_year = isinstance(entry.fact, LeadHandedOver | HandoverAccepted) and (
            entry.fact.year != last_year(year.cycle) + 1
        )
        if step is not None and not other_year:
            told[step].append(entry)
    return told


def _who(entry: Entry) -> list[str]:
    """The units that an entry names as those who took the step."""
    fact = entry.fact
    named = [getattr(fact, "host", None), *getattr(fact, "chairs", ()), *getattr(fact, "signatories", ())]
    if isinstance(fact, _BY_A_UNIT):
        named += [getattr(fact, "by", None), getattr(fact, "outgoing", None), getattr(fact, "lead", None)]
    named.append(stream_row(entry.originator_id).unit)
    return [unit for unit in named if unit is not None]


def _documents(told: Iterable[Entry]) -> list[str]:
    documents = (getattr(entry.fact, "document", None) for entry in told)
    return [document for document in documents if document is not None]


def _acting(step: str, year: Year, found: Progress) -> tuple[str, tuple[str, ...]]:
    """Who can take a step next: a role, and the units that hold it as far as they are known."""
    role, tenure = STEPS[step][0], year.tenure
    if step == "balloted":
        uncounted = any(ballot.is_closed and not ballot.is_decided for ballot in year.ballots)
        role = "member" if found.missing else "tellers" if uncounted else role
    match role:
        case "member":
            return role, found.missing or year.members
        case "lead":
            lead = None if tenure is None else tenure.lead
            return role, () if lead is None else (lead,)
        case "office":
            organiser = None if year.cluster is None else year.cluster.formed.organiser
            return role, () if organiser is None else (organiser,)
        case _:
            return role, ()


def _can_act(acting: tuple[str, tuple[str, ...]], names: Names) -> dict[str, str | list[Named]]:
    role, units = acting
    return {"role": role, "units": names.sorted(units)}
