"""Every read model, by what it is called."""

from typing import Any

from projections import (
    ballots,
    clusters,
    commendations,
    cycles,
    drives,
    inspections,
    leads,
    nominations,
    pledges,
    scores,
    units,
    votes,
)
from projections.asof import Model

MODELS: tuple[Model[Any], ...] = (
    units.UNITS,
    clusters.CLUSTERS,
    leads.LEADS,
    cycles.CYCLES,
    cycles.RULES,
    pledges.PLEDGES,
    drives.DRIVES,
    inspections.INSPECTIONS,
    scores.SCORES,
    ballots.BALLOTS,
    votes.VOTES,
    nominations.NOMINATIONS,
    commendations.COMMENDATIONS,
)
