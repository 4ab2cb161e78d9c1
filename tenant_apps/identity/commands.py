"""What an office may ask of the platform about sign-on with a partner account; each runs in the operator's schema."""

from __future__ import annotations

import json
import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.core.context import request_context
from allauth.core.internal.jwkkit import load_jwk_from_pem
from allauth.idp.oidc.internal.oauthlib.server import get_server
from allauth.idp.oidc.models import Client, Token
from django.apps import apps
from django.http import HttpRequest

from shared_apps.crossings.door import command
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from tenants.models import Tenant

from .keys import published
from .offices import SCOPES, OfficeClosed, bring_up_to_date, client_id_of


@command("identity.admit_office")
def admit_office(*, office: str, provider: str, back: str, by: Actor) -> dict[str, Any]:
    """Make an office known, in place of what was known of it; its client id and secret.

    `back`: the address that people are sent back to, whose path stays when the office's address changes.
    """
    secret = secrets.token_urlsafe(48)
    client = Client(id=client_id_of(office), name=Tenant.objects.get(uuid=office).name[:100])
    client.data = {"office": office, "provider": provider, "path": urlsplit(back).path}
    client.set_secret(secret)
    client.set_scopes(SCOPES)
    client.set_redirect_uris([back])
    Token.objects.filter(client_id=client.id).delete()
    client.save()
    _note(office, "admit_office", by)
    return {"client": client.id, "secret": secret}


@command("identity.dismiss_office")
def dismiss_office(*, office: str, by: Actor) -> dict[str, Any]:
    """Forget an office and every token it was given."""
    Client.objects.filter(id=client_id_of(office)).delete()
    _note(office, "dismiss_office", by)
    return {}


@command("identity.redeem")
def redeem(*, client: str, secret: str, code: str, back: str, verifier: str, by: Actor) -> dict[str, Any]:
    """The ID token for a code, and the keys to check it with; the token is empty where the code is refused.

    The same as the token endpoint does, without a network between an office and the platform it lies on. The
    access token that comes with it is thrown away: an office needs none.
    """
    if not _is_open(client):
        return {"id_token": "", "keys": []}
    fields = {"grant_type": "authorization_code", "client_id": client, "client_secret": secret,
              "code": code, "redirect_uri": back, "code_verifier": verifier}  # fmt: skip
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with request_context(HttpRequest()):
        _headers, body, _status = get_server().create_token_response("/", "POST", urlencode(fields), headers)
    Token.objects.filter(client_id=client).delete()
    keys = [load_jwk_from_pem(key.pem)[0] for key in published()]
    return {"id_token": json.loads(body).get("id_token", ""), "keys": keys}


def _is_open(client_id: str) -> bool:
    client = Client.objects.filter(id=client_id).first()
    try:
        return client is not None and bool(bring_up_to_date(client))
    except OfficeClosed:
        return False


def _note(office: str, verb: str, by: Actor) -> None:
    """Which office it was; that a command ran is written by the crossing."""
    record(Tenant.objects.get(uuid=office), verb, by=by, into=apps.get_model("accounts.Event"))
