"""Deals of the demonstration's shops, two of which are after the same company; an answered question."""

from __future__ import annotations

from uuid import UUID

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from shared_apps.partner_store import verbs
from shared_apps.partner_store.checks import POINTS
from shared_apps.partner_store.models import Deal, PartnerApplication
from shared_apps.partner_store.verbs.deals import (
    DealWish,
    approve_deal,
    close_deal,
    expire_deal,
    register_deal,
    reject_deal,
    withdraw_deal,
)
from tenants.models import Tenant

from .orders import days_ago

# Company, domain, contact, what it is worth, what becomes of it.
DEALS = (
    ("Marmara Lojistik A.Ş.", "marmaralojistik.com.tr", "it@marmaralojistik.com.tr", 48_000, "protected"),
    ("Ege Tekstil", "egetekstil.com.tr", "", 12_500, "won"),
    ("Karadeniz Gıda", "karadenizgida.com.tr", "satin@karadenizgida.com.tr", 31_000, "waiting"),
    ("Toros İnşaat", "torosinsaat.com.tr", "", 22_000, "lost"),
    ("Bereket Market", "bereketmarket.com.tr", "", 9_000, "rejected"),
    ("Anadolu Turizm", "anadoluturizm.com.tr", "", 18_000, "withdrawn"),
    ("Efes Otomotiv", "efesotomotiv.com.tr", "", 64_000, "expired"),
)
OUTCOMES = {"won": "The price and the migration.", "lost": "They stay where they are for another year."}
# A deal is protected for ninety days.
LONG_AGO = 95
RIVAL = ("Marmara Logistics", "", "buyer@marmaralojistik.com.tr", 52_000, "waiting")
_QUESTION = UUID("d0000000-0000-4000-8000-000000000001")


def load(by: Actor) -> None:
    """Deals of the first two shops; nothing where there are any."""
    if Deal.objects.exists():
        return
    shops = list(Tenant.objects.filter(kind=Tenant.Kind.RESELLER, is_probe=False).order_by("pk")[:2])
    for number, row in enumerate(DEALS):
        _deal(shops[0], number, row, by)
    if len(shops) > 1:
        _deal(shops[1], len(DEALS), RIVAL, by)
    _talk(by)


def _deal(tenant: Tenant, number: int, row: tuple[str, str, str, int, str], by: Actor) -> None:
    name, domain, email, units, fate = row
    key = UUID(f"d0000000-0000-4000-9000-{number:012d}")
    value = Money(units * 100, tenant.currency)
    wish = DealWish(key, name, value, domain=domain, contact_email=email, notes="Moves its mail this year.")
    with days_ago(LONG_AGO if fate == "expired" else 0):
        deal = register_deal(tenant.pk, wish, by=by)
        if fate == "rejected":
            reject_deal(deal, reason="It is a client of another partner already.", by=by)
        elif fate == "withdrawn":
            withdraw_deal(deal, by=by)
        elif fate != "waiting":
            approve_deal(deal, by=by)
    if fate in OUTCOMES:
        close_deal(deal, is_won=fate == "won", outcome=OUTCOMES[fate], by=by)
    elif fate == "expired":
        expire_deal(str(deal.uuid), by=by)


def _talk(by: Actor) -> None:
    """The waiting application has been looked at, and asked about."""
    for application in PartnerApplication.objects.filter(status="submitted")[:1]:
        verbs.note_check(application, POINTS[0].key, finding="fine", note="In the register.", by=by)
        verbs.ask_applicant(
            application, text="How many of your customers have their mail elsewhere?", key=_QUESTION, by=by
        )
