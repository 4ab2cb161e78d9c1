"""An OpenID Connect provider on loopback: real HTTP, a key made at run time, and every fault that one can have."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, SECRET = "client-of-alpha", "s3cret:with/signs"


class OpenIDProvider:
    """One provider. `claims` and `header` of the next token can be changed, `answers` replaced by path."""

    def __init__(self, key: RSAPrivateKey) -> None:
        self.key = key
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.issuer = f"http://{self.host}"
        self.metadata: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        self.person: dict[str, Any] = {
            "sub": "s-1",
            "email": "carl@example.com",
            "email_verified": True,
            "name": "Carl",
        }
        self.changes: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.answers: dict[str, Callable[[Any], None]] = {}
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, address: str) -> dict[str, str]:
        """What the browser brings back after somebody has said yes: code and state."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT and asked["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "k1"})

    def with_public_key_as_secret(self, claims: dict[str, Any]) -> str:
        """HS256 with what everybody can read (by hand: the library refuses to sign with it)."""
        pem = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return _by_hand({"alg": "HS256", "kid": "k1"}, claims, pem)

    def unsigned(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, None, algorithm="none")

    def keys(self) -> list[dict[str, Any]]:
        return [
            json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            | {"kid": "k1", "use": "sig"}
        ]

    def token_for(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        asked = self.codes.pop(form.get("code", ""), None)
        expected = "Basic " + base64.b64encode(f"{CLIENT}:s3cret%3Awith%2Fsigns".encode()).decode()
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if asked is None or authorization != expected or challenge != asked["code_challenge"]:
            return None
        if form["redirect_uri"] != asked["redirect_uri"]:
            return None
        at = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": at,
            "exp": at + 60,
            "nonce": asked["nonce"],
            **self.person,
        }
        claims = {name: value for name, value in (claims | self.changes).items() if value is not None}
        return {"access_token": "at", "token_type": "Bearer", "id_token": self.sign(claims)}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer({name: values[0] for name, values in parse_qs(body).items()})

            def _answer(self, form: dict[str, str]) -> None:
                provider.asked.append(self.path)
                if self.path in provider.answers:
                    provider.answers[self.path](self)
                    return
                token = (
                    provider.token_for(form, self.headers["Authorization"]) if self.path == "/token" else None
                )
                found = {
                    "/.well-known/openid-configuration": provider.metadata,
                    "/keys": {"keys": provider.keys()},
                    "/userinfo": provider.person,
                    "/token": token,
                }.get(self.path)
                self.say(found or {"error": "invalid_grant"}, 200 if found else 400)

            def say(self, content: Any, status: int = 200, **headers: str) -> None:
                body = json.dumps(content).encode()
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None: ...

        return Handler


def make_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def _by_hand(header: dict[str, str], claims: dict[str, Any], secret: bytes) -> str:
    import hmac

    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    signature = hmac.new(secret, b".".join(parts), hashlib.sha256).digest()
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()
