"""The inspections of each unit in a cycle."""

from domain.inspections import Inspection
from projections.asof import Model

INSPECTIONS = Model("inspections", "inspection", Inspection)
