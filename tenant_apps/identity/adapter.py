"""What allauth's provider asks of us: who somebody is to an office, our issuer, our keys."""

from __future__ import annotations

from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.internal.private_keys import filter_keys
from allauth.idp.oidc.models import Client, PrivateKey
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenant_apps.accounts.models import User
from tenants.context import current_tenant
from tenants.hosts import portal_url

from .keys import published


class Adapter(DefaultOIDCAdapter):
    scope_display = {
        "openid": _("That it is you"),
        "email": _("Your e-mail address"),
        "profile": _("Your name"),
    }

    def get_issuer(self) -> str:
        """The operator's canonical address, whatever host the request named."""
        return portal_url(current_tenant(), "")

    def get_user_sub(self, client: Client, user: User) -> str:
        return str(user.uuid)

    def get_user_by_sub(self, client: Client, sub: str) -> User | None:
        try:
            return User.objects.filter(uuid=sub, is_active=True).first()
        except ValidationError:
            return None

    def get_claims(
        self, purpose: Any, user: User, client: Client, scopes: Any, **rest: Any
    ) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_claims(purpose, user, client, scopes, **rest)
        return claims | ({"name": user.name} if "profile" in scopes else {})

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        keys = [PrivateKey(pem=key.pem, issued_at=key.created_at) for key in published()]
        return list(filter_keys(keys, did_activate=did_activate, is_active=is_active))
