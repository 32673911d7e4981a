"""The pledge of each unit in a cycle, with what is known of its results."""

from domain.pledges import Pledge
from projections.asof import Model

PLEDGES = Model("pledges", "pledge", Pledge)
