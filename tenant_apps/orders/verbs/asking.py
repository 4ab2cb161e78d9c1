"""The key of a wish to give money back stands for its content too (RELIABILITY 31)."""

from __future__ import annotations

from uuid import UUID

from shared_apps.kernel.money import Money

from ..errors import RefundKeyReused
from ..models import AskedRefund, Invoice


def ask_once(invoice: Invoice, amount: Money, key: UUID, *, to_credit: bool) -> None:
    """Write the wish down before anything is claimed for it. Raises `RefundKeyReused`."""
    wish = {"invoice": invoice, "amount_minor": amount.minor, "to_credit": to_credit}
    asked, is_new = AskedRefund.objects.get_or_create(key=key, defaults=wish)
    if not is_new:
        _same(asked, invoice, amount, to_credit=to_credit)


def refuse_other(invoice: Invoice, amount: Money, key: UUID, *, to_credit: bool) -> None:
    """Nothing where the key is new, or stands for just this. Raises `RefundKeyReused`."""
    asked = asked_by(key)
    if asked:
        _same(asked, invoice, amount, to_credit=to_credit)


def asked_by(key: UUID) -> AskedRefund | None:
    """What was asked under a key."""
    return AskedRefund.objects.select_related("invoice").filter(key=key).first()


def _same(asked: AskedRefund, invoice: Invoice, amount: Money, *, to_credit: bool) -> None:
    is_same = asked.invoice_id == invoice.pk and asked.amount == amount
    if not is_same or (amount and asked.to_credit != to_credit):
        raise RefundKeyReused(str(asked.key))
