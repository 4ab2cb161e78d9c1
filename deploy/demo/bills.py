"""What the platform costs its resellers in the demo: packages with prices, a paid period, an open bill, a transfer."""

from __future__ import annotations

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.partner_store.models import PlatformPlan
from shared_apps.partner_store.verbs.packages import PackageWish, put_package
from shared_apps.payments import door as payments
from shared_apps.settlement.door import BillCard, BillDraft, BillLineDraft, issue_bill
from shared_apps.settlement.owed import owed_by
from shared_apps.settlement.verbs.paying import Way, begin_payment, record_by_hand
from shared_apps.settlement.verbs.policy import PolicyWish, set_policy
from tenants.context import acting_in, acting_on_shared_data
from tenants.hosts import portal_url
from tenants.models import Tenant

TRANSFER_TO = {
    "en": "Vitrine Ltd, IBAN TR33 0006 1005 1978 6457 8413 26",
    "fa": "شرکت ویترین، شبا TR33 0006 1005 1978 6457 8413 26",
    "tr": "Vitrine Ltd, IBAN TR33 0006 1005 1978 6457 8413 26",
    "th": "Vitrine Ltd, IBAN TR33 0006 1005 1978 6457 8413 26",
}
NAMES = {
    "partner-portal": {"en": "Start", "fa": "شروع", "tr": "Başlangıç", "th": "เริ่มต้น"},
    "partner-growth": {"en": "Growth", "fa": "رشد", "tr": "Büyüme", "th": "เติบโต"},
    "partner-scale": {"en": "Scale", "fa": "گسترش", "tr": "Ölçek", "th": "ขยาย"},
}
FEATURES = {
    "partner-portal": {"en": ["Own brand and domain", "All products"]},
    "partner-growth": {"en": ["Own brand and domain", "All products", "Answers within four hours"]},
    "partner-scale": {"en": ["Own brand and domains", "All products", "A manager of your own"]},
}
# Seats, and the price of a month in lira, in million rial, in baht, in dollars, in euros; a year costs ten.
TERMS = {
    "partner-portal": (5, 900, 20, 900, 29, 27),
    "partner-growth": (15, 2400, 55, 2400, 79, 74),
    "partner-scale": (50, 6000, 140, 6000, 199, 189),
}


def put_packages(by: Actor) -> None:
    """What portals may subscribe to, on shared data, before there are any; nothing where they have prices."""
    for position, sku in enumerate(NAMES):
        _package(sku, position, by)


def load(by: Actor) -> None:
    """Bills; nothing where they are. The operator takes transfers and cards."""
    with acting_on_shared_data():
        set_policy(PolicyWish(tax_name="KDV", tax_bp=2000, tax_countries=["TR"]), by=by)
        paid, _open, waiting = (_bill(slug, name, by) for slug, name in _BILLS)
        operator = Tenant.objects.get(kind=Tenant.Kind.OPERATOR).record
    with acting_in(operator):
        payments.save_bank(TRANSFER_TO, by=by)
        account = {
            "secret_key": "sk_test_operator",
            "webhook_url": portal_url(operator, "/webhooks/stripe/"),
        }
        schedule("demo.connect_stripe", account, key="operator")
        if paid.is_open:
            key = uuid5(NAMESPACE_URL, f"demo:{paid.uuid}")
            record_by_hand(owed_by(paid.uuid), method="transfer", reference="EFT 77120", key=key, by=by)
    if waiting.is_open:
        with acting_on_shared_data():
            begin_payment(waiting.uuid, Way("bank", ""), tenant_id=waiting.tenant_id, by=by)


_BILLS = (
    ("bulutsan", "Data import by our team"),
    ("abrnama", "White-glove set-up"),
    ("bulutsan", "Training for your team"),
)


def _package(sku: str, position: int, by: Actor) -> None:
    seats, *months = TERMS[sku]
    prices = {}
    for currency, major in zip(("TRY", "IRR", "THB", "USD", "EUR"), months, strict=True):
        amount = Money.from_major(major * (1_000_000 if currency == "IRR" else 1), currency)
        prices[currency, "month"], prices[currency, "year"] = amount, amount * 10
    known = PlatformPlan.objects.filter(sku=sku).first()
    if known and known.prices.exists():
        return
    wish = PackageWish(sku, NAMES[sku], FEATURES[sku], seats, position, True, prices)
    put_package(wish, package=known, by=by)


def _bill(slug: str, name: str, by: Actor) -> BillCard:
    tenant = Tenant.objects.get(slug=slug)
    unit = {"TRY": 4_500, "IRR": 90_000_000, "THB": 4_000}.get(tenant.currency, 149)
    line = BillLineDraft(name, "", 1, Money.from_major(unit, tenant.currency))
    cause = uuid5(NAMESPACE_URL, f"demo:{slug}:{name}")
    due_at = now() + timedelta(days=9)
    return issue_bill(BillDraft(tenant.pk, "other", tenant.currency, (line,), cause, due_at), by=by)
