"""Who voted what and when, by name where the ballot is by name."""

from domain.votes import Vote
from projections.asof import Model

VOTES = Model("votes", "vote", Vote)
