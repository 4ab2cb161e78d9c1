"""What allauth lets us decide about second steps and passkeys."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branding.formats import number
from branding.queries import brand_of
from tenants.context import current_tenant

from .models import User
from .seals import open_factor, seal_factor


class MFAAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("The code is not right."),
        "incorrect_passkey": gettext_lazy("This passkey does not fit. Try again, or come in another way."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
    }

    def get_totp_issuer(self) -> str:
        return brand_of(current_tenant()).name

    def encrypt(self, text: str) -> str:
        return seal_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_factor(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are bound to the tenant's address, whatever host was asked for."""
        tenant = current_tenant()
        return {"id": tenant.canonical_host, "name": brand_of(tenant).name}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        known: int = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": number(known + 1)}
