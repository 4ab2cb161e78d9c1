"""A client's people: invited by mail, never made silently (REQUIREMENTS S2.46; RELIABILITY 7, 23, 29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import caches

from shared_apps.kernel.actor import NotWhileActing
from shared_apps.kernel.clock import now
from tenant_apps.accounts.models import User
from tenant_apps.clients.contacts import (
    LIFETIME,
    MOST_OPEN,
    LastContactOwner,
    TooManyInvitations,
    change_contact_role,
    choose,
    invite_contact,
    remove_contact,
)
from tenant_apps.clients.models import Contact, ContactInvitation
from tenant_apps.clients.queries import client_of
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in

PEOPLE = "/my/people/"


@pytest.fixture
def as_carl(browse, carl, reseller):
    return browse(carl, reseller)


def link_to(email, tenant):
    with acting_in(tenant):
        mail = MailMessage.objects.filter(template="account/contact_invited", to_email=email).latest("pk")
    return "/" + mail.context["url"].split("/", 3)[3]


def test_an_invitation_answers_the_same_whoever_has_the_address(as_carl, sam, olga, reseller):
    """RELIABILITY 29: a stranger's, another client's, staff's address."""
    answers = [
        as_carl.post(PEOPLE, {"email": email, "role": "billing"}, follow=True).content.count(b"on its way")
        for email in ("new@example.com", sam.email, olga.email)
    ]
    assert answers == [1, 1, 1]
    with acting_in(reseller):
        assert Contact.objects.count() == ContactInvitation.objects.open().count() - 1 == 2
        assert not User.objects.filter(email="new@example.com").exists()


def test_somebody_new_makes_an_account_and_is_in(as_carl, browse, reseller, carls_client):
    as_carl.post(PEOPLE, {"email": "New@example.com", "role": "technical", "client": "1", "person": "1"})
    path, visitor = link_to("new@example.com", reseller), browse(None, reseller)
    assert visitor.get(path).status_code == 200
    answer = visitor.post(
        path, {"name": "Nia", "password": "meadow lantern", "role": "owner", "email": "x@y.z"}
    )
    assert answer.status_code == 302
    with acting_in(reseller):
        nia = User.objects.get(email="new@example.com")
        assert (nia.role, nia.client_role, client_of(nia)) == ("client", "technical", carls_client)
    assert visitor.get("/my/services/").status_code == 200
    assert visitor.get("/my/invoices/").status_code == 403
    assert visitor.get(PEOPLE).status_code == 403
    assert browse(None, reseller).get(path).status_code == 410


def test_somebody_known_confirms_by_the_link(as_carl, browse, sam, reseller, carls_client, sams_client):
    as_carl.post(PEOPLE, {"email": sam.email, "role": "owner"})
    path = link_to(sam.email, reseller)
    stranger = browse(None, reseller)
    assert b"/accounts/login/?next=" in stranger.get(path).content
    assert stranger.post(path, {"name": "X", "password": "meadow lantern"}).status_code == 200
    assert as_carl.post(path).status_code == 200
    with acting_in(reseller):
        assert client_of(sam) == sams_client
    as_sam = browse(sam, reseller)
    assert as_sam.post(path).status_code == 302
    with acting_in(reseller):
        assert client_of(sam) == carls_client
    as_sam.post(f"{PEOPLE}choice/{sams_client.uuid}/")
    with acting_in(reseller):
        assert client_of(sam) == sams_client


def test_a_withdrawn_or_renewed_link_is_spent(as_carl, browse, reseller):
    for _ in range(2):
        as_carl.post(PEOPLE, {"email": "new@example.com", "role": "billing"})
        caches["default"].clear()
    with acting_in(reseller):
        first, last = MailMessage.objects.filter(template="account/contact_invited").order_by("pk")
        invitation = ContactInvitation.objects.get()
    visitor = browse(None, reseller)
    assert visitor.get("/" + first.context["url"].split("/", 3)[3]).status_code == 410
    path = "/" + last.context["url"].split("/", 3)[3]
    assert visitor.get(path).status_code == 200
    as_carl.post(f"{PEOPLE}invitations/{invitation.uuid}/withdrawal/")
    assert visitor.get(path).status_code == 410


def test_one_owner_stays_and_a_change_counts_at_once(as_carl, browse, sam, carl, reseller, carls_client):
    with acting_in(reseller):
        Contact.objects.filter(person=sam).delete()
        Contact.objects.create(person=sam, client=carls_client, role="billing")
    as_sam = browse(sam, reseller)
    assert as_sam.get("/my/invoices/").status_code == 200
    for path in ("role/", "removal/"):
        as_carl.post(f"{PEOPLE}{carl.uuid}/{path}", {"role": "technical"})
    with acting_in(reseller):
        assert Contact.objects.get(person=carl).role == "owner"
    as_carl.post(f"{PEOPLE}{sam.uuid}/role/", {"role": "technical"})
    assert as_sam.get("/my/invoices/").status_code == 403
    as_carl.post(f"{PEOPLE}{sam.uuid}/removal/")
    assert as_sam.get("/my/services/").status_code == 403
    assert as_carl.get(PEOPLE).status_code == 200


def test_verbs_refuse_who_acts_for_somebody_and_floods(in_reseller, carl, carls_client):
    by = replace(carl.actor, acting_for="Carl")
    mine = Contact.objects.get(person=carl)
    for attempt in (
        lambda: invite_contact(carls_client, email="x@example.com", role="owner", by=by),
        lambda: change_contact_role(mine, role="billing", by=by),
        lambda: remove_contact(mine, by=by),
        lambda: choose(mine, by=by),
    ):
        with pytest.raises(NotWhileActing):
            attempt()
    with pytest.raises(LastContactOwner):
        remove_contact(mine, by=carl.actor)
    for number in range(MOST_OPEN):
        invite_contact(carls_client, email=f"x{number}@example.com", role="billing", by=carl.actor)
    with pytest.raises(TooManyInvitations):
        invite_contact(carls_client, email="one.more@example.com", role="billing", by=carl.actor)
    ContactInvitation.objects.update(sent_at=now() - LIFETIME - timedelta(hours=1))
    invite_contact(carls_client, email="one.more@example.com", role="billing", by=carl.actor)
    assert ContactInvitation.objects.open().count() == 1


@pytest.mark.parametrize("path", ["role/", "removal/"])
def test_a_contact_whom_somebody_removed_meanwhile_is_not_found(
    path, as_carl, sam, carls_client, monkeypatch
):
    gone = Contact(person=sam, client=carls_client, role="billing", pk=0)
    monkeypatch.setattr("tenant_apps.clients.views.people._contact", lambda request, uuid: gone)
    assert as_carl.post(f"{PEOPLE}{sam.uuid}/{path}", {"role": "technical"}).status_code == 404


def test_invitations_are_no_mail_cannon(as_carl, browse, sam, reseller):
    """REQUIREMENTS S2.46: one mail an hour to an address, whichever client asks; ten invitations a day of a client."""
    wish = {"email": "stranger@example.com", "role": "billing"}
    assert as_carl.post(PEOPLE, wish).status_code == 302
    for browser in (as_carl, browse(sam, reseller)):
        answer = browser.post(PEOPLE, wish | {"email": "Stranger@example.com"})
        assert answer.status_code == 422 and b"Too many attempts" in answer.content
    for number in range(10):
        answer = as_carl.post(PEOPLE, wish | {"email": f"x{number}@example.com"})
        assert answer.status_code == (302 if number < 9 else 422)
    with acting_in(reseller):
        assert MailMessage.objects.filter(template="account/contact_invited").count() == 10
