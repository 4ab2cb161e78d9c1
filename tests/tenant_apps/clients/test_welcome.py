"""Signing up makes a client."""

from __future__ import annotations

from typing import Any

from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client, Contact
from tenant_apps.clients.queries import client_of
from tenant_apps.clients.verbs import welcome


def test_a_newcomer_is_a_client_with_one_contact(in_reseller: Any) -> None:
    person = User.objects.create_user("nina@example.com", name="Nina New", role="client", language="fa")
    client = welcome(person, referral="", by=person.actor)
    assert (client.name, client.email, client.kind, client.currency) == (
        "Nina New",
        "nina@example.com",
        "person",
        "TRY",
    )
    assert client_of(person) == client
    assert Contact.objects.get(person=person).role == "owner"


def test_an_organisation_may_be_named(in_reseller: Any) -> None:
    person = User.objects.create_user("nina@example.com", name="Nina New", role="client")
    client = welcome(person, referral="", by=person.actor, organisation="New Ltd")
    assert (client.kind, client.name) == ("organisation", "New Ltd")


def test_a_broken_referral_token_does_not_stop_anybody(in_reseller: Any) -> None:
    person = User.objects.create_user("nina@example.com", name="Nina New", role="client")
    welcome(person, referral="not-a-token", by=person.actor)
    assert Client.objects.filter(email="nina@example.com").exists()
