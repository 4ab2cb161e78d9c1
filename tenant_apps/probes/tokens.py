"""The tokens that a tenant's accounts and shop hand out, as the isolation proof carries them elsewhere."""

from __future__ import annotations

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.urls import reverse
from django.utils.module_loading import import_string

from shared_apps.commissions import door as commissions
from shared_apps.isolation.door import Token, hands_out
from tenant_apps.accounts.models import User
from tenant_apps.accounts.welcome import _PURPOSE as WELCOME
from tenants.context import current_tenant
from tenants.tokens import sign


def _somebody() -> User | None:
    """Somebody who has no password yet: the links of these are good for them."""
    without = User.objects.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return without.order_by("pk").first()


def _path(name: str, **arguments: str) -> str:
    urlconf = str(settings.TENANT_TYPES[current_tenant().kind]["URLCONF"])
    return reverse(name, urlconf=urlconf, kwargs=arguments)


@hands_out("welcome link")
def welcome_link() -> Token | None:
    person = _somebody()
    if person is None:
        return None
    token = sign(WELCOME, str(person.uuid))
    return Token(token, path=_path("account_welcome", token=token))


@hands_out("password reset link")
def reset_link() -> Token | None:
    person = _somebody()
    if person is None:
        return None
    key = import_string(settings.ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR)().make_token(person)
    uid = user_pk_to_url_str(person)
    return Token(key, path=_path("account_reset_password_from_key", uidb36=uid, key=key))


@hands_out("referral code")
def referral_code() -> Token | None:
    person = _somebody()
    if person is None:
        return None
    code = commissions.code_of(person.uuid, name=person.name)
    return Token(code, path=_path("referral_link", code=code), accepted_sets=commissions.COOKIE)
