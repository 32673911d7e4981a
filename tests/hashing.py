"""Passwords hashed lightly, where a test is about something else than how they are hashed.

As in use each takes a tenth of a second and 64 MiB: that is asserted, and so hashed, in tests/accounts
(`test_passwords` and `test_logins`), and by every service that a test starts as a process.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from service.accounts import passwords

IN_USE = passwords._hasher
LIGHT = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))


@contextmanager
def hashing(by: PasswordHash) -> Iterator[None]:
    """Hash by one of the two for a while."""
    before = passwords._hasher
    passwords._hasher = by
    passwords._nobodys.cache_clear()
    try:
        yield
    finally:
        passwords._hasher = before
        passwords._nobodys.cache_clear()
