"""Whether an ID token is what we asked for (OpenID Connect Core 1.0, 3.1.3.7)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from shared_apps.kernel.clock import now

from .faults import SignOnRefused
from .models import Provider

log = structlog.get_logger(__name__)

# Asymmetric alone: with HS256 the published key would be the secret, and `none` is no signature.
ALGORITHMS = {"RS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}
LEEWAY = timedelta(seconds=60)
LONGEST_WAY = timedelta(minutes=10)
SHORTEST_RSA = 2048
MOST_KEYS = 40
MOST_CHARACTERS = 16_000


class UnknownKey(SignOnRefused):
    """The token names a key that the provider has not published, or has published since."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at a provider. `email` is in lower case, empty where it is not verified."""

    subject: str
    email: str
    name: str


def usable_keys(published: Any) -> list[dict[str, Any]]:
    """Those of published keys that may have signed a token."""
    if not isinstance(published, list):
        return []
    found = [key for key in published[:MOST_KEYS] if isinstance(key, dict)]
    return [key for key in found if key.get("kty") in ALGORITHMS.values() and key.get("use", "sig") == "sig"]


def verified_claims(
    raw: str, *, keys: list[dict[str, Any]], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """The claims of a token that is signed, meant for us, fresh and asked for by this session.

    Raises `SignOnRefused` ("token") for any other, and `UnknownKey` where none of the keys is named.
    """
    try:
        key, algorithm = _key_for(raw, keys)
        claims: dict[str, Any] = jwt.decode(
            raw,
            key,
            algorithms=[algorithm],
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as wrong:
        raise _refused(type(wrong).__name__) from wrong
    _check_party(claims, client_id)
    _check_age(claims)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise _refused("nonce")
    return claims


def identity_of(claims: dict[str, Any], provider: Provider) -> Identity:
    """Who the claims are about. Raises `SignOnRefused` where they name nobody."""
    subject, email = claims.get("sub"), claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or not subject.isprintable():
        raise _refused("sub")
    is_email = isinstance(email, str) and "@" in email and len(email) <= 254 and email.isprintable()
    verified = str(email).strip().lower() if is_email and _is_verified(claims, provider) else ""
    name = claims.get("name")
    return Identity(
        subject, verified, name.strip()[:120] if isinstance(name, str) and name.isprintable() else ""
    )


def _is_verified(claims: dict[str, Any], provider: Provider) -> bool:
    """Microsoft says `xms_edov` of addresses whose domain its customer has proved to own."""
    if claims.get("email_verified") is True:
        return True
    return provider.kind == Provider.Kind.MICROSOFT and claims.get("xms_edov") in (True, 1, "1", "true")


def _key_for(raw: str, keys: list[dict[str, Any]]) -> tuple[Any, str]:
    if len(raw) > MOST_CHARACTERS:
        raise _refused("length")
    header = jwt.get_unverified_header(raw)
    algorithm, key_id = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS or "crit" in header:
        raise _refused("algorithm")
    fitting = [
        key
        for key in keys
        if key["kty"] == ALGORITHMS[algorithm] and key.get("alg", algorithm) == algorithm
        and (key_id is None or key.get("kid") == key_id)
    ]  # fmt: skip
    if len(fitting) != 1:
        raise UnknownKey("token")
    found = jwt.PyJWK(fitting[0], algorithm).key
    if isinstance(found, RSAPublicKey) and found.key_size < SHORTEST_RSA:
        raise _refused("short key")
    return found, algorithm


def _check_party(claims: dict[str, Any], client_id: str) -> None:
    party = claims.get("azp")
    has_others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (party is not None or has_others) and party != client_id:
        raise _refused("azp")


def _check_age(claims: dict[str, Any]) -> None:
    if float(claims["iat"]) < (now() - LONGEST_WAY - LEEWAY).timestamp():
        raise _refused("iat")


def _refused(why: str) -> SignOnRefused:
    log.warning("id_token_refused", why=why)
    return SignOnRefused("token")
