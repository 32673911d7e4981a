"""An OpenID Connect provider as it is reached: what it says of itself, its keys, the exchange of a code.

What it answers is bounded in time and size, and no redirect is followed: a secret goes where the provider's
own description says, and nowhere else. Refusals carry a `problem` for the operator's log, never a token.
"""

import re
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import quote_plus

import httpx
import msgspec
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from domain.refusals import Refusal
from service.clock import Clock
from service.webaddress import is_loopback, is_safe_address

DISCOVERY = "/.well-known/openid-configuration"
TIMEOUT_SECONDS = 5.0  # for each step of one answer: who waits longer believes the service is down
BYTES_MAX = 262_144  # of one answer; descriptions and key sets are some thousand bytes
KEPT_MICROSECONDS = 3_600 * 1_000_000  # how long a description and keys are believed without being asked for
CALLS_AT_ONCE = 8  # a provider that hangs must not hold every thread of the service
TURN_SECONDS = 2.0  # how long one waits to be among them
KEY_TYPES = frozenset({"RSA", "EC"})  # never `oct`: whoever verifies with such a key could sign as well
_OAUTH_ERROR = re.compile(r"[a-z_]{1,40}", re.ASCII)


class Metadata(msgspec.Struct, frozen=True):
    """What a provider says of itself (OpenID Connect Discovery 1.0, section 3), as far as it is used."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Tokens(msgspec.Struct, frozen=True):
    """What a code is exchanged for; used to learn who signs in, and kept nowhere."""

    id_token: str
    access_token: str = ""

    def __repr__(self) -> str:
        return "Tokens()"


class _OAuthError(msgspec.Struct, frozen=True):
    error: str = ""


class Provider:
    """One provider, and this service as its client. Used by many threads at once."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, *, clock: Clock) -> None:
        self.issuer = issuer
        self.client_id = client_id
        self._secret = client_secret
        self._clock = clock
        self._gate = BoundedSemaphore(CALLS_AT_ONCE)
        host = httpx.URL(issuer).host
        # A proxy that the environment names is for other machines.
        self._http = httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=not is_loopback(host))
        self._metadata: tuple[int, Metadata] | None = None
        self._keys: tuple[int, KeySet] | None = None

    def close(self) -> None:
        """Let go of open connections."""
        self._http.close()

    def metadata(self) -> Metadata:
        """What the provider says of itself.

        Raises:
            Refusal: `provider_unreachable`, also where it describes another or an unsafe address.
        """
        kept = self._metadata
        if kept is None or self._is_old(kept[0]):
            told = self._read(self.issuer.rstrip("/") + DISCOVERY, Metadata)
            if told.issuer != self.issuer:
                raise _trouble("the description is of another issuer")
            addresses = (told.authorization_endpoint, told.token_endpoint, told.jwks_uri)
            if not all(map(is_safe_address, addresses)):
                raise _trouble("an address is neither https nor of this machine")
            kept = self._metadata = (self._clock(), told)
        return kept[1]

    def keys(self, *, anew: bool = False) -> KeySet:
        """The keys by which it signs; `anew` where one is needed that was not among them.

        Raises:
            Refusal: `provider_unreachable`.
        """
        kept = self._keys
        if kept is None or anew or self._is_old(kept[0]):
            told = self._read(self.metadata().jwks_uri, dict[str, Any])
            kept = self._keys = (self._clock(), _key_set(told))
        return kept[1]

    def tokens(self, code: str, verifier: str, redirect_uri: str) -> Tokens:
        """What a code stands for.

        Raises:
            Refusal: `provider_refused` where it takes the code or this service for false;
                `provider_unreachable`.
        """
        metadata = self.metadata()
        told: dict[str, str] = {"code": code, "code_verifier": verifier, "redirect_uri": redirect_uri}
        basic: httpx.BasicAuth | None = None
        methods = metadata.token_endpoint_auth_methods_supported
        if not self._secret:
            told["client_id"] = self.client_id
        elif "client_secret_post" in methods and "client_secret_basic" not in methods:
            told |= {"client_id": self.client_id, "client_secret": self._secret}
        else:
            # Each part is form-encoded before it is put together (RFC 6749, section 2.3.1).
            basic = httpx.BasicAuth(quote_plus(self.client_id), quote_plus(self._secret))
        body = prepare_token_request("authorization_code", **told)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, answer = self._asked(
            "POST", metadata.token_endpoint, content=body, headers=headers, auth=basic
        )
        if status in (400, 401, 403):
            raise Refusal("provider_refused", problem=_oauth_error(answer))
        found: Tokens = _decoded(status, answer, Tokens)
        return found

    def _is_old(self, since: int) -> bool:
        return self._clock() >= since + KEPT_MICROSECONDS

    def _read(self, address: str, kind: type[Any]) -> Any:
        status, answer = self._asked("GET", address)
        return _decoded(status, answer, kind)

    def _asked(self, method: str, address: str, **more: Any) -> tuple[int, bytes]:
        """The status and body of one answer."""
        if not self._gate.acquire(timeout=TURN_SECONDS):
            raise _trouble("too many sign-ins at once")
        try:
            with self._http.stream(method, address, **more) as response:
                told = bytearray()
                for part in response.iter_bytes():
                    told += part
                    if len(told) > BYTES_MAX:
                        raise _trouble("the answer is too long")
                return response.status_code, bytes(told)
        except httpx.HTTPError as error:
            raise _trouble(type(error).__name__) from None
        finally:
            self._gate.release()


def _decoded(status: int, answer: bytes, kind: type[Any]) -> Any:
    if status != 200:
        raise _trouble(f"status {status}")
    try:
        return msgspec.json.decode(answer, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _trouble("the answer cannot be read") from None


def _key_set(told: dict[str, Any]) -> KeySet:
    """The keys that sign, and none that could be taken for a shared secret."""
    try:
        signing = [key for key in told["keys"] if key["kty"] in KEY_TYPES and key.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": signing})
    except (JoseError, LookupError, TypeError, ValueError, AttributeError):
        raise _trouble("the keys cannot be read") from None


def _oauth_error(answer: bytes) -> str:
    """The code of an error, where it is one: no more of an answer reaches the log."""
    try:
        code = msgspec.json.decode(answer, type=_OAuthError).error
    except (msgspec.DecodeError, UnicodeDecodeError):
        code = ""
    return code if _OAUTH_ERROR.fullmatch(code) else "without an error code"


def _trouble(problem: str) -> Refusal:
    return Refusal("provider_unreachable", problem=problem)
