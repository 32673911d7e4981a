"""What a reader can do in a year now: its next step where it is theirs, and the rest grouped by section."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from domain.identity import stream
from projections.catalogue import marked
from projections.units import Named
from projections.words import word
from service.authority.subjects import Subject
from service.pages.looking import Look
from service.pages.offers import Offer
from service.pages.rendering import sentence
from service.pages.year.tracker import PLACES, Step

# The command by which each step is taken that a cycle takes once.
_ONCE: Mapping[str, str] = {
    "launched": "launch_cycle",
    "rules_adopted": "adopt_rules",
    "midyear": "review_midyear",
    "ninemonth": "check_ninemonth",
    "summed_up": "sum_up_cycle",
    "minuted": "sign_minutes",
    "submitted": "submit_dossier",
    "closed": "close_cycle",
}
# What the domain wants to have seen before a command: a form that would only be refused is not offered.
_AFTER: Mapping[str, str] = {
    "review_midyear": "launched",
    "check_ninemonth": "launched",
    "launch_drive": "launched",
    "register_pledge": "launched",
    "sum_up_cycle": "launched",
    "sign_minutes": "summed_up",
    "submit_dossier": "minuted",
    "close_cycle": "submitted",
}
# The commands that units take, or that are taken for them, at a step made of units.
_BY_UNIT: Mapping[str, tuple[str, str]] = {
    "self_scored": ("submit_self_score", "score"),
    "verified": ("verify_score", "score"),
    "final_scored": ("finalise_score", "score"),
}
_SECTIONS: Sequence[tuple[str, tuple[str, ...]]] = (
    (marked("Mở đầu năm"), ("launch_cycle", "adopt_rules")),
    (marked("Giao ước"), ("register_pledge",)),
    (marked("Trong năm"), ("launch_drive", "record_inspection", "review_midyear", "check_ninemonth")),
    (marked("Tổng kết"), ("sum_up_cycle", "open_ballot", "sign_minutes", "submit_dossier")),
    (marked("Danh hiệu, khen thưởng"), ("propose_nomination", "report_commendation")),
    (marked("Khép năm"), ("hand_over_lead", "close_cycle", "reopen_cycle")),
)


class Situation:
    """A cycle as its acts see it: which steps are reached, its members, and those the reader speaks for."""

    def __init__(
        self, cycle: str, cluster: str, last_year: int, steps: Iterable[Step], own: Sequence[str]
    ) -> None:
        self.cycle = cycle
        self.cluster = cluster
        self.last_year = last_year
        self.status = {step.code: step.status for step in steps}
        self.own = own


def primary(look: Look, here: Situation, now: Step | None, missing: Sequence[Named]) -> Offer | None:
    """The act by which the next step is taken, if it is the reader's; it waits for the `missing` units."""
    if now is None or look.travels:
        return None
    if now.code == "pledged":
        return _pledging(look, here, missing)
    if now.code == "balloted":
        return _balloting(look, here, missing)
    if now.code in _BY_UNIT:
        command, kind = _BY_UNIT[now.code]
        return _for_units(look, here, now.code, [(command, kind, one.unit) for one in missing])
    if now.code in ("decided", "presented"):
        command = "decide_nomination" if now.code == "decided" else "present_nomination"
        held = any(look.may(command, stream("nomination", here.cycle, "", one.unit)) for one in missing)
        return _to_section(look, here, command, "nominations") if held else None
    return offer_of(look, here, _ONCE.get(now.code, "hand_over_lead"))


def secondary(look: Look, here: Situation, besides: Offer | None) -> list[tuple[str, list[Offer]]]:
    """Everything else that the reader can begin in the cycle, by section; without the act told already."""
    if look.travels:
        return []
    told = None if besides is None else besides.address
    sections = []
    for name, commands in _SECTIONS:
        found = [offer_of(look, here, command) for command in commands]
        kept = [one for one in found if one is not None and one.address != told]
        if kept:
            sections.append((look.text(name), kept))
    return sections


def offer_of(look: Look, here: Situation, command: str) -> Offer | None:
    """The form of a command on a cycle, where it is the reader's and can be taken by now."""
    step = next((step for step, own in _ONCE.items() if own == command), None)
    before = _AFTER.get(command)
    done = step is not None and here.status.get(step) == "reached"
    early = before is not None and here.status.get(before) not in ("reached", "partly")
    if done or early:
        return None
    if command == "hand_over_lead":
        if here.status.get("handed_over") == "reached":
            return None
        # It is the lead of the year that ends who hands over, whoever leads on the day.
        ending = Subject(cluster=here.cluster, year=here.last_year)
        return look.offer(command, ending, cluster=here.cluster, year=here.last_year + 1)
    if command == "reopen_cycle" and here.status.get("closed") != "reached":
        return None
    own = next(_subjects(here, command), None)
    if own is not None:
        return look.offer(command, own[1], cycle=here.cycle, **{own[0]: own[2]}) or _plain(
            look, here, command
        )
    return _plain(look, here, command)


def _plain(look: Look, here: Situation, command: str) -> Offer | None:
    return look.offer(command, stream("cycle", here.cycle), cycle=here.cycle)


def _subjects(here: Situation, command: str) -> Iterator[tuple[str, str, str]]:
    """For whom a representative takes a command: the field for the unit, a stream of it, and the unit."""
    field = {"record_inspection": "by", "register_pledge": "unit", "propose_nomination": "unit"}.get(command)
    if field is not None:
        for unit in here.own:
            yield field, stream("pledge", here.cycle, unit), unit


def _pledging(look: Look, here: Situation, missing: Sequence[Named]) -> Offer | None:
    """To sign what is registered, else to register."""
    told = look.whole("pledges", here.cycle)["pledges"]
    registered = {one["unit"] for one in told if one["registered_on"] and not one["withdrawn_on"]}
    wanted = [
        ("sign_pledge" if one.unit in registered else "register_pledge", "pledge", one.unit)
        for one in missing
    ]
    return _for_units(look, here, "pledged", wanted)


def _balloting(look: Look, here: Situation, missing: Sequence[Named]) -> Offer | None:
    """To the ballot room, for who votes or chairs there; to open a ballot where none is open."""
    for ballot in look.whole("ballots", here.cycle)["ballots"]:
        if ballot["status"] != "open":
            continue
        name = ballot["ballot"]
        votes = any(look.may("cast_vote", stream("vote", name, one.unit)) for one in missing)
        if votes or look.may("close_ballot", stream("ballot", name)):
            return Offer("cast_vote", look.url(f"/ballots/{name}"), look.text(marked("Vào phòng bỏ phiếu")))
    return offer_of(look, here, "open_ballot")


def _for_units(
    look: Look, here: Situation, step: str, wanted: Iterable[tuple[str, str, str]]
) -> Offer | None:
    """The form for the only unit that the reader can act for, else the list where each unit has its own."""
    found = []
    for command, kind, unit in wanted:
        one = look.offer(command, stream(kind, here.cycle, unit), cycle=here.cycle, unit=unit)
        if one is not None:
            found.append(one)
    if len(found) > 1:
        return _to_section(look, here, found[0].command, PLACES[step])
    return found[0] if found else None


def _to_section(look: Look, here: Situation, command: str, section: str) -> Offer:
    label = sentence(word("action", command, look.language))
    return Offer(command, look.url(f"/cycles/{here.cycle}/{section}"), label)


def standing_of(told: Mapping[str, Any], code: str) -> Mapping[str, Any]:
    """The line of a step in an answer to `steps`."""
    found: Mapping[str, Any] = next(line for line in told["steps"] if line["step"] == code)
    return found
