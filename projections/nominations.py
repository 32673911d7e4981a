"""What became of each proposal of a title for a unit."""

from domain.nominations import Nomination
from projections.asof import Model

NOMINATIONS = Model("nominations", "nomination", Nomination)
