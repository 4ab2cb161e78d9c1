"""What a provider says of itself: its addresses and its keys (OpenID Connect Discovery 1.0)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache

from shared_apps.kernel.fetch import FetchFailed, fetch, parts_of

from .faults import ProviderFault
from .tokens import ALGORITHMS, usable_keys

KEPT_SECONDS = 600
# A provider that fails is not asked again at once: each question holds a worker for seconds.
REST_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Directory:
    """The addresses of a provider. `names_issuer`: each answer to the browser names the issuer (RFC 9207)."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str
    takes_basic: bool
    names_issuer: bool


def directory_of(issuer: str, *, is_fresh: bool = False) -> Directory:
    """What the issuer publishes, remembered for ten minutes unless `is_fresh`. Raises `ProviderFault`."""
    key = f"sign_on:directory:{_digest(issuer)}"
    kept = None if is_fresh else cache.get(key)
    if kept and "fault" in kept:
        raise ProviderFault(kept["fault"])
    if kept:
        return Directory(**kept)
    try:
        found = _read(issuer)
    except ProviderFault as fault:
        cache.set(key, {"fault": fault.code}, REST_SECONDS)
        raise
    cache.set(key, asdict(found), KEPT_SECONDS)
    return found


def keys_of(directory: Directory, *, is_fresh: bool = False) -> list[dict[str, Any]]:
    """The keys that the provider signs with, remembered for ten minutes. Raises `ProviderFault`."""
    key = f"sign_on:keys:{_digest(directory.keys)}"
    kept = None if is_fresh else cache.get(key)
    if kept:
        return list(kept)
    found = usable_keys(get_json(directory.keys).get("keys"))
    if not found:
        raise ProviderFault("keys")
    cache.set(key, found, KEPT_SECONDS)
    return found


def may_ask_for_keys_again(directory: Directory) -> bool:
    """Whether a token with a key that we do not know is worth a question: once in a while."""
    return bool(cache.add(f"sign_on:keys_again:{_digest(directory.keys)}", True, REST_SECONDS))


def get_json(url: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at an address of the provider. Raises `ProviderFault`."""
    try:
        answer = fetch(url, headers=headers)
        if not answer.is_ok:
            raise ProviderFault("status")
        return answer.json()
    except FetchFailed as failed:
        raise ProviderFault(failed.code) from failed


def _read(issuer: str) -> Directory:
    said = get_json(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise ProviderFault("issuer")
    algorithms = said.get("id_token_signing_alg_values_supported")
    if isinstance(algorithms, list) and not set(map(str, algorithms)) & ALGORITHMS.keys():
        raise ProviderFault("algorithm")
    methods = said.get("token_endpoint_auth_methods_supported")
    return Directory(
        issuer=issuer,
        authorization=_endpoint(said, "authorization_endpoint"),
        token=_endpoint(said, "token_endpoint"),
        keys=_endpoint(said, "jwks_uri"),
        userinfo=_endpoint(said, "userinfo_endpoint") if said.get("userinfo_endpoint") else "",
        takes_basic=not isinstance(methods, list) or "client_secret_basic" in methods,
        names_issuer=said.get("authorization_response_iss_parameter_supported") is True,
    )


def _endpoint(said: dict[str, Any], name: str) -> str:
    url = said.get(name)
    try:
        parts_of(url if isinstance(url, str) else "")
    except FetchFailed as wrong:
        raise ProviderFault("endpoint") from wrong
    return str(url)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
