"""A line to a PostgreSQL server on a port of this machine, which a test can cut when it wants."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from sqlalchemy.engine import make_url

CHUNK_BYTES = 65_536
Cut = Literal["before", "after"]


class Relay:
    """Passes on what is said between clients and the server.

    `cut_at_commit` tells to cut the line of the next client that has written to the log and says COMMIT:
    before the server hears it, or after it has done so and before the client learns it. `is_dead` keeps
    new clients away.
    """

    def __init__(self, server: Path) -> None:
        self._server = str(server / ".s.PGSQL.5432")
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []
        self.cut_at_commit: Cut | None = None
        self.dies_with_it = False
        self.is_dead = False
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self._listening.getsockname()[1]
        return port

    def url(self, direct: str) -> str:
        """The address by way of this line, of what is `direct`ly reached by the server's socket."""
        url = make_url(direct).difference_update_query(["host"]).set(host="127.0.0.1", port=self.port)
        return url.render_as_string(hide_password=False)

    def close(self) -> None:
        """End every line."""
        self._listening.close()
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                if self.is_dead:
                    client.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._server)
                self._lines += [client, server]
                threading.Thread(target=self._pass_answers, args=(server, client), daemon=True).start()
                threading.Thread(target=self._pass_questions, args=(client, server), daemon=True).start()

    def _pass_answers(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while said := server.recv(CHUNK_BYTES):
                client.sendall(said)
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)

    def _pass_questions(self, client: socket.socket, server: socket.socket) -> None:
        wrote = False
        with suppress(OSError):
            while said := client.recv(CHUNK_BYTES):
                wrote = wrote or b"INSERT INTO event_log" in said
                if wrote and b"COMMIT" in said and self.cut_at_commit is not None:
                    self._cut(client, server, said)
                    break
                server.sendall(said)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)  # the server hears the end, once it has done what it heard before

    def _cut(self, client: socket.socket, server: socket.socket, said: bytes) -> None:
        how, self.cut_at_commit = self.cut_at_commit, None
        self.cuts += 1
        self.is_dead = self.dies_with_it
        client.shutdown(socket.SHUT_RDWR)  # before the answer: what comes now reaches nobody
        if how == "after":
            server.sendall(said)


@contextmanager
def relayed(server: Path) -> Iterator[Relay]:
    """A line to the server whose socket is in a folder."""
    relay = Relay(server)
    try:
        yield relay
    finally:
        relay.close()
