"""The fixed cast, written into the template database."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from shared_apps.kernel.actor import Actor
from tenants.provisioning import finish, provision

PASSWORD = "correct horse battery"
BY = Actor.system("tests")


def make_cast(acting_in: Any, acting_on_shared_data: Any) -> None:
    with acting_on_shared_data():
        operator = _tenant("operator", "operator", "Vitrine", "en", "USD", "US", "UTC")
        alpha = _tenant("alpha", "reseller", "Alpha Bulut", "en", "TRY", "TR", "Europe/Istanbul")
        beta = _tenant("beta", "reseller", "Beta Abr", "fa", "IRR", "IR", "Asia/Tehran")
    with acting_in(operator):
        _person("opal", "Opal Operator", "admin")
    with acting_in(alpha):
        _person("olga", "Olga Owner", "owner")
        _person("adel", "Adel Advisor", "advisor")
        _client("carl", "Carl Client")
        _client("sam", "Sam Stranger")
    with acting_in(beta):
        _person("peer", "Peer Owner", "owner")


def _tenant(slug: str, kind: str, name: str, language: str, currency: str, country: str, zone: str) -> Any:
    with transaction.atomic():
        made = provision(
            slug=slug,
            name=name,
            kind=kind,
            language=language,
            currency=currency,
            country=country,
            time_zone=zone,
            by=BY,
        )
    if not made.record.is_live:
        made = finish(made.pk, by=BY)
    return made.record


def _person(first: str, name: str, role: str) -> Any:
    from allauth.account.models import EmailAddress

    from tenant_apps.accounts.models import User

    person = User(email=f"{first}@example.com", name=name, role=role, language="en")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _client(first: str, name: str) -> None:
    from tenant_apps.clients.verbs import welcome

    welcome(_person(first, name, "client"), referral="", by=BY)
