"""Set up how a tenant takes money."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..errors import MethodUnavailable
from ..models import GatewayAccount
from ..queries import account_of

STRIPE, BANK, CREDIT = (
    GatewayAccount.Gateway.STRIPE,
    GatewayAccount.Gateway.BANK,
    GatewayAccount.Gateway.CREDIT,
)


def connect_stripe(secret_key: str, *, webhook_url: str, by: Actor) -> GatewayAccount:
    """Take cards with this key: registers the webhook endpoint and keeps both secrets sealed.

    The same key and address again change nothing at the gateway. Raises `GatewayRejected`, `NotWhileActing`.
    """
    only_oneself(by)
    known = GatewayAccount.objects.here().filter(gateway=STRIPE).first()
    if (
        known
        and known.secrets.get("secret_key") == secret_key
        and known.details.get("webhook_url") == webhook_url
    ):
        return switch(STRIPE, is_enabled=True, by=by)
    from ..gateways.stripe import register_endpoint

    endpoint = register_endpoint(secret_key, webhook_url)
    secrets = {"secret_key": secret_key, "webhook_secret": endpoint["webhook_secret"]}
    details = {
        "webhook_url": webhook_url,
        "endpoint_id": endpoint["endpoint_id"],
        "key_hint": f"…{secret_key[-4:]}",
        "is_test": secret_key.startswith("sk_test_"),
    }
    return _save(STRIPE, secrets=secrets, details=details, is_enabled=True, by=by)


def usable_account(gateway: str) -> GatewayAccount:
    """The tenant's account at a gateway; `MethodUnavailable` unless it is switched on."""
    account = account_of(gateway)
    if account is None or not account.is_enabled:
        raise MethodUnavailable(gateway)
    return account


def save_bank(instructions: dict[str, str], *, is_enabled: bool, by: Actor) -> GatewayAccount:
    """Take bank transfers; `instructions` tell each language's readers where to send the money.

    Raises `NotWhileActing`.
    """
    only_oneself(by)
    return _save(BANK, details={"instructions": instructions}, is_enabled=is_enabled, by=by)


def switch(gateway: str, *, is_enabled: bool, by: Actor) -> GatewayAccount:
    """Offer a gateway to clients, or no longer. Raises `NotWhileActing`."""
    only_oneself(by)
    return _save(gateway, is_enabled=is_enabled, by=by)


@transaction.atomic
def _save(
    gateway: str,
    *,
    is_enabled: bool,
    by: Actor,
    secrets: dict[str, str] | None = None,
    details: dict[str, Any] | None = None,
) -> GatewayAccount:
    account, _ = GatewayAccount.objects.select_for_update().get_or_create(
        tenant_id=current_tenant().id, gateway=gateway
    )
    account.is_enabled = is_enabled
    if secrets is not None:
        account.keep_secrets(secrets)
    if details is not None:
        account.details = details
    account.save()
    record(account, "switch on" if is_enabled else "switch off", by=by)
    return account
