"""The platform's OpenID Connect pages: allauth's, narrowed to what offices need (code flow with PKCE)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc import views as allauth
from allauth.idp.oidc.models import Client
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from tenants.access import oneself, public
from tenants.context import current_tenant
from tenants.hosts import portal_url

from .offices import OfficeClosed, bring_up_to_date

__all__ = ["authorize", "discovery", "keys", "revoke", "token", "userinfo"]

View = Callable[..., HttpResponseBase]

# A SHA-256 in base64url.
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def _readable(view: View) -> View:
    """400 for what the database cannot hold, such as a NUL: it names no client."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except DataError:
            return JsonResponse({"error": "invalid_request"}, status=400)

    return guarded


keys = public(allauth.jwks)
token = public(_readable(allauth.token))
userinfo = public(allauth.user_info)
revoke = public(_readable(allauth.revoke))


@public
def discovery(request: HttpRequest) -> HttpResponseBase:
    """What an office's software reads first. It names what is switched on, and nothing else."""
    issuer = portal_url(current_tenant(), "")
    named = {
        "authorization_endpoint": "authorization",
        "token_endpoint": "token",
        "userinfo_endpoint": "userinfo",
        "revocation_endpoint": "revoke",
        "jwks_uri": "jwks",
    }
    found: dict[str, Any] = {key: issuer + reverse(f"idp:oidc:{name}") for key, name in named.items()}
    found |= {
        "issuer": issuer,
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "scopes_supported": ["openid", "email", "profile"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }
    return JsonResponse(found)


@csrf_exempt
@oneself
def authorize(request: HttpRequest) -> Any:
    """Ask the signed-in person whether an office may know who they are. The POST is checked for CSRF by allauth."""
    if request.method != "GET":
        return _asked(request)
    if not _has_challenge(request) or any("\x00" in value for value in request.GET.values()):
        return _refused(request)
    client = Client.objects.filter(id=request.GET.get("client_id", "")).first()
    try:
        if client is None:
            return _refused(request)
        bring_up_to_date(client)
    except OfficeClosed:
        return _refused(request)
    response = _asked(request)
    # The form posts to us and is then sent to the office.
    back = urlsplit(str(client.get_redirect_uris()[0]))
    response._csp_update = {"form-action": [f"{back.scheme}://{back.netloc}"]}
    return response


def _asked(request: HttpRequest) -> Any:
    return allauth.authorization(request)


def _has_challenge(request: HttpRequest) -> bool:
    """Whether the request is bound by PKCE: a method without a challenge binds nothing (RFC 7636, 4.2)."""
    asked = request.GET
    challenge = _CHALLENGE.fullmatch(asked.get("code_challenge", ""))
    return challenge is not None and asked.get("code_challenge_method") == "S256"


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "idp/oidc/error.html", status=400)
