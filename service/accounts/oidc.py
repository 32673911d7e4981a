"""Signing in through an OpenID Connect provider: the authorization code flow, with PKCE, state and nonce.

Who signs in is redirected to the provider and comes back with a code. Beside the code they must bring the
secret that their own browser was given when it left: state, nonce and PKCE verifier all follow from it, so
the database holds none of them, and another's browser cannot be signed in by a link.
(RFC 6749, 7636, 9207, 9700; OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3.7.)
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core.claims import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jws import JWSRegistry
from sqlalchemy import Connection, Engine, delete, insert, select

from domain.refusals import Refusal
from service.accounts import identities, sessions
from service.accounts.names import NewSecret, new_secret, secret_hash
from service.accounts.provider import Provider, Tokens
from service.accounts.tables import oidc_sign_ins
from service.engine import writing

_SECOND = 1_000_000
LIFE_MICROSECONDS = 10 * 60 * _SECOND  # to type a password at the provider, and a second factor
REMOVED_AT_ONCE = 200  # of those never finished: more than come with one
LEEWAY_SECONDS = 60  # by which the provider's clock may differ from ours
# Signatures by a key that only the provider has: no "none", and no HS*, whose key we would hold as well.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_REGISTRY = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in begun: `address` is where to go, `secret` what the browser keeps until it is back."""

    address: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a browser comes back with: of the address, and in `secret` what it was given when it left."""

    secret: str = field(repr=False)
    state: str = field(repr=False)
    code: str = field(repr=False)
    issuer: str | None
    has_failed: bool


def begin(
    engine: Engine, provider: Provider, redirect_uri: str, *, now: int, secret: NewSecret = new_secret
) -> Begun:
    """Begin a sign-in that ends at `redirect_uri`, once, within `LIFE_MICROSECONDS`.

    Raises:
        Refusal: `provider_unreachable`.
    """
    metadata = provider.metadata()
    made = secret()
    with writing(engine) as connection:
        _forget_expired(connection, now)
        expires_at = now + LIFE_MICROSECONDS
        connection.execute(insert(oidc_sign_ins).values(secret_hash=secret_hash(made), expires_at=expires_at))
    address = prepare_grant_uri(
        metadata.authorization_endpoint,
        provider.client_id,
        "code",
        redirect_uri=redirect_uri,
        scope="openid",
        state=_derived(made, "state"),
        nonce=_derived(made, "nonce"),
        code_challenge=create_s256_code_challenge(_derived(made, "verifier")),
        code_challenge_method="S256",
    )
    return Begun(address=address, secret=made)


def finish(
    engine: Engine, provider: Provider, returned: Returned, redirect_uri: str, *, now: int, lifetime: int
) -> sessions.Opened:
    """Open a session for whom the provider vouches.

    Raises:
        Refusal: `sign_in_stale` for what this browser has not begun, or finished already;
            `provider_refused`, `provider_unreachable`, `identity_token_refused`; `identity_unlinked`,
            `login_disabled`.
    """
    _take(engine, returned, now)
    if returned.issuer not in (None, provider.issuer):
        raise Refusal("sign_in_stale")
    if returned.has_failed:
        raise Refusal("provider_refused", problem="it came back with an error")
    told = provider.tokens(returned.code, _derived(returned.secret, "verifier"), redirect_uri)
    subject = _subject(provider, told, _derived(returned.secret, "nonce"), now)
    with writing(engine) as connection:
        return identities.sign_in(connection, provider.issuer, subject, now=now, lifetime=lifetime)


def _take(engine: Engine, returned: Returned, now: int) -> None:
    """Use up a sign-in that was begun. What is forged uses up nothing."""
    state = _derived(returned.secret, "state").encode()
    if not returned.secret or not hmac.compare_digest(state, returned.state.encode("utf-8", "replace")):
        raise Refusal("sign_in_stale")
    which = oidc_sign_ins.c.secret_hash == secret_hash(returned.secret), oidc_sign_ins.c.expires_at > now
    with writing(engine) as connection:
        if connection.execute(delete(oidc_sign_ins).where(*which)).rowcount == 0:
            raise Refusal("sign_in_stale")


def _subject(provider: Provider, told: Tokens, nonce: str, now: int) -> str:
    """Who signs in, as the provider has it in the token that it signed for this very sign-in."""
    with _refusing():
        token = _verified(provider, told.id_token)
        options = {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
        }
        params = {"nonce": nonce, "client_id": provider.client_id, "access_token": told.access_token}
        claims = CodeIDToken(token.claims, token.header, options, params)
        claims.validate(now=now // _SECOND, leeway=LEEWAY_SECONDS)
        return str(claims["sub"])


def _verified(provider: Provider, id_token: str) -> jwt.Token:
    """A token whose signature is the provider's; once its keys are read anew, as it may have changed them."""
    try:
        return jwt.decode(id_token, provider.keys(), registry=_REGISTRY)
    except (InvalidKeyIdError, BadSignatureError):
        return jwt.decode(id_token, provider.keys(anew=True), registry=_REGISTRY)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except JoseError as error:
        # The code, and the name of a claim at most: nothing of the token itself.
        problem = f"{error.error} {getattr(error, 'claim', '')}".strip()
        raise Refusal("identity_token_refused", problem=problem) from None
    except (TypeError, ValueError):
        raise Refusal("identity_token_refused", problem="it cannot be read") from None


def _derived(secret: str, use: str) -> str:
    """What follows from a secret for one use: from it nobody learns the secret, or what another use has."""
    return hmac.new(secret.encode("utf-8", "surrogatepass"), use.encode(), sha256).hexdigest()


def _forget_expired(connection: Connection, now: int) -> None:
    # What another is removing is skipped, not waited for.
    expired = (
        select(oidc_sign_ins.c.secret_hash)
        .where(oidc_sign_ins.c.expires_at <= now)
        .limit(REMOVED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    connection.execute(delete(oidc_sign_ins).where(oidc_sign_ins.c.secret_hash.in_(expired)))
