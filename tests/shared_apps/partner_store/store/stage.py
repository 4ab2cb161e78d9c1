"""The Partner Store of these tests, in lira: seats 500.00 a month for five each, at most three; priority 200.00 a
month; set-up 1,500.00 once, work of our team; reports 300.00 a year, which need priority; gold for that tier."""

from __future__ import annotations

from uuid import uuid4

from shared_apps.agenda.models import Entry
from shared_apps.catalog.models import Tier
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from shared_apps.partner_store.models import ServiceRequest, StoreItem
from shared_apps.partner_store.shelf import shelf
from shared_apps.partner_store.verbs import Requester, Verdict, approve_request, save_item, submit_request
from shared_apps.settlement.door import bill_card
from shared_apps.settlement.models import Bill
from shared_apps.settlement.paid import follow_paid

BY = Actor.system("tests")
OLGA = Requester(uuid4(), "Olga", "olga@example.com", "en")
ITEMS = {
    "seats": (500, {"grant": "seats", "grant_amount": 5, "max_quantity": 3, "category": "capacity"}),
    "priority": (200, {"grant": "priority", "category": "support"}),
    "set-up": (
        1500,
        {"grant": "work", "period": "once", "category": "setup", "guidelines": ["Data are there."]},
    ),
    "reports": (300, {"period": "year", "category": "other"}),
    "gold": (100, {"tiers": ["gold"], "category": "other"}),
}


def lira(amount: int) -> Money:
    return Money(amount * 100, "TRY")


def stock() -> dict[str, StoreItem]:
    """Fill the store."""
    Tier.objects.get_or_create(
        slug="gold", defaults={"name": {"en": "Gold"}, "position": 9, "currency": "TRY"}
    )
    made: dict[str, StoreItem] = {}
    for sku, (price, fields) in ITEMS.items():
        needs = [made["priority"]] if sku == "reports" else []
        named = {
            "sku": sku,
            "name": {"en": sku.title(), "fa": "خدمت"},
            "features": {"en": [f"All of {sku}"]},
            **fields,
        }
        made[sku] = save_item(None, fields=named, prices={"TRY": price * 100}, needs=needs, by=BY)
    return made


def send(alpha, wanted, *, shown=None, form_uuid=None) -> ServiceRequest:
    """Ask at the prices of the day."""
    prices = {one.item.sku: one.price for one in shelf(alpha, wanted)}
    total = sum((prices[sku] * count for sku, count in wanted.items() if sku in prices), lira(0))
    return submit_request(
        alpha, wanted, shown=shown or total, form_uuid=form_uuid or uuid4(), requester=OLGA, by=BY
    )


def bought(alpha, wanted) -> ServiceRequest:
    """Ask, approve everything, pay."""
    return pay(approve_request(send(alpha, wanted), Verdict({}), by=BY))


def pay(request: ServiceRequest) -> ServiceRequest:
    """What follows from the payment of its bill."""
    paid(request.bill_uuid)
    request.refresh_from_db()
    return request


def paid(bill_uuid) -> None:
    Bill.objects.get(uuid=bill_uuid).move("paid", by=BY)
    follow_paid(bill_card(bill_uuid), BY)


def told(template: str) -> int:
    """How often the reseller is to be told of something."""
    return Entry.objects.filter(task="partner_store.tell_of_request", payload__template=template).count()


def reviewers_told(template: str) -> int:
    return Entry.objects.filter(
        task="notices.send_mail", payload__template=f"partner_store/{template}"
    ).count()
