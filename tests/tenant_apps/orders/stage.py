"""The shop of these tests: two plans and an add-on on sale in lira, a loopback Stripe and a provisioner.

All prices in kuruş. Hosting 100.00 (wholesale 65.00), backups 20.00 (13.00), mail 40.00 a seat (26.00) on trial.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from django.test import Client as Browser

from deploy.sandbox import provisioner as provisioning
from deploy.sandbox.stripe import Sandbox, serve
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.deliveries import signature
from shared_apps.catalog import verbs as catalog
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from shared_apps.payments import door as payments
from tenant_apps.orders.models import Invoice, Order
from tenant_apps.orders.quoting import LineWish
from tenant_apps.orders.verbs import pay_invoice, place_order
from tenant_apps.orders.verbs.pay import Way
from tenant_apps.storefront.verbs import put_offer
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant

BY = Actor.system("tests")
CARD, ASKS, DECLINED = "4242424242424242", "4000000000003220", "4000000000000002"
HOST = "http://alpha.vitrine.localhost:8000"


@pytest.fixture
def gateway(settings: Any) -> Iterator[Sandbox]:
    sandbox = serve()
    settings.STRIPE_API_BASE = sandbox.url
    settings.STRIPE_TIMEOUT = 1.5
    yield sandbox
    sandbox.stop()


@pytest.fixture
def provisioner(settings: Any) -> Iterator[provisioning.Provisioner]:
    running = provisioning.serve(secret=settings.PROVISIONER_SECRET)
    settings.PROVISIONER_URL = running.url
    settings.PROVISIONER_TIMEOUT = 1.0
    yield running
    running.stop()


def words(text: str) -> dict[str, str]:
    return {"en": text}


def stock_shelves() -> None:
    group = catalog.put_group("all", name=words("All"), by=BY)
    product = catalog.put_product("web", group=group, name=words("Web"), summary=words("Web"), by=BY)
    hosting = catalog.put_plan("hosting-m", product=product, name=words("Hosting"), by=BY)
    mail = catalog.put_plan(
        "mail-m", product=product, name=words("Mail"), per_seat=True, has_trial=True, by=BY
    )
    training = catalog.put_plan(
        "training", product=product, name=words("Training"), period="once", provisioner="none", by=BY
    )
    backups = catalog.put_add_on("backups-m", name=words("Backups"), plans=[hosting], period="month", by=BY)
    for item, wholesale, floor, suggested in (
        (hosting, 6500, 8500, 10_000),
        (mail, 2600, 3000, 4000),
        (training, 5000, 6000, 9000),
        (backups, 1300, 1500, 2000),
    ):
        put_price(item, wholesale, floor, suggested)


def put_price(item: Any, wholesale: int, floor: int, suggested: int) -> None:
    catalog.put_price(
        item,
        wholesale=Money(wholesale, "TRY"),
        floor=Money(floor, "TRY"),
        suggested=Money(suggested, "TRY"),
        ceiling=Money(2 * suggested, "TRY"),
        by=BY,
    )


def put_on_sale() -> None:
    for sku, price in (("hosting-m", 10_000), ("mail-m", 4000), ("training", 9000), ("backups-m", 2000)):
        put_offer(sku, Money(price, "TRY"), by=BY)


class Shop:
    """What the tests do in the shop, in one word each."""

    def __init__(self, tenant: Any, gateway: Sandbox) -> None:
        self.tenant, self.gateway = tenant, gateway

    def offer(self, sku: str) -> str:
        from tenant_apps.storefront.models import Offer

        return str(Offer.objects.get(sku=sku).uuid)

    def wish(self, sku: str = "hosting-m", quantity: Any = 1, *add_ons: str, **more: Any) -> LineWish:
        return LineWish(self.offer(sku), quantity, tuple(self.offer(one) for one in add_ons), **more)

    def order(self, client: Any, *wishes: LineWish) -> Order:
        return place_order(client, list(wishes) or [self.wish()], by=BY)

    def invoice(self, client: Any, *wishes: LineWish) -> Invoice:
        return self.order(client, *wishes).invoices.get()

    def start(self, invoice: Invoice, method: str = "stripe") -> payments.Started:
        page = f"{HOST}/my/payments/{{payment}}/"
        return pay_invoice(invoice, Way(method, "en", page, f"{page}?given_up=1"), by=BY)

    def pay_at_gateway(self, url: str, card: str = CARD) -> httpx.Response:
        """What the client does on the gateway's page."""
        form = {"number": card, "expiry": "12 / 34", "cvc": "123", "name": "Carl Client"}
        return httpx.post(url, data=form, trust_env=False, verify=False)

    def paid(self, client: Any, *wishes: LineWish) -> Invoice:
        """An invoice that a client has paid by card and that the webhook has settled."""
        invoice = self.invoice(client, *wishes)
        self.pay_at_gateway(self.start(invoice).redirect_url)
        self.deliver("checkout.session.completed")
        invoice.refresh_from_db()
        return invoice

    # Webhooks -----------------------------------------------------------------------------------

    @property
    def account(self) -> Account:
        return Account(self.gateway.store, "alpha")

    @property
    def secret(self) -> str:
        return str(self.account.all("webhook_endpoint", status="enabled")[0]["_secret"])

    def events(self, kind: str = "") -> list[dict[str, Any]]:
        """The gateway's events, oldest first."""
        found = self.account.all("event")[::-1]
        return [one for one in found if not kind or one["type"] == kind]

    def deliver(self, kind: str) -> int:
        """The newest event of a kind, as the gateway sends it; the status that it gets."""
        return self.post(self.events(kind)[-1])

    def post(self, event: Any, *, secret: str = "", at: int | None = None) -> int:
        body = json.dumps(event).encode()
        header = signature(secret or self.secret, at or int(time.time()), body)
        browser = Browser(HTTP_HOST=self.tenant.canonical_host)
        answer = browser.post(
            "/webhooks/stripe/",
            body,
            content_type="application/json",
            headers={"Stripe-Signature": header},
        )
        return answer.status_code


def stock() -> None:
    """Alpha's shop, for the database that tests with a `shop` start in."""
    with acting_on_shared_data():
        stock_shelves()
        alpha = Tenant.objects.get(slug="alpha").record
    with acting_in(alpha):
        put_on_sale()
        take_money()


def take_money() -> None:
    payments.save_bank({"en": "Send it to TR33.", "fa": "به TR33 بفرستید."}, by=BY)
    payments.switch("credit", is_enabled=True, by=BY)


def take_cards() -> None:
    payments.connect_stripe("sk_test_alpha", webhook_url=f"{HOST}/webhooks/stripe/", by=BY)


@pytest.fixture
def open_shop(gateway: Sandbox, provisioner: Any) -> Callable[[Any], Shop]:
    """Stock the catalogue and a tenant's storefront, and let it take money in every way."""

    def make(tenant: Any) -> Shop:
        with acting_on_shared_data():
            stock_shelves()
        with acting_in(tenant):
            put_on_sale()
            take_money()
            take_cards()
        return Shop(tenant, gateway)

    return make


@pytest.fixture
def shop(in_reseller: Any, gateway: Sandbox, provisioner: Any) -> Shop:
    """Alpha's shop; its database has been stocked before (tests/conftest.py)."""
    take_cards()
    return Shop(in_reseller, gateway)


@pytest.fixture
def as_carl(browse: Any, carl: Any, reseller: Any) -> Browser:
    found: Browser = browse(carl, reseller)
    return found


@pytest.fixture
def as_olga(browse: Any, olga: Any, reseller: Any) -> Browser:
    found: Browser = browse(olga, reseller)
    return found
