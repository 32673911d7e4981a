"""People who call the service: each with a login, a session of their own, and keys that make retries safe."""

import secrets
import sys
import time
from collections import Counter
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx

TOO_MANY_REQUESTS = 429
CONNECTIONS_TRIED = 6  # for half a minute: a service that was just started may not listen yet
SECONDS_MAX = 60.0  # for one answer: a ballot that many vote on at once may keep a writer waiting
# What the service says of somebody it was told of in an earlier, interrupted run.
KNOWN_ALREADY = ("person_exists", "role_held_already")


class Problem(Exception):
    """What the service refused: a problem as RFC 9457 has it, with a sentence and a remedy."""

    def __init__(self, asked: str, told: dict[str, Any]) -> None:
        super().__init__(asked, told)
        self.asked = asked
        self.told = told

    def __str__(self) -> str:
        told = self.told
        words = " ".join(str(told.get(name, "")) for name in ("detail", "remedy"))
        return f"{self.asked}: {told.get('status')} {told.get('title')}. {words}"


class Caller:
    """One person at one computer. `called` is how the printed steps name them; the service knows an id."""

    def __init__(self, address: str, called: str, *, run: str) -> None:
        self.called = called
        self.person = ""
        self._run = run
        self._sent: Counter[str] = Counter()
        # The session is a cookie, which the client keeps and sends as a browser would.
        self._http = httpx.Client(
            base_url=f"{address.rstrip('/')}/api/v1",
            timeout=SECONDS_MAX,
            transport=httpx.HTTPTransport(retries=CONNECTIONS_TRIED),
        )

    def sign_in(self, login: str, password: str) -> None:
        """Open a session."""
        told = self._asked("POST", "/sessions", json={"login": login, "password": password})
        self.person = told["person"]

    def choose_password(self, first: str) -> None:
        """Put a password of one's own in place of the one that the administrator gave: until then nothing
        else is allowed, so that whatever is done is this person's doing. Here nobody needs to remember it.
        """
        self._asked("POST", "/passwords", json={"old": first, "new": secrets.token_urlsafe(24)})

    def get(self, path: str, **params: str) -> Any:
        """Read."""
        return self._asked("GET", path, params=params)

    def post(self, path: str, **told: Any) -> Any:
        """Act, once however often the step is sent, and print what it recorded.

        The key follows from the run and from how often this person did so before: who starts the script
        again sends the same ones, and is answered with what is recorded already. It holds nothing of what is
        sent, as a key stays in the log while a vote must stay hidden until the close.
        """
        self._sent[path] += 1
        key = uuid5(NAMESPACE_URL, f"{self._run} {path} {self._sent[path]}").hex
        answer = self._asked("POST", path, json=told, headers={"Idempotency-Key": key})
        self._print(path, answer)
        return answer

    def end(self) -> None:
        """Sign out."""
        session = self.get("/sessions/current")["session"]
        self._asked("POST", f"/sessions/{session}/endings", json={})
        self._http.close()

    def _asked(self, method: str, path: str, **more: Any) -> Any:
        while True:
            response = self._http.request(method, path, **more)
            if response.status_code != TOO_MANY_REQUESTS:
                break
            seconds = int(response.headers["Retry-After"])
            print(f"      … {seconds} s: the service asks to wait (Retry-After)", file=sys.stderr)
            time.sleep(seconds)
        if response.is_success:
            return response.json()
        raise Problem(f"{self.called}: {method} {path}", response.json())

    def _print(self, path: str, answer: Any) -> None:
        """The entry's number, who acted and where; then what it recorded and by which authority."""
        if "entries" in answer:
            number = answer["entries"][0]["position"]
            topics = ", ".join(entry["topic"] for entry in answer["entries"])
            became = f"{topics} ({answer['entries'][0]['authority']})"
        else:  # what waits outside the log, as one teller's count does for the other's
            number, became = answer["position"] or "", answer["state"]
        print_step(number, self.called, f"POST {path}", became)


def print_step(number: int | str, who: str, sent: str, became: str) -> None:
    """Print one step in two lines."""
    print(f"{number:>5} {who:<17} {sent}\n{'':>23} → {became}")


class Administrator(Caller):
    """Who makes the accounts, and can do nothing else: neither votes nor scores."""

    def admits(self, address: str, called: str, login: str, *, role: str | None = None) -> Caller:
        """A new person with a login, signed in. Both passwords are made up here; nobody needs to know them.

        The person's id follows from the login: started again, the script finds them. It says nothing of who
        they are, since the log keeps it for ever while the name can be erased.
        """
        person = f"p-{uuid5(NAMESPACE_URL, login).hex[:16]}"
        first = secrets.token_urlsafe(24)
        self._unless_known("/persons", person=person, name=called)
        self._asked("POST", f"/persons/{person}/logins", json={"login": login, "password": first})
        if role is not None:
            self._unless_known(f"/persons/{person}/grants", role=role)
        paths = "/persons, /logins" if role is None else "/persons, /logins, /grants"
        print_step("", self.called, f"POST {paths}", called)
        caller = Caller(address, called, run=self._run)
        caller.sign_in(login, first)
        caller.choose_password(first)
        return caller

    def _unless_known(self, path: str, **told: Any) -> None:
        try:
            self._asked("POST", path, json=told)
        except Problem as problem:
            if problem.told.get("code") not in KNOWN_ALREADY:
                raise
