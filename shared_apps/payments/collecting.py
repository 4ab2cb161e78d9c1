"""Whose account takes the money of a tenant's clients: its own, or the operator's where it collects for it.

Settlement, which stands above this app, says so; until it does, each tenant collects by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from shared_apps.kernel.money import Money

from .models import GatewayAccount, Payment

Collector = Callable[[], int | None]
# What the operator can take in for a reseller; bank transfers would name it to the clients.
GATEWAYS = frozenset({GatewayAccount.Gateway.STRIPE, GatewayAccount.Gateway.BANK})
_collectors: list[Collector] = []
# Called with the payment, the invoice, the amount and the refund's key, in the transaction of its claim.
RefundGuard = Callable[[Payment, UUID, Money, UUID], None]
_guards: list[RefundGuard] = []


def collects(source: Collector) -> Collector:
    """Register who tells the key of the tenant that collects for the current one; None where it does itself."""
    _collectors[:] = [source]
    return source


def collector() -> int | None:
    """The key of the tenant that collects for the current one."""
    return _collectors[0]() if _collectors else None


def guards_refunds(guard: RefundGuard) -> RefundGuard:
    """Register who says whether collected money may go back; it raises `RefundBeyondHeld` where it may not."""
    _guards[:] = [guard]
    return guard


def guard_refund(payment: Payment, invoice_uuid: UUID, amount: Money, key: UUID) -> None:
    """Ask so for a payment that another tenant has collected. Raises `RefundBeyondHeld`."""
    if payment.is_collected:
        for guard in _guards:
            guard(payment, invoice_uuid, amount, key)


def account_in_use(gateway: str) -> GatewayAccount | None:
    """The account by which new payments of the current tenant begin; none for bank where another one collects."""
    if gateway not in GATEWAYS or (other := collector()) is None:
        return own_row(gateway)
    if gateway == GatewayAccount.Gateway.BANK:
        return None
    return row_of(other, gateway)


def account_for(payment: Payment) -> GatewayAccount | None:
    """The account by which a payment began, whatever was agreed since."""
    if not payment.is_collected:
        return own_row(payment.gateway)
    found = GatewayAccount.objects.filter(tenant__kind="operator", gateway=payment.gateway)
    return found.select_related("tenant").first()


def own_row(gateway: str) -> GatewayAccount | None:
    """The current tenant's own account at a gateway."""
    return GatewayAccount.objects.here().filter(gateway=gateway).select_related("tenant").first()


def row_of(tenant_id: int, gateway: str) -> GatewayAccount | None:
    found = GatewayAccount.objects.filter(tenant_id=tenant_id, gateway=gateway)
    return found.select_related("tenant").first()
