"""Public ids, secrets and their hashes: how what is stored is told from what only its holder knows."""

import secrets
from collections.abc import Callable
from hashlib import sha256

ID_BYTES = 8  # a public id need not be hard to guess, only to meet twice
NewSecret = Callable[[], str]
# 32 random bytes: nobody guesses them, so a plain hash of them needs no salt and no slowness.
new_secret: NewSecret = secrets.token_urlsafe


def new_id(kind: str) -> str:
    """A new public id: `p-…` a person, `s-…` a session, `t-…` a token, `g-…` a grant, `i-…` an identity."""
    return f"{kind}-{secrets.token_hex(ID_BYTES)}"


def id_for(kind: str, by: str, key: str) -> str:
    """The public id of what somebody makes by a request with a key: the same for the same request.

    Sent again, as after an answer that was lost, the request finds what it has made already.
    """
    digest = sha256(f"{kind} {by} {key}".encode()).hexdigest()
    return f"{kind}-{digest[: 2 * ID_BYTES]}"


def secret_hash(secret: str) -> str:
    """What is stored of a secret: its SHA-256 in hexadecimal."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
