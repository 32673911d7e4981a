from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from domain.moments import Moment
from domain.refusals import Refusal
from service.accounts import failures, logins, passwords
from service.accounts.gate import Busy
from service.accounts.passwords import Hashed
from service.accounts.tables import sign_in_failures
from service.engine import open_engine, writing
from tests.accounts.conftest import LIFETIME, MINUTE, NOW, PASSWORD, NewLogin
from tests.accounts.refusing import refused

WINDOW = failures.WINDOW_MICROSECONDS


def fail(engine: Engine, login: str, at: int, network: str = "") -> str:
    """What a wrong password is answered with."""
    with pytest.raises(Refusal) as told:
        logins.sign_in(engine, login, "sai mật khẩu rồi", now=at, lifetime=LIFETIME, network=network)
    return told.value.code


@pytest.mark.parametrize("login", ["can-bo-a", "khong-co", "a\x00bc"])
def test_five_failures_lock_a_login_whether_it_exists_or_not(
    login: str, engine: Engine, new_login: NewLogin
) -> None:
    new_login("can-bo-a")
    assert [fail(engine, login, NOW + minute * MINUTE) for minute in range(7)] == [
        *["sign_in_failed"] * 5,
        *["sign_in_locked"] * 2,
    ]
    with refused("sign_in_locked", until=Moment(NOW + WINDOW)):
        logins.sign_in(engine, login, PASSWORD, now=NOW + WINDOW - 1, lifetime=LIFETIME)
    assert fail(engine, login, NOW + WINDOW) == "sign_in_failed"


def test_the_right_password_waits_too_and_then_clears(engine: Engine, new_login: NewLogin) -> None:
    new_login("can-bo-a")
    for second in range(5):
        fail(engine, "can-bo-a", NOW + second)
    with refused("sign_in_locked"):
        logins.sign_in(engine, "can-bo-a", PASSWORD, now=NOW + MINUTE, lifetime=LIFETIME)
    logins.sign_in(engine, "CAN-BO-A", PASSWORD, now=NOW + WINDOW, lifetime=LIFETIME)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(sign_in_failures)).scalar() == 0


def test_the_time_told_is_a_full_minute_at_which_one_may_try(engine: Engine, new_login: NewLogin) -> None:
    new_login("can-bo-a")
    began = NOW + 17
    for _ in range(5):
        fail(engine, "can-bo-a", began)
    with pytest.raises(Refusal) as told:
        failures.attempt(engine, "can-bo-a", began + 1)
    until = told.value.params["until"].effective
    assert until % MINUTE == 0
    assert began + WINDOW <= until < began + WINDOW + MINUTE
    failures.attempt(engine, "can-bo-a", until)


def test_one_locked_login_locks_no_other(engine: Engine, new_login: NewLogin) -> None:
    new_login("can-bo-a")
    new_login("can-bo-b")
    for _ in range(6):
        fail(engine, "can-bo-a", NOW)
    assert logins.sign_in(engine, "can-bo-b", PASSWORD, now=NOW, lifetime=LIFETIME).session


def test_guessing_the_old_password_locks_as_well(engine: Engine, new_login: NewLogin) -> None:
    person = new_login("can-bo-a")
    for _ in range(5):
        with refused("password_wrong"):
            logins.change_password(engine, person, "sai mật khẩu rồi", "câu mới để nhớ", keep=None, now=NOW)
    with refused("sign_in_locked"):
        logins.change_password(engine, person, PASSWORD, "câu mới để nhớ", keep=None, now=NOW)


def test_a_reset_unlocks(engine: Engine, new_login: NewLogin, stored: Hashed) -> None:
    person = new_login("can-bo-a")
    for _ in range(6):
        fail(engine, "can-bo-a", NOW)
    with writing(engine) as connection:
        logins.set_login(connection, person, "can-bo-a", stored, by="p-admin", now=NOW)
    logins.sign_in(engine, "can-bo-a", PASSWORD, now=NOW, lifetime=LIFETIME)


def test_who_guesses_elsewhere_locks_nobody_out(engine: Engine, new_login: NewLogin) -> None:
    new_login("can-bo-a")
    assert [fail(engine, "can-bo-a", NOW, "192.0.2.66") for _ in range(7)][-2:] == ["sign_in_locked"] * 2
    told: dict[str, Any] = {"now": NOW + 1, "lifetime": LIFETIME}
    assert logins.sign_in(engine, "can-bo-a", PASSWORD, network="192.0.2.1", **told).session
    assert fail(engine, "can-bo-a", NOW + 2, "192.0.2.66") == "sign_in_locked", (
        "nor does the owner unlock them"
    )


@pytest.mark.parametrize("login", ["can-bo-a", "khong-co"])
def test_failures_in_many_networks_lock_a_login_everywhere(login: str, engine: Engine) -> None:
    """Whether there is such a login makes no difference: here none is looked up."""
    most = failures.FAILURES_EVERYWHERE_MAX
    for number in range(most):
        failures.attempt(engine, login, NOW + number, f"192.0.2.{number}")
    with refused("sign_in_locked", until=Moment(NOW + WINDOW)):
        failures.attempt(engine, login, NOW + MINUTE, "198.51.100.1")
    failures.attempt(engine, "can-bo-b", NOW + MINUTE, "198.51.100.1")
    failures.attempt(engine, login, NOW + WINDOW, "198.51.100.1")


def test_the_later_of_two_locks_is_told(engine: Engine) -> None:
    for number in range(failures.FAILURES_EVERYWHERE_MAX - 5):
        failures.attempt(engine, "can-bo-a", NOW, f"192.0.2.{number}")
    for _ in range(5):
        failures.attempt(engine, "can-bo-a", NOW + MINUTE, "198.51.100.1")
    with refused("sign_in_locked", until=Moment(NOW + MINUTE + WINDOW)):
        failures.attempt(engine, "can-bo-a", NOW + 2 * MINUTE, "198.51.100.1")
    with refused("sign_in_locked", until=Moment(NOW + WINDOW)):
        failures.attempt(engine, "can-bo-a", NOW + 2 * MINUTE, "203.0.113.1")


def test_no_network_is_stored_in_the_clear_or_told_from_login_to_login(engine: Engine) -> None:
    for login in ("can-bo-a", "can-bo-b"):
        failures.attempt(engine, login, NOW, "192.0.2.66")
    with engine.connect() as connection:
        rows = connection.execute(select(sign_in_failures)).mappings().all()
    assert "192.0.2.66" not in str(rows)
    assert len({row["network_key"] for row in rows}) == 2


def test_who_was_sent_away_unseen_has_not_failed(engine: Engine, new_login: NewLogin) -> None:
    person = new_login("can-bo-a")
    with ExitStack() as crowd:
        for _ in range(passwords.HASHINGS_AT_ONCE):
            crowd.enter_context(passwords.gate.turn())
        with pytest.raises(Busy):
            logins.sign_in(engine, "can-bo-a", PASSWORD, now=NOW, lifetime=LIFETIME)
        with pytest.raises(Busy):
            logins.change_password(engine, person, PASSWORD, "câu mới để nhớ", keep=None, now=NOW)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(sign_in_failures)).scalar() == 0
    assert logins.sign_in(engine, "can-bo-a", PASSWORD, now=NOW, lifetime=LIFETIME).session


def test_who_has_to_wait_has_nothing_hashed(engine: Engine, new_login: NewLogin) -> None:
    """A new password is looked at first and hashed last: where nobody gets a turn at it, both are told."""
    person = new_login("can-bo-a")
    told: dict[str, Any] = {"keep": None, "now": NOW}
    for _ in range(5):
        failures.attempt(engine, "can-bo-a", NOW)
    with ExitStack() as crowd:
        for _ in range(passwords.HASHINGS_AT_ONCE):
            crowd.enter_context(passwords.gate.turn())
        with refused("password_too_short"):
            logins.change_password(engine, person, PASSWORD, "ngắn thôi", **told)
        with refused("sign_in_locked"):
            logins.change_password(engine, person, PASSWORD, "câu mới để nhớ", **told)


def test_no_more_get_through_when_many_try_at_once(engine: Engine, database_url: str) -> None:
    another = open_engine(database_url)  # as another process has it

    def attempt(number: int) -> str:
        try:
            failures.attempt(another if number % 2 else engine, "can-bo-a", NOW + number)
        except Refusal as refusal:
            return refusal.code
        return "passed"

    with ThreadPoolExecutor(12) as pool:
        answers = Counter(pool.map(attempt, range(36)))
    another.dispose()
    assert answers["passed"] <= failures.FAILURES_MAX
    assert answers["passed"] + answers["sign_in_locked"] == 36


def test_old_failures_are_not_kept(engine: Engine) -> None:
    for login in ("khong-co", "cung-khong"):
        failures.attempt(engine, login, NOW)
    failures.attempt(engine, "khac-nua", NOW + WINDOW)
    with engine.connect() as connection:
        assert connection.execute(select(sign_in_failures.c.at)).scalars().all() == [NOW + WINDOW]
