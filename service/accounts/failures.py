"""Lock-out by rate: a login that was tried too often in vain has to wait, whether it exists or not.

Failures are counted by login and network, so that who only knows a login's name does not keep its owner out
on the day of a ballot; and, up to a higher ceiling, over all networks, as a program may use many of them.
They stand in a table, so every process counts the same. Of login and network only hashes are noted.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, insert, select

from domain.moments import Moment
from domain.refusals import Refusal
from service.accounts.names import secret_hash
from service.accounts.tables import sign_in_failures
from service.engine import writing

FAILURES_MAX = 5  # slips of a person who knows the password; a program gets 480 guesses a day
# From all networks together: ten of them have to join to keep an owner out, and all that there are make no
# more than 4,800 guesses a day, which no password of twelve letters falls to.
FAILURES_EVERYWHERE_MAX = 50
REMOVED_AT_ONCE = 500  # of those long past, at each attempt: more than come with one
WINDOW_MICROSECONDS = 15 * 60 * 1_000_000  # short enough to wait for, long enough to make guessing hopeless
_MINUTE = 60 * 1_000_000


def attempt(engine: Engine, login: str, now: int, network: str = "") -> int:
    """Count an attempt as failed before it is made; `forget` takes it back when it succeeds.

    It is noted and committed first and counted after, so of many attempts at once, in any number of
    processes, no more get through than the limits say. `network` is where it comes from. Gives the number
    of the note, for `take_back`.

    Raises:
        Refusal: `sign_in_locked`, saying from when one may try again.
    """
    key, network_key = secret_hash(login), _network_key(login, network)
    with writing(engine) as connection:
        _remove(connection, sign_in_failures.c.at <= now - WINDOW_MICROSECONDS, at_most=REMOVED_AT_ONCE)
        mine = _noted(connection, key, network_key, now)
    with writing(engine) as connection:
        others = (
            select(sign_in_failures.c.at, sign_in_failures.c.network_key)
            .where(
                sign_in_failures.c.login_key == key,
                sign_in_failures.c.id != mine,
                sign_in_failures.c.at > now - WINDOW_MICROSECONDS,
            )
            .order_by(sign_in_failures.c.at.desc())
            .limit(FAILURES_EVERYWHERE_MAX)
        )
        locked_by = _locked_by(connection.execute(others).all(), network_key)
        if locked_by is not None:
            # Refused unseen, it is no failure: who waits is not kept waiting by having asked.
            _remove(connection, sign_in_failures.c.id == mine)
    if locked_by is not None:
        raise Refusal("sign_in_locked", until=_full_minute(locked_by + WINDOW_MICROSECONDS))
    return mine


def take_back(engine: Engine, noted: int) -> None:
    """Take back an attempt that `attempt` noted and that was then not made."""
    with writing(engine) as connection:
        _remove(connection, sign_in_failures.c.id == noted)


def forget(connection: Connection, login: str, network: str | None = None) -> None:
    """Forget the failures of a login, in one network or (None) in all.

    Somebody has shown there that it is theirs; what others try elsewhere stays counted.
    """
    which = sign_in_failures.c.login_key == secret_hash(login)
    if network is not None:
        which &= sign_in_failures.c.network_key == _network_key(login, network)
    _remove(connection, which)


def _locked_by(failed: Sequence[Row[int, str]], network_key: str) -> int | None:
    """When the failure was made that has to pass first; None where another attempt may be made.

    `failed` are the latest failures of the login, the latest first.
    """
    here = [one.at for one in failed if one.network_key == network_key]
    passing = [here[FAILURES_MAX - 1]] if len(here) >= FAILURES_MAX else []
    if len(failed) == FAILURES_EVERYWHERE_MAX:
        passing.append(failed[-1].at)
    return max(passing, default=None)


def _network_key(login: str, network: str) -> str:
    """What is noted of a network: nothing by which one login's failures could be laid beside another's."""
    return secret_hash(f"{login}\n{network}")


def _noted(connection: Connection, key: str, network_key: str, now: int) -> int:
    told = {"login_key": key, "network_key": network_key, "at": now}
    noted = connection.execute(insert(sign_in_failures).values(told))
    mine: Any = noted.inserted_primary_key
    return int(mine[0])


def _remove(connection: Connection, which: ColumnElement[bool], *, at_most: int | None = None) -> None:
    # What another is removing is skipped, not waited for: two who clean up never block each other.
    found = select(sign_in_failures.c.id).where(which).limit(at_most).with_for_update(skip_locked=True)
    connection.execute(delete(sign_in_failures).where(sign_in_failures.c.id.in_(found)))


def _full_minute(at: int) -> Moment:
    """The moment as a clock shows it: the next full minute, as before it one would be refused again."""
    return Moment(-(-at // _MINUTE) * _MINUTE)
