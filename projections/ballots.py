"""The ballots of a cycle."""

from domain.ballots import Ballot
from projections.asof import Model

BALLOTS = Model("ballots", "ballot", Ballot)
