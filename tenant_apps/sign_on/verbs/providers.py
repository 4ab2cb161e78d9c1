"""A reseller's own providers: add, change, look at, switch, remove."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..discovery import directory_of, keys_of
from ..faults import ProviderFault
from ..models import Provider

EDITABLE = ("name", "client_id", "email_domains")


class NotChecked(Exception):
    """A provider is switched on only after a look at it found nothing wrong."""


@transaction.atomic
def add_provider(fields: dict[str, Any], *, secret: str, by: Actor) -> Provider:
    """A provider that nobody can use yet. `fields`: audience, kind, issuer and those in `EDITABLE`."""
    only_oneself(by)
    provider = Provider(created_at=now(), **fields)
    provider.keep_secret(secret)
    provider.save()
    record(provider, "add_sign_on_provider", by=by, audience=provider.audience, issuer=provider.issuer)
    return provider


@transaction.atomic
def edit_provider(provider: Provider, fields: dict[str, Any], *, secret: str, by: Actor) -> None:
    """Change what is in `EDITABLE`; an empty secret keeps the one there is.

    Issuer and audience stay: an account at another issuer is another person's.
    """
    only_oneself(by)
    for name in EDITABLE:
        setattr(provider, name, fields[name])
    if secret:
        provider.keep_secret(secret)
    provider.save(update_fields=[*EDITABLE, "sealed_secret"])
    shown = {name: fields[name] for name in EDITABLE}
    record(provider, "edit_sign_on_provider", by=by, has_new_secret=bool(secret), **shown)


def check_provider(provider: Provider, *, by: Actor) -> str:
    """Look at what the provider publishes; the code of what is wrong, or nothing. Keeps what it found."""
    only_oneself(by)
    code = _look(provider)
    with transaction.atomic():
        Provider.objects.filter(pk=provider.pk).update(checked_at=now(), check_code=code)
        record(provider, "check_sign_on_provider", by=by, found=code)
    return code


@transaction.atomic
def switch_provider(provider: Provider, *, is_active: bool, by: Actor) -> None:
    """Let people sign in with it, or not. Raises `NotChecked`."""
    only_oneself(by)
    if is_active and not provider.is_checked:
        raise NotChecked(provider.check_code)
    Provider.objects.filter(pk=provider.pk).update(is_active=is_active)
    record(provider, "switch_sign_on_provider", by=by, is_active=is_active)


@transaction.atomic
def remove_provider(provider: Provider, *, by: Actor) -> None:
    """Forget the provider and every account connected through it; the people stay."""
    only_oneself(by)
    record(provider, "remove_sign_on_provider", by=by, connections=provider.connections.count())
    provider.delete()


def _look(provider: Provider) -> str:
    try:
        keys_of(directory_of(provider.issuer, is_fresh=True), is_fresh=True)
    except ProviderFault as fault:
        return fault.code
    return ""
