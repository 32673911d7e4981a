"""The roles of one database: who owns it, who works in it, who reads it."""

from itertools import count

from sqlalchemy.engine import make_url

from service.database_roles import grant
from service.engine import open_engine, writing
from service.schema import make_schema
from tests.postgres import Server

_NUMBERS = count(1)


class Staff:
    """A schema that belongs to an owner, with an application and a reader who may do nothing yet."""

    def __init__(self, server: Server, url: str, worker: str) -> None:
        self._url = make_url(url)
        self._server = server
        number = next(_NUMBERS)
        self.owner, self.application, self.reader = (
            f"{kind}_{worker}_{number}" for kind in ("owner", "application", "reader")
        )
        schema = str(self._url.query["options"]).rpartition("=")[2]
        with server.connect(str(self._url.database)) as connection:
            for role in (self.owner, self.application, self.reader):
                connection.execute(f"CREATE ROLE {role} LOGIN")
            connection.execute(f"ALTER SCHEMA {schema} OWNER TO {self.owner}")

    def url(self, role: str) -> str:
        """The address of the database for one of the roles."""
        return self._url.set(username=role).render_as_string(hide_password=False)

    def settle(self) -> None:
        """Make the tables as the owner, and grant the roles theirs."""
        engine = open_engine(self.url(self.owner))
        make_schema(engine)
        with writing(engine) as connection:
            grant(connection, self.application, "application")
            grant(connection, self.reader, "reader")
        engine.dispose()

    def waits(self) -> bool:
        """Whether somebody waits until another's transaction ends."""
        with self._server.connect(str(self._url.database)) as connection:
            found = connection.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE wait_event = 'transactionid' AND datname = current_database()"
            ).fetchone()
        return found != (0,)
