"""What two clients bought: paid by transfer with a receipt, on trial, still open; and what the first one earned."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shared_apps.catalog import door as catalog
from shared_apps.commissions import door as commissions
from shared_apps.isolation.door import (
    plant_deal,
    plant_extra,
    plant_move,
    plant_programme,
    plant_statement,
    plant_terms,
    plant_withdrawal,
    plants,
)
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments
from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client
from tenant_apps.orders.models import Invoice, Order, Service
from tenant_apps.orders.quoting import LineWish
from tenant_apps.orders.verbs import LineDraft, issue, pay_invoice, place_order, settle_payment
from tenant_apps.orders.verbs.activate import activate
from tenant_apps.orders.verbs.pay import Way
from tenant_apps.storefront.queries import listed
from tenant_apps.storefront.verbs import put_suggested_offers
from tenants.context import current_tenant
from tenants.hosts import portal_url

from .people import BY, CLIENTS, address

_DEAREST_OFFERS = 3


@plants("trade")
def trade(word: str) -> None:
    """Orders of both clients. A catalogue without prices in the tenant's currency leaves them without any."""
    plans = catalog.plans(current_tenant().currency)
    put_suggested_offers([plan.sku for plan in plans], by=BY)
    payments.save_bank({"en": f"Send it to {word}."}, by=BY)
    first, second = (Client.objects.get(email=address(word, number)) for number in CLIENTS)
    referrer = User.objects.get(email=address(word, CLIENTS[0]))
    _refer(referrer, second)
    for client in (first, second):
        _buy(client, word)
    plant_statement(by=BY)
    plant_move(word)
    plant_extra(word)
    plant_programme(referrer.uuid, referrer.name, by=referrer.actor)
    plant_deal(word, by=BY)
    plant_withdrawal(referrer.uuid, referrer.name, by=referrer.actor)
    plant_terms(word, by=BY)


def _refer(referrer: User, client: Client) -> None:
    token = commissions.visit(commissions.code_of(referrer.uuid, name=referrer.name), fingerprint="proof")
    friend = client.contacts.select_related("person").get().person
    who = commissions.Identity(friend.uuid, friend.email, name=friend.name)
    commissions.attribute(client_uuid=client.uuid, referred=who, token=token)


def _buy(client: Client, word: str) -> None:
    """One order paid, one waiting with its receipt, one open, as far as there are offers."""
    # What is bought without a choice or a name of one's own.
    plain = [
        offer for offer in listed() if not offer.tld and not any(one.is_required for one in offer.add_ons)
    ]
    offers = sorted(plain, key=lambda offer: -offer.retail.minor)
    for step, offer in zip(
        ("paid", "waiting", "open"), (offers * _DEAREST_OFFERS)[:_DEAREST_OFFERS], strict=False
    ):
        order = place_order(client, [LineWish(offer.uuid, 5, (), skip_trial=True)], by=BY)
        if step != "open":
            _transfer(order, word, approve=step == "paid")
    unused = LineDraft(f"Unused time of {word}", 1, Money(-500, client.currency))
    issue(client, [unused], cause=Invoice.Cause.MANUAL, due_at=now(), by=BY)


def _transfer(order: Order, word: str, *, approve: bool) -> None:
    invoice = order.invoices.get()
    back = portal_url(current_tenant(), "/my/")
    started = pay_invoice(
        invoice, Way(gateway="bank", language="en", return_url=back, cancel_url=back), by=BY
    )
    payments.add_receipt(started.payment_uuid, _receipt(word), by=BY)
    if approve:
        payments.approve_transfer(started.payment_uuid, by=BY)
        settle_payment(started.payment_uuid, by=BY)
        for service in Service.objects.filter(order_line__order=order, status=Service.Status.PENDING):
            # The proof orders nothing from a provisioner: what it sells is set up by saying so.
            activate(service, by=BY, reference=f"{word}-{service.pk}")


def _receipt(word: str) -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (48, 32), "#e8eef4").save(picture, "PNG")
    return SimpleUploadedFile(f"receipt-{word}.png", picture.getvalue(), content_type="image/png")
