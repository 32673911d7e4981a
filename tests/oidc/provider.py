"""An OpenID Connect provider on a port of its own: small, and as wrong as a test tells it to be."""

import json
import socket
import threading
from base64 import b64encode, urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import quote_plus, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "thidua:diễn tập", "mật khẩu của máy khách, không dùng ở đâu khác"
SUBJECT = "248289761001"
KEYS = tuple(RSAKey.generate_key(2048, {"use": "sig", "kid": f"key-{number}"}) for number in range(2))
SECONDS_MAX = 20  # for the server to end, on a busy machine too


@dataclass
class Provider:
    """A provider, whose clock shows `now` seconds.

    `claims`, `header`, `key` and `metadata` put what a test wants in the place of what is right (None leaves
    a claim out), `answer` in the place of what a code stands for, `keys_answer` of its keys. `asked` counts
    what it was asked.
    """

    issuer: str
    now: int
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    key: RSAKey | OctKey = field(default_factory=lambda: KEYS[0])
    published: list[RSAKey] = field(default_factory=lambda: [KEYS[0]])
    answer: Response | None = None
    keys_answer: dict[str, Any] | None = None
    asked: Counter[str] = field(default_factory=Counter)
    begun: dict[str, dict[str, str]] = field(default_factory=dict)

    def describe(self, _request: Request) -> Response:
        """What it says of itself."""
        self.asked["description"] += 1
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize?flow=code",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return JSONResponse({**told, **self.metadata})

    def keys(self, _request: Request) -> Response:
        """The keys by which it signs, and one that it shares."""
        self.asked["keys"] += 1
        if self.keys_answer is not None:
            return JSONResponse(self.keys_answer)
        told: dict[str, Any] = {**KeySet([*self.published]).as_dict()}
        shared = {"kty": "oct", "kid": "shared", "k": urlsafe_b64encode(SECRET.encode()).decode()}
        return JSONResponse({"keys": [*told["keys"], shared]})

    def authorize(self, request: Request) -> Response:
        """Whoever comes is signed in already, and sent back with a code."""
        asked = dict(request.query_params)
        code = sha256(asked["state"].encode()).hexdigest()
        self.begun[code] = asked
        told = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
        return RedirectResponse(f"{asked['redirect_uri']}?{told}", 303)

    async def token(self, request: Request) -> Response:
        """Exchanges a code, once, for who knows the verifier and the secret."""
        self.asked["token"] += 1
        form = {name: str(value) for name, value in (await request.form()).items()}
        begun = self.begun.pop(form["code"], None)
        if self.answer is not None:
            return self.answer
        if begun is None or not begins(begun, form):
            return JSONResponse({"error": "invalid_grant"}, 400)
        if not knows(request, form):
            return JSONResponse({"error": "invalid_client"}, 401)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": self._signed(begun)})

    def _signed(self, begun: dict[str, str]) -> str:
        right = {"iss": self.issuer, "sub": SUBJECT, "aud": CLIENT, "nonce": begun["nonce"]}
        claims = {**right, "iat": self.now, "exp": self.now + 300, **self.claims}
        told = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": self.key.kid, **self.header}
        if header["alg"] == "none":
            return f"{plain(json.dumps(header))}.{plain(json.dumps(told))}."
        return jwt.encode(header, told, self.key, algorithms=[header["alg"]])


def begins(begun: dict[str, str], form: dict[str, str]) -> bool:
    """Whether who exchanges a code is who asked for it."""
    challenge = plain(sha256(form["code_verifier"].encode()).digest())
    return (begun["redirect_uri"], begun["code_challenge_method"], begun["code_challenge"]) == (
        form["redirect_uri"],
        "S256",
        challenge,
    )


def knows(request: Request, form: dict[str, str]) -> bool:
    """Whether a client shows its secret, in one of the two places where it may."""
    pair = f"{quote_plus(CLIENT)}:{quote_plus(SECRET)}"
    basic = f"Basic {b64encode(pair.encode()).decode()}"
    posted = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
    return request.headers.get("authorization") == basic or posted


def plain(text: str | bytes) -> str:
    """Base64 as tokens have it."""
    data = text.encode() if isinstance(text, str) else text
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@contextmanager
def providing(now: int) -> Iterator[Provider]:
    """A provider that listens; what is asked of it before it runs waits."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        provider = Provider(f"http://127.0.0.1:{listening.getsockname()[1]}", now)
        app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", provider.describe),
                Route("/keys", provider.keys),
                Route("/authorize", provider.authorize),
                Route("/token", provider.token, methods=["POST"]),
            ]
        )
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield provider
        finally:
            server.should_exit = True
            thread.join(SECONDS_MAX)
