"""The score of each unit in a cycle, by its marks; points and ranks are computed where they are read."""

from domain.scores import Score
from projections.asof import Model

SCORES = Model("scores", "score", Score)
