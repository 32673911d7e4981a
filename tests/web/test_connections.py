"""The service holds so many connections and no more: each takes memory, however little it sends."""

from tests.serving import asked, serving

QUESTION = b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def test_who_connects_beyond_the_limit_is_sent_away_at_once(sqlite_url: str) -> None:
    with serving(sqlite_url, connections_max="1") as served, served.connect() as held:
        assert asked(held, "/livez").startswith(b"HTTP/1.1 200 ")
        with served.connect() as another:
            another.sendall(QUESTION)
            assert another.recv(65_536).startswith(b"HTTP/1.1 503 ")
