"""Clients with orders in every state: paid, on trial, waiting for a transfer, open, cancelled, refunded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shared_apps.agenda.clock import shift
from shared_apps.commissions import door as commissions
from shared_apps.kernel import clock
from shared_apps.kernel.actor import Actor
from shared_apps.payments import door as payments
from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import client_of
from tenant_apps.orders.models import Invoice, Order
from tenant_apps.orders.quoting import LineWish
from tenant_apps.orders.verbs import cancel_order, pay_invoice, place_order, refund_invoice, settle_payment
from tenant_apps.orders.verbs.pay import Way
from tenant_apps.storefront.models import Offer
from tenants.context import current_tenant
from tenants.hosts import portal_url

from .people import Person, Shop

MakeClient = Callable[[Person, str, str], tuple[User, bool]]


def load(shop: Shop, by: Actor, make_client: MakeClient) -> None:
    """The shop's clients and what they ordered over the last two months; nothing where they are known."""
    referrer, is_new = _client_from(60, shop, 0, "", make_client)
    if not is_new:
        return
    with days_ago(55):
        seats = order(referrer, "workplace-pro-m", 5, by, add_ons=["mail-archive-m"], skip_trial=True)
        pay_by_transfer(seats, by)
        link = commissions.visit(commissions.code_of(referrer.uuid, name=referrer.name), fingerprint="demo")
    friend, _ = _client_from(50, shop, 1, link, make_client)
    with days_ago(45):
        pay_by_transfer(order(friend, "hosting-start-y", 1, by, add_ons=["location-eu"]), by)
    with days_ago(20):
        refunded = order(friend, "domain-com-y", 1, by, label=f"friend-of-{shop.slug}.com")
        pay_by_transfer(refunded, by)
        _refund(refunded, by)
    with days_ago(6):
        order(friend, "workplace-standard-m", 3, by)
    newcomer, _ = _client_from(3, shop, 2, "", make_client)
    with days_ago(2):
        _start_transfer(order(newcomer, "hosting-start-m", 1, by, add_ons=["location-tr"]), by)
        cancel_order(order(newcomer, "setup-once", 1, by), reason="Ordered twice", by=by)
    with days_ago(1):
        pay_by_transfer(order(newcomer, "studio-m", 1, by, skip_trial=True), by)
    order(newcomer, "domain-com-y", 1, by, label=f"new-at-{shop.slug}.com")


def _client_from(
    days: int, shop: Shop, number: int, referral: str, make_client: MakeClient
) -> tuple[User, bool]:
    with days_ago(days):
        return make_client(shop.clients[number], shop.language, referral)


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """What happens within is written down as if it were `days` days ago."""
    clock.move_by(lambda: timedelta(days=-days))
    try:
        yield
    finally:
        clock.move_by(shift)


def order(
    person: User,
    sku: str,
    quantity: int,
    by: Actor,
    *,
    add_ons: list[str] | None = None,
    skip_trial: bool = False,
    label: str = "",
) -> Order:
    offers = Offer.objects.filter(currency=current_tenant().currency)
    wish = LineWish(
        offer_uuid=offers.get(sku=sku).uuid,
        quantity=quantity,
        add_on_uuids=[offers.get(sku=add_on).uuid for add_on in add_ons or []],
        skip_trial=skip_trial,
        label=label,
    )
    return place_order(_client(person), [wish], by=by)


def _client(person: User) -> Client:
    client = client_of(person)
    assert client is not None, "welcome() gave every contact a client"
    return client


def _start_transfer(order: Order, by: Actor) -> Invoice:
    invoice: Invoice = order.invoices.get()
    back = portal_url(current_tenant(), "/my/")
    way = Way(gateway="bank", language=current_tenant().default_language, return_url=back, cancel_url=back)
    started = pay_invoice(invoice, way, by=by)
    payments.add_receipt(started.payment_uuid, _receipt(), by=by)
    return invoice


def pay_by_transfer(order: Order, by: Actor) -> None:
    invoice = _start_transfer(order, by)
    payment = payments.payments_of(invoice.uuid)[0]
    payments.approve_transfer(payment.uuid, by=by)
    settle_payment(payment.uuid, by=by)


def _refund(order: Order, by: Actor) -> None:
    invoice = order.invoices.get()
    refund_invoice(invoice, invoice.total, reason="The name was not the right one", key=uuid4(), by=by)


def _receipt() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (480, 320), "#e8eef4").save(picture, "PNG")
    return SimpleUploadedFile("receipt.png", picture.getvalue(), content_type="image/png")
