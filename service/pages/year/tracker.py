"""The year as six groups of steps: what is done, now, late or not stated, and who can act."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from domain.identity import cycle_parts
from projections.catalogue import marked
from projections.cycles import cycle_at, rules_of
from projections.duties.course import is_record
from projections.units import Named
from projections.words import word
from service.leading import LEADS, called
from service.pages.looking import Look

# The nineteen steps by the stretch of the year that they belong to.
GROUPS: Sequence[tuple[str, tuple[str, ...]]] = (
    (marked("Phát động"), ("opened", "launched", "rules_adopted")),
    (marked("Giao ước"), ("pledged",)),
    (marked("Thi đua"), ("drives", "inspections", "midyear", "ninemonth")),
    (marked("Đánh giá"), ("self_scored", "verified", "final_scored", "summed_up")),
    (marked("Bỏ phiếu"), ("balloted", "minuted", "submitted", "decided", "presented")),
    (marked("Bàn giao"), ("handed_over", "closed")),
)
# Where the evidence of a step is read, below the address of its cycle.
PLACES: Mapping[str, str] = {
    "rules_adopted": "rules",
    "pledged": "pledges",
    "drives": "drives",
    "inspections": "inspections",
    "self_scored": "scores",
    "verified": "scores",
    "final_scored": "scores",
    "balloted": "ballots",
    "submitted": "nominations",
    "decided": "nominations",
    "presented": "nominations",
}
HANDOVERS = marked({"cluster": "Bàn giao cụm trưởng", "block": "Bàn giao khối trưởng"})
_ROLES = marked(
    {
        "member": "các đơn vị thành viên",
        "office": "cơ quan thi đua, khen thưởng",
        "tellers": "ban kiểm phiếu",
    }
)
_NAMES_MAX = 4  # more than these are counted
_EVIDENCE_MAX = 3
_STATES = {
    "reached": "done",
    "partly": "partly",
    "now": "now",
    "not_stated": "unstated",
    "waiting": "waiting",
    "late": "late",
}


class Step(NamedTuple):
    """One step as a page tells it. `entries` are the last that tell of it, `more` how many others do."""

    code: str
    name: str
    status: str
    state: str
    word: str
    optional: bool
    on: str | None
    done: int | None
    of: int | None
    who: str | None
    missing: str | None
    acting: str | None
    documents: list[str]
    entries: list[int]
    more: int
    href: str | None


class Group(NamedTuple):
    """A stretch of the year; `on` is the last day that anything of it is known of."""

    name: str
    state: str
    word: str
    on: str | None
    steps: list[Step]


class Tracker(NamedTuple):
    """The year in groups, and the step that has to be taken now; None where none has."""

    groups: list[Group]
    now: Step | None

    @property
    def steps(self) -> list[Step]:
        """Every step, in the order of the groups."""
        return [step for group in self.groups for step in group.steps]


def tracker(look: Look, told: Mapping[str, Any], late: Iterable[str] = ()) -> Tracker:
    """The year by the answer to `steps`; `late` are the steps of which something is overdue."""
    record = _is_record(look, told["cycle"])
    by_code = {line["step"]: _step(look, told, line, record, set(late)) for line in told["steps"]}
    groups = [_group(look, name, [by_code[code] for code in codes]) for name, codes in GROUPS]
    now = next((step for step in by_code.values() if step.status == "now"), None)
    return Tracker(groups, now)


def _is_record(look: Look, cycle: str) -> bool:
    """Whether the cycle is only what sources state of a past year: nobody is to do what they leave out."""
    known = cycle_at(look.connection, cycle, look.point)
    return known is not None and is_record(known, rules_of(look.connection, cycle, look.point), look.point)


def _step(look: Look, told: Mapping[str, Any], line: Mapping[str, Any], record: bool, late: set[str]) -> Step:
    status = line["status"]
    if record and status in ("now", "waiting"):
        status = "not_stated"
    over = status in ("reached", "not_stated")
    entries = line["entries"]
    state = "late" if line["step"] in late and not over else _STATES[status]
    return Step(
        code=line["step"],
        name=_name(look, line["step"], told["cluster_kind"]),
        status=status,
        state=state,
        word=look.text(marked("quá hạn")) if state == "late" else word("step_status", status, look.language),
        optional=line["optional"],
        on=line["on"],
        done=None if status == "not_stated" else line["done"],
        of=None if status == "not_stated" else line["of"],
        who=_few(line["who"]),
        missing=None if over else names(look, line["missing"]),
        acting=None if over else _acting(look, line["can_act"], line["missing"], told["cluster_kind"]),
        documents=line["documents"],
        entries=entries[-_EVIDENCE_MAX:],
        more=max(0, len(entries) - _EVIDENCE_MAX),
        href=_place(look, told, line["step"]),
    )


def _place(look: Look, told: Mapping[str, Any], step: str) -> str | None:
    """Where the evidence of a step is read; None where the journal alone tells of it."""
    if step == "handed_over":
        next_year = cycle_parts(told["cycle"])[2] + 1
        return look.url(f"/clusters/{told['cluster']}/handovers/{next_year}")
    place = PLACES.get(step)
    return None if place is None else look.url(f"/cycles/{told['cycle']}/{place}")


def _name(look: Look, step: str, kind: str | None) -> str:
    if step == "handed_over":
        return look.text(called(HANDOVERS, kind))
    return word("step", step, look.language)


def _few(units: Sequence[Named]) -> str | None:
    """Who took the step, where one unit or two did; that all members pledged is told by their number."""
    return ", ".join(_of(one) for one in units) if len(units) in (1, 2) else None


def names(look: Look, units: Sequence[Named]) -> str | None:
    """Units by name where they are few, else their number; None for none."""
    if len(units) > _NAMES_MAX:
        return look.text(marked("{count} đơn vị"), count=str(len(units)))
    return ", ".join(_of(one) for one in units) or None


def _of(unit: Named) -> str:
    return unit.name or unit.unit


def _acting(
    look: Look, can_act: Mapping[str, Any] | None, missing: Sequence[Named], kind: str | None
) -> str | None:
    if can_act is None:
        return None
    units = can_act["units"]
    if units and units == missing:
        return look.text(marked("đơn vị còn thiếu"))
    if can_act["role"] == "lead":
        role = look.text(called(LEADS, kind)).lower()
    else:
        role = look.text(_ROLES[can_act["role"]])
    told = names(look, units)
    return role if told is None or can_act["role"] == "member" else f"{role} ({told})"


def _group(look: Look, name: str, steps: list[Step]) -> Group:
    state, told = _state([step for step in steps if not step.optional] or steps)
    if any(step.state == "late" for step in steps):
        state, told = "late", marked("quá hạn")
    days = [step.on for step in steps if step.on is not None and step.state != "waiting"]
    return Group(look.text(name), state, look.text(told), days[-1] if days else None, steps)


_SOME = marked("nêu một phần")


def _state(steps: Sequence[Step]) -> tuple[str, str]:
    """The state of a group by the steps of it that have to be taken, with its word."""
    found = {step.status for step in steps}
    if "now" in found:
        return "now", marked("đang làm")
    if found == {"reached"}:
        return "done", marked("đã xong")
    if found == {"not_stated"}:
        return "unstated", marked("không nêu")
    if found <= {"reached", "not_stated"}:
        return "partly", _SOME
    if found & {"reached", "partly"}:
        return "partly", marked("xong một phần")
    return "waiting", marked("chờ")
