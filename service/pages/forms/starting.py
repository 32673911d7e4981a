"""What a form holds when it is opened: what is known already, so that nobody types it again."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from domain.clusters import leading_on
from domain.criteria import leaves
from domain.identity import cycle_parts, stream
from domain.marks import Mark
from domain.pledges import Pledge
from domain.refusals import Refusal
from domain.scores import STAGES
from projections.year import read_year
from service.pages.forms.asked import Asked
from service.pages.forms.tables import write_table
from service.rulebook import rule_sets

Values = dict[str, Any]


def starting_values(asked: Asked, told: Mapping[str, str]) -> Values:
    """The first values of a form; `told` are those that its address brings, and they go before."""
    found = _STARTS.get(asked.command, _nothing)(asked, told)
    return {**found, **told}


def _nothing(_asked: Asked, _told: Mapping[str, str]) -> Values:
    return {}


def _only_own(asked: Asked, told: Mapping[str, str]) -> str | None:
    """The unit that the address names, or the only one for which the reader speaks."""
    own = asked.own_units
    return told.get("unit") or (own[0] if len(own) == 1 else None)


def _pledge(asked: Asked, told: Mapping[str, str]) -> Values:
    """The pledge of an earlier year as a beginning: its targets, with what was reached as the baseline."""
    unit, source = _only_own(asked, told), told.get("copied_from")
    found: Values = {} if unit is None else {"unit": unit}
    if unit is None or source is None:
        return found
    try:
        cycle_parts(source)
    except Refusal:
        return found
    if asked.look.acts.may("read_cycle", stream("cycle", source)) is None:
        return found  # what one may not read is told by no form, either
    year = read_year(asked.look.connection, source, asked.point)
    former = None if year is None else year.pledges.get(unit)
    if former is None:
        return found
    return {**found, "targets": _copied(former), "titles": list(former.titles)}


def _copied(former: Pledge) -> list[Values]:
    told = []
    for target in former.targets:
        result = former.results.get(target.id)
        actual = None if result is None else result.actual
        baseline = target.baseline if actual is None else actual
        told.append(msgspec.to_builtins(msgspec.structs.replace(target, baseline=baseline)))
    return told


def _amendment(asked: Asked, _told: Mapping[str, str]) -> Values:
    pledge = None if asked.year is None else asked.year.pledges.get(asked.named["unit"])
    if pledge is None:
        return {}
    return {"targets": [msgspec.to_builtins(one) for one in pledge.targets], "titles": list(pledge.titles)}


def _signature(asked: Asked, _told: Mapping[str, str]) -> Values:
    own = asked.named["unit"] in asked.own_units
    return {"signatory": asked.look.caller.person} if own else {}


def _marks(asked: Asked, _told: Mapping[str, str]) -> Values:
    """A line for each criterion; where the unit scores itself, with what it stated before."""
    table = None if asked.year is None else asked.year.rules.scoring_table
    if asked.year is None or table is None:
        return {}
    score = asked.year.scores.get(asked.named["unit"])
    before = score.marks if score is not None and asked.command == "submit_self_score" else {}
    stated = {name: mark for stage in STAGES for name, mark in before.get(stage, {}).items()}
    marks = [stated.get(one.id) or Mark(criterion=one.id) for one in leaves(table)]
    return {"marks": [msgspec.to_builtins(mark) for mark in marks]}


def _explanations(asked: Asked, _told: Mapping[str, str]) -> Values:
    table = None if asked.year is None else asked.year.rules.scoring_table
    return {} if table is None else {"explanations": [{"criterion": one.id} for one in leaves(table)]}


def _options(asked: Asked) -> Values:
    ballot = asked.ballot
    return {} if ballot is None else {"options": [{"candidate": one} for one in ballot.opened.candidates]}


def _hands(asked: Asked, _told: Mapping[str, str]) -> Values:
    return {"count": _options(asked)}


def _paper(asked: Asked, _told: Mapping[str, str]) -> Values:
    tellers = [*(asked.ballot.tellers if asked.ballot is not None else ()), None, None]
    return {
        name: {"teller": teller, "count": _options(asked)}
        for name, teller in zip(("first", "second"), tellers, strict=False)
    }


def _present(asked: Asked, _told: Mapping[str, str]) -> Values:
    present = None if asked.ballot is None else asked.ballot.present
    return {} if present is None else {"present": list(present)}


def _ballot(asked: Asked, _told: Mapping[str, str]) -> Values:
    rules = None if asked.year is None else asked.year.rules.rule_set
    modes = () if rules is None else rules.ballot.modes
    mode = modes[0] if modes and "roll_call" not in modes else "roll_call"
    return {"mode": mode, "candidates": [] if asked.year is None else list(asked.year.members)}


def _next_lead(asked: Asked, _told: Mapping[str, str]) -> Values:
    """The year after the one that runs, with who leads now and who is named for then already."""
    cluster, today = asked.cluster, asked.look.today
    if cluster is None:
        return {}
    year = today.year + 1
    now, named = leading_on(cluster, today), cluster.tenures.get(year)
    told: Values = {"year": year, "outgoing": now and now.lead, "effective_from": date(year, 1, 1)}
    if named is not None:
        told |= {"lead": named.lead, "deputy": named.deputy}
    return told


def _acceptance(asked: Asked, _told: Mapping[str, str]) -> Values:
    cluster, year = asked.cluster, asked.named.get("year", "")
    tenure = cluster.tenures.get(int(year)) if cluster is not None and year.isdecimal() else None
    return {} if tenure is None or tenure.lead is None else {"unit": tenure.lead}


def _opening(asked: Asked, _told: Mapping[str, str]) -> Values:
    return {"first_year": asked.look.today.year}


def _rules(asked: Asked, _told: Mapping[str, str]) -> Values:
    """The rules that are valid today, and the table of the year before."""
    today = asked.look.today
    valid = [
        one.id
        for one in rule_sets().values()
        if one.valid_from <= today and (one.valid_to is None or today <= one.valid_to)
    ]
    told: Values = {"rule_set": valid[-1]} if valid else {}
    table = None if asked.year is None else asked.year.rules.scoring_table
    if table is None and asked.cycle is not None:
        cluster, first, _ = cycle_parts(asked.cycle)
        former = read_year(asked.look.connection, f"{cluster}-{first - 1}", asked.point)
        table = None if former is None else former.rules.scoring_table
    return told if table is None else {**told, "scoring_table": write_table(table)}


def _year_of_cycle(asked: Asked, _told: Mapping[str, str]) -> Values:
    return {} if asked.cycle is None else {"year": cycle_parts(asked.cycle)[2]}


def _own_person(asked: Asked, _told: Mapping[str, str]) -> Values:
    return {"by": asked.look.caller.person}


def _entry(asked: Asked, _told: Mapping[str, str]) -> Values:
    """The fact as it stands, so that only what is wrong is typed anew."""
    entry = asked.entry
    return {} if entry is None else {"new": msgspec.to_builtins(entry.fact)}


def _inspection(asked: Asked, told: Mapping[str, str]) -> Values:
    own = asked.own_units
    return {"by": own[0]} if len(own) == 1 and told.get("unit") != own[0] else {}


_STARTS: Mapping[str, Callable[[Asked, Mapping[str, str]], Values]] = {
    "register_pledge": _pledge,
    "amend_pledge": _amendment,
    "sign_pledge": _signature,
    "submit_self_score": _marks,
    "verify_score": _marks,
    "recheck_score": _marks,
    "explain_score": _explanations,
    "count_hands": _hands,
    "record_outcome": _hands,
    "count_paper": _paper,
    "take_attendance": _present,
    "close_ballot": _present,
    "open_ballot": _ballot,
    "assign_lead": _next_lead,
    "elect_lead": _next_lead,
    "hand_over_lead": _next_lead,
    "accept_handover": _acceptance,
    "open_cycle": _opening,
    "adopt_rules": _rules,
    "propose_nomination": _year_of_cycle,
    "decide_nomination": _year_of_cycle,
    "grant_delegation": _own_person,
    "revoke_delegation": _own_person,
    "record_inspection": _inspection,
    "correct_entry": _entry,
}
