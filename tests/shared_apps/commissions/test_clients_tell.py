"""What the clients app tells the programme: who came through whom, and which mobile is whose."""

from __future__ import annotations

from uuid import uuid4

from shared_apps.commissions.cards import Identity, Purchase
from shared_apps.commissions.models import KnownPerson, Referral
from shared_apps.commissions.people import digest
from shared_apps.commissions.verbs import attribute, code_for, count_visit, earn
from tenant_apps.accounts.models import User
from tenant_apps.clients.queries import client_of
from tenant_apps.clients.verbs import edit_client, welcome

from .story import SYSTEM, lira


def arrive(referrer) -> User:
    """Dora signs up after a click on somebody's link."""
    dora = User.objects.create_user("dora@example.com", name="Dora Demir", role="client")
    token = count_visit(code_for(referrer.uuid).code, fingerprint="a browser")
    welcome(dora, referral=token, by=dora.actor)
    return dora


def test_who_signs_up_through_a_link_earns_its_owner_commission(in_reseller, carl) -> None:
    dora = client_of(arrive(carl))
    assert Referral.objects.get().client_uuid == dora.uuid
    commission = earn(Purchase(uuid4(), dora.uuid, lira(50_000)))
    assert (commission.beneficiary, commission.amount) == (carl.uuid, lira(10_000))


def test_every_client_is_known_with_or_without_a_link(in_reseller, carl) -> None:
    assert KnownPerson.objects.get(person_uuid=carl.uuid).client_uuid == client_of(carl).uuid


def test_the_mobile_that_a_client_enters_is_known(in_reseller, carl, sam) -> None:
    edit_client(client_of(carl), {"mobile": "+905321234567"}, by=SYSTEM)
    assert KnownPerson.objects.get(person_uuid=carl.uuid).mobile_digest == digest("mobile", "+905321234567")
    # Somebody who arrives with the same number through Carl's link is Carl.
    token = count_visit(code_for(carl.uuid).code, fingerprint="a browser")
    again = Identity(sam.uuid, "new@example.com", mobile="0532 123 45 67")
    assert attribute(client_uuid=uuid4(), referred=again, token=token) is None


def test_a_company_that_the_referrer_belongs_to_earns_them_nothing(in_reseller, carl) -> None:
    dora = arrive(carl)
    known = KnownPerson.objects.get(person_uuid=dora.uuid)
    KnownPerson.objects.filter(person_uuid=carl.uuid).update(client_uuid=known.client_uuid)
    assert earn(Purchase(uuid4(), client_of(dora).uuid, lira(50_000))) is None
