"""From the code that the browser brings back to who somebody is."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from urllib.parse import quote_plus, urlencode

from shared_apps.crossings.door import run
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.fetch import FetchFailed, fetch
from tenants.context import current_tenant

from .discovery import Directory, directory_of, get_json, keys_of, may_ask_for_keys_again
from .faults import ProviderFault, SignOnRefused
from .flow import Flow
from .models import Provider
from .platform import issuer_of, operator
from .tokens import Identity, UnknownKey, identity_of, verified_claims

BY = Actor.system("sign_on")


def identify(provider: Provider, flow: Flow, code: str, *, back: str) -> Identity:
    """Who brought this code. `back` is the address that it was sent to. Raises `SignOnRefused`."""
    claims = (
        _of_platform(provider, flow, code, back)
        if provider.is_platform
        else _outside(provider, flow, code, back)
    )
    found = identity_of(claims, provider)
    if provider.email_domains and not found.email:
        raise SignOnRefused("unverified")
    if not provider.admits(found.email):
        raise SignOnRefused("domain")
    return found


def _of_platform(provider: Provider, flow: Flow, code: str, back: str) -> dict[str, Any]:
    """The platform is asked without a network: by a command inside the operator's own schema."""
    said = run(
        "identity.redeem",
        operator(),
        by=BY,
        reason=current_tenant().slug,
        arguments={"client": provider.client_id, "secret": provider.secret, "code": code, "back": back,
                   "verifier": flow.verifier},
    )  # fmt: skip
    if not said["id_token"]:
        raise SignOnRefused("token")
    return verified_claims(
        said["id_token"],
        keys=said["keys"],
        issuer=issuer_of(operator()),
        client_id=provider.client_id,
        nonce=flow.nonce,
    )


def _outside(provider: Provider, flow: Flow, code: str, back: str) -> dict[str, Any]:
    directory = directory_of(provider.issuer)
    answer = _redeem(provider, directory, flow, code, back)
    raw = answer.get("id_token")
    if not isinstance(raw, str):
        raise SignOnRefused("token")
    claims = _verified(raw, directory, provider, flow)
    if not claims.get("email") and directory.userinfo and isinstance(answer.get("access_token"), str):
        claims = _with_userinfo(claims, directory, answer["access_token"])
    return claims


def _redeem(provider: Provider, directory: Directory, flow: Flow, code: str, back: str) -> dict[str, Any]:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": flow.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if directory.takes_basic:
        pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.secret)}"
        headers["Authorization"] = "Basic " + b64encode(pair.encode()).decode()
    else:
        fields |= {"client_id": provider.client_id, "client_secret": provider.secret}
    try:
        answer = fetch(directory.token, body=urlencode(fields).encode(), headers=headers)
        if not answer.is_ok:
            raise SignOnRefused("token")
        return answer.json()
    except FetchFailed as failed:
        raise ProviderFault(failed.code) from failed


def _verified(raw: str, directory: Directory, provider: Provider, flow: Flow) -> dict[str, Any]:
    facts = {"issuer": provider.issuer, "client_id": provider.client_id, "nonce": flow.nonce}
    try:
        return verified_claims(raw, keys=keys_of(directory), **facts)
    except UnknownKey:
        # The provider may have changed its keys since we asked.
        if not may_ask_for_keys_again(directory):
            raise
        return verified_claims(raw, keys=keys_of(directory, is_fresh=True), **facts)


def _with_userinfo(claims: dict[str, Any], directory: Directory, token: str) -> dict[str, Any]:
    said = get_json(directory.userinfo, {"Authorization": f"Bearer {token}"})
    if said.get("sub") != claims["sub"]:
        raise SignOnRefused("token")
    return claims | {name: said[name] for name in ("email", "email_verified", "name") if name in said}
