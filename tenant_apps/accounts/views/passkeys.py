"""One's own passkeys, and the second step, which may be one. Adding and removing are allauth's (accounts/urls.py)."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from tenants.access import oneself

from ..passkeys import passkeys_of
from .person import person_in


@oneself
def passkeys(request: HttpRequest) -> HttpResponseBase:
    found = passkeys_of(person_in(request))
    moved = any(not passkey.works_here for passkey in found)
    return render(request, "mfa/webauthn/authenticator_list.html", {"passkeys": found, "has_moved": moved})


class SecondStepView(AuthenticateView):
    """After the password: a code or a passkey. Says so when a passkey was made for a former address."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.stage.login.user
        works = [passkey.works_here for passkey in passkeys_of(person)]
        about = {
            "has_app": is_mfa_enabled(person, [Authenticator.Type.TOTP]),
            "has_passkey": any(works),
            "has_moved": bool(works) and not any(works),
        }
        return {**super().get_context_data(**kwargs), **about}
