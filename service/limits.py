"""How long the database may keep somebody waiting, and how many connections there may be."""

from typing import NamedTuple, Self

UPKEEP_WAIT_SECONDS = 60


class Limits(NamedTuple):
    """What one process grants itself of the database; 0 statement or idle seconds are no limit.

    `wait_seconds` is how long a write waits for another's, and whoever asks for a free connection;
    `idle_seconds` how long a transaction may do nothing, and `silence_seconds` after how long a server that
    says nothing at all is given up. But for waiting they are of PostgreSQL alone.
    """

    connections: int = 32
    wait_seconds: int = 10
    statement_seconds: int = 60
    idle_seconds: int = 60
    connect_seconds: int = 5
    silence_seconds: int = 10

    @property
    def connections_kept(self) -> int:
        """Connections that stay open when nobody needs them."""
        return max(1, self.connections // 2)

    def for_upkeep(self) -> Self:
        """The same for what an operator starts and waits for, such as a rebuild of millions of entries."""
        wait = max(self.wait_seconds, UPKEEP_WAIT_SECONDS)
        return self._replace(statement_seconds=0, idle_seconds=0, wait_seconds=wait)
