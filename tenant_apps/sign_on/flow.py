"""An attempt to sign in with a provider: its state lies in the session and is taken out once."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest

from shared_apps.kernel.clock import now
from tenant_apps.accounts.links import link

from .faults import SignOnRefused
from .models import Provider

_KEY = "sign_on_flows"
MOST = 5
SECONDS = 600
SCOPE = "openid email profile"


@dataclass(frozen=True, slots=True)
class Flow:
    """One attempt. `person`: uuid of the signed-in person who connects an account; empty to sign in."""

    provider: str
    nonce: str
    verifier: str
    wish: str
    person: str
    at: float


def begin(
    request: HttpRequest, provider: Provider, authorization: str, *, wish: str, person: str = ""
) -> str:
    """The address at the provider to send the browser to; `wish` is the page to come back to, on this host."""
    state, flow = secrets.token_urlsafe(32), _new(provider, wish, person)
    kept = {key: value for key, value in _kept(request).items() if value["at"] > now().timestamp() - SECONDS}
    newest = dict(sorted(kept.items(), key=lambda item: item[1]["at"])[-(MOST - 1) :])
    request.session[_KEY] = {**newest, state: asdict(flow)}
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": way_back(provider.uuid),
        "scope": SCOPE,
        "state": state,
        "nonce": flow.nonce,
        "code_challenge": _challenge(flow.verifier),
        "code_challenge_method": "S256",
    }
    return f"{authorization}{'&' if '?' in authorization else '?'}{urlencode(asked)}"


def take(request: HttpRequest, provider: Provider, state: str) -> Flow:
    """The attempt of this session that the state names, once. Raises `SignOnRefused` ("lost")."""
    kept = _kept(request)
    found = kept.pop(state, None)
    if found is None:
        raise SignOnRefused("lost")
    request.session[_KEY] = kept
    # Written at once: whatever comes of it, this state is used up.
    request.session.save()
    flow = Flow(**found)
    if flow.provider != str(provider.uuid) or flow.at < now().timestamp() - SECONDS:
        raise SignOnRefused("lost")
    return flow


def way_back(provider: UUID) -> str:
    """The address that a provider sends people back to: on the canonical host, one for each provider."""
    return link("sign_on_back", uuid=provider)


def _new(provider: Provider, wish: str, person: str) -> Flow:
    return Flow(
        provider=str(provider.uuid),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        wish=wish,
        person=person,
        at=now().timestamp(),
    )


def _kept(request: HttpRequest) -> dict[str, Any]:
    found = request.session.get(_KEY)
    return dict(found) if isinstance(found, dict) else {}


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
