"""Invoices written by hand: part paid, overdue and credited in part, and one that is a draft still."""

from __future__ import annotations

from datetime import timedelta

from shared_apps.kernel import clock
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from tenant_apps.clients.models import Client
from tenant_apps.orders.models import Invoice
from tenant_apps.orders.verbs.bill import LineDraft
from tenant_apps.orders.verbs.credit_note import To, credit_invoice
from tenant_apps.orders.verbs.manual import DraftWish, send_draft, write_draft
from tenant_apps.orders.verbs.pay import record_payment
from tenant_apps.pricing.taxes import tax_rate_for
from tenant_apps.storefront.models import Offer
from tenants.context import current_tenant

from .orders import days_ago
from .people import Shop

WORK = {
    "abrnama": ("آموزش حضوری", "مشاورهٔ شبکه", "طراحی صفحهٔ نخست"),
    "bulutsan": ("Yerinde eğitim", "Ağ danışmanlığı", "Ana sayfa tasarımı"),
    "mekhthai": ("อบรมที่สำนักงาน", "ให้คำปรึกษาเครือข่าย", "ออกแบบหน้าแรก"),
}
CREDITED = {
    "abrnama": "یک ساعت کمتر شد",
    "bulutsan": "Bir saat daha az sürdü",
    "mekhthai": "ใช้เวลาน้อยลงหนึ่งชั่วโมง",
}


def load(shop: Shop, by: Actor) -> None:
    """Bill the shop's first clients by hand; nothing where that was done."""
    if Invoice.objects.filter(cause=Invoice.Cause.MANUAL).exists():
        return
    first, second = Client.objects.order_by("pk")[:2]
    training, advice, design = WORK[shop.slug]
    with days_ago(5):
        part_paid = send_draft(_draft(first, training, by), by=by)
    with days_ago(2):
        half = Money(part_paid.total_minor // 2, part_paid.currency)
        record_payment(first, [(part_paid, half)], method="cash", reference="0017", by=by)
    with days_ago(24):
        overdue = send_draft(_draft(first, advice, by), by=by)
    with days_ago(20):
        tenth = Money(overdue.total_minor // 10, overdue.currency)
        credit_invoice(overdue, tenth, reason=CREDITED[shop.slug], to=To.NONE, by=by)
    _draft(second, design, by)


def _draft(client: Client, name: str, by: Actor) -> Invoice:
    price = Offer.objects.get(sku="setup-once", currency=current_tenant().currency).retail
    line = LineDraft(
        name=name,
        quantity=2,
        unit=price,
        tax=tax_rate_for(client),
        discount=None,
        wholesale=Money(0, price.currency),
        kind="other",
    )
    return write_draft(client, DraftWish([line], clock.now() + timedelta(days=7)), by=by)
