"""The operator's till of the tests: a loopback Stripe account, bank transfers, and alpha who pays there."""

from __future__ import annotations

import json
import time
from uuid import UUID

import httpx
from django.test import Client as Browser

from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.deliveries import signature
from shared_apps.payments import door as payments
from shared_apps.settlement.cards import BillCard, BillLineDraft
from shared_apps.settlement.door import issue_bill
from shared_apps.settlement.verbs.paying import Way, begin_payment
from tenants.context import acting_in
from tests.shared_apps.settlement.stage import BY, draft_of, lira

HOOK = "http://vitrine.localhost:8000/webhooks/stripe/"
PAGE = "http://alpha.vitrine.localhost:8000/office/billing-account/payments/{payment}/"
CARD = {"number": "4242424242424242", "expiry": "12 / 34", "cvc": "123", "name": "Olga Owner"}


class Till:
    """What the tests do at the operator's till, in one word each."""

    def __init__(self, gateway, operator, tenant) -> None:
        self.store, self.operator, self.tenant = gateway.store if gateway else None, operator, tenant
        with acting_in(operator):
            payments.save_bank({"en": "IBAN TR00"}, by=BY)
            if gateway:
                payments.connect_stripe("sk_test_till", webhook_url=HOOK, by=BY)

    def bill(self, major: int = 100, **more) -> BillCard:
        line = BillLineDraft("Support", "support", 1, lira(major))
        return issue_bill(draft_of(self.tenant, line, **more), by=BY)

    def start(self, uuid: UUID, method: str = "stripe"):
        way = Way(method, "olga@example.com", "en", PAGE, f"{PAGE}?given_up=1")
        return begin_payment(uuid, way, tenant_id=self.tenant.pk, by=BY)

    def pay_at_gateway(self, url: str, number: str = CARD["number"]) -> httpx.Response:
        return httpx.post(url, data={**CARD, "number": number}, trust_env=False, verify=False)

    @property
    def account(self) -> Account:
        return Account(self.store, "till")

    def event(self, kind: str = "checkout.session.completed") -> dict:
        return next(one for one in self.account.all("event") if one["type"] == kind)

    def hear(self, event: dict) -> int:
        body = json.dumps(event).encode()
        key = str(self.account.all("webhook_endpoint", status="enabled")[0]["_secret"])
        answer = Browser(HTTP_HOST=self.operator.canonical_host).post(
            "/webhooks/stripe/",
            body,
            content_type="application/json",
            headers={"Stripe-Signature": signature(key, int(time.time()), body)},
        )
        return answer.status_code
