"""Every command, by its name."""

from service.commands import amendments, ballots, clusters, cycles, nominations, units, year
from service.commands.command import by_name

COMMANDS = by_name(
    *units.COMMANDS,
    *clusters.COMMANDS,
    *cycles.COMMANDS,
    *year.COMMANDS,
    *ballots.COMMANDS,
    *nominations.COMMANDS,
    *amendments.COMMANDS,
)
