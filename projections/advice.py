"""What should be known of an entry that nobody is kept from making: the turn to lead, odds, a title.

A warning is told to whoever made the entry, beside the answer; it is worked out anew and never recorded.
"""

from sqlalchemy import Connection

from domain import tally, titles
from domain.ballot_facts import BallotOpened
from domain.ballots import UNCOUNTED_MODES
from domain.clusters import rotation_warnings
from domain.facts import Entry
from domain.identity import stream_parts
from domain.leads import LeadAssigned, LeadElected, LeadHandedOver
from domain.nomination_facts import NominationProposed
from domain.refusals import Refusal
from domain.tally import BallotWarning
from domain.timeline import END_OF_TIME
from projections.catalogue import LANGUAGES
from projections.clusters import CLUSTERS
from projections.point import LATEST, Point
from projections.refusals import warning_sentence
from projections.scores import board
from projections.units import Names
from projections.year import read_year

Warnings = list[BallotWarning | Refusal]
# What a unit must not have lost again to hold a title that another one builds on.
_LOST = ("refused", "downgraded", "annulled")


ADVISED = (LeadAssigned, LeadElected, LeadHandedOver, BallotOpened, NominationProposed)


def advice(connection: Connection, entry: Entry) -> dict[str, list[str]]:
    """What should be known of an entry, in each language; empty lists where nothing is unusual."""
    found = _warnings(connection, entry)
    units = {
        str(warning.params[name])
        for warning in found
        for name in ("unit", "deputy")
        if name in warning.params
    }
    names = Names(connection, LATEST, units)
    return {
        language: [warning_sentence(warning, language, names) for warning in found] for language in LANGUAGES
    }


def _warnings(connection: Connection, entry: Entry) -> Warnings:
    match entry.fact:
        case LeadAssigned(lead=str(lead)) | LeadElected(lead=lead) | LeadHandedOver(lead=str(lead)):
            cluster = CLUSTERS.of(connection, entry.originator_id, LATEST)
            return [] if cluster is None else [*rotation_warnings(cluster, lead, entry.fact.year)]
        case BallotOpened(rule=rule) as opened if rule is not None and opened.mode not in UNCOUNTED_MODES:
            return [*tally.warnings(rule, len(opened.roll), opened.seats)]
        case NominationProposed():
            return _of_title(connection, entry)
    return []


def _of_title(connection: Connection, entry: Entry) -> Warnings:
    """What the title asks of the unit, against what it holds or is proposed for, and its rank by then."""
    _, (cycle, title, unit) = stream_parts(entry.originator_id)
    year = read_year(connection, cycle, Point(entry.effective, END_OF_TIME, END_OF_TIME))
    if year is None or year.rules.rule_set is None:
        return []
    rule = year.rules.rule_set.title(title)
    held = {one.title for one in year.nominations if one.unit == unit and one.status not in _LOST}
    ranks = board(year.scores, year.rules).ranks(year.members)
    rank = ranks.get(unit)
    return [*titles.warnings(rule, held=held - {title}, leading=None if rank is None else rank == 1)]
