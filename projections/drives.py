"""The special drives of a cycle."""

from domain.drives import Drive
from projections.asof import Model

DRIVES = Model("drives", "drive", Drive)
