"""Partners bring companies to the platform: a link, an application, an accepted reseller, commission on its bills."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from shared_apps.agenda.models import Entry
from shared_apps.catalog.door import set_terms, tier_of
from shared_apps.catalog.models import Tier
from shared_apps.commissions import door as commissions
from shared_apps.commissions.models import KnownPerson, Referral
from shared_apps.commissions.tiers import tier_of as tier_of_person
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from shared_apps.partner_store import verbs
from shared_apps.partner_store.models import PartnerApplication
from tenants.context import acting_in
from tests.shared_apps.commissions.story import publish_terms

from .conftest import FIELDS, submit

pytestmark = pytest.mark.django_db
BY = Actor.system("tests")


@pytest.fixture
def ritas_code(rita: Any, operator: Any) -> str:
    with acting_in(operator):
        return commissions.code_of(rita.uuid, name=rita.name)


def accepted(person: Any, operator: Any, reseller: Any, code: str = "") -> None:
    """As if the tenant had been provisioned; the person came through the link of `code`."""
    application = submit(person, operator)
    with acting_in(operator):
        PartnerApplication.objects.filter(pk=application.pk).update(
            status="accepted", tenant_id=reseller.id, referral_code=code
        )
        verbs.attribute_partner(application.uuid)


def test_the_link_that_was_clicked_goes_with_the_application(browse, paula, operator, ritas_code) -> None:
    browser = browse(paula, operator)
    assert browser.get(f"/r/{ritas_code}/").status_code == 302
    browser.post("/apply/", {**FIELDS, "terms": "on"})
    with acting_in(operator):
        assert PartnerApplication.objects.get().referral_code == ritas_code


def test_a_forged_cookie_goes_nowhere(browse, paula, operator, ritas_code) -> None:
    browser = browse(paula, operator)
    browser.cookies[commissions.COOKIE] = ritas_code
    browser.post("/apply/", {**FIELDS, "terms": "on"})
    with acting_in(operator):
        assert PartnerApplication.objects.get().referral_code == ""


def test_who_brought_the_reseller_earns_on_its_bills(paula, rita, operator, reseller, ritas_code) -> None:
    accepted(paula, operator, reseller, ritas_code)
    with acting_in(operator):
        publish_terms({"product_sku": "plan", "percent_bp": 1_000}, {"percent_bp": 2_000})
        net = Money(10_000, "USD")
        line = commissions.PurchaseLine("partner-portal", "plan", net, "first")
        earned = commissions.earn(commissions.Purchase(uuid4(), reseller.uuid, net, lines=(line,)))
        assert earned == commissions.Commission(Money(1_000, "USD"), rita.uuid)
        assert Referral.objects.get().label == "G. C."
    with acting_in(reseller):
        assert commissions.earn(commissions.Purchase(uuid4(), reseller.uuid, Money(9, "TRY"))) is None


def test_nobody_brings_themselves(paula, operator, reseller) -> None:
    with acting_in(operator):
        own = commissions.code_of(paula.uuid, name=paula.name)
    accepted(paula, operator, reseller, own)
    with acting_in(operator):
        assert not Referral.objects.exists()


def test_the_tier_of_the_portal_is_the_level_of_its_partner(paula, operator, reseller) -> None:
    accepted(paula, operator, reseller)
    with acting_in(operator):
        assert KnownPerson.objects.get(person_uuid=paula.uuid).client_uuid == reseller.uuid
        Tier.objects.get_or_create(
            slug="gold", defaults={"name": {"en": "Gold"}, "position": 9, "currency": "USD"}
        )
        set_terms(reseller.id, tier="gold", by=BY)
        assert tier_of_person(paula.uuid) == tier_of(reseller.id).slug == "gold"


def test_accepting_plans_the_attribution(paula, operator, opal) -> None:
    application = submit(paula, operator)
    with acting_in(operator):
        verbs.accept_application(application, slug="gamma", language="en", currency="TRY", by=opal.actor)
        entry = Entry.objects.get(task="partner_store.attribute")
    assert (entry.tenant_id, entry.payload) == (operator.id, {"application": str(application.uuid)})
