"""The counts of commendations reported in a cycle."""

from domain.commendations import Commendations
from projections.asof import Model

COMMENDATIONS = Model("commendations", "commendation", Commendations)
