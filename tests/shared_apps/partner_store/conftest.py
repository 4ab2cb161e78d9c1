"""Paula, who wants to become a partner, and Rita, another applicant; both have accounts with the operator."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.partner_store import verbs
from shared_apps.partner_store.models import PartnerApplication
from shared_apps.partner_store.verbs import Applicant
from tenants.context import acting_in

FIELDS = {
    "company_name": "Gamma Cloud",
    "registration_number": "TR-99",
    "website": "https://gamma.example",
    "phone": "+902125550100",
    "street": "Bağdat Cd. 1",
    "city": "İstanbul",
    "region": "",
    "postal_code": "34710",
    "country": "TR",
    "expertise": "workplace",
    "experience": "Ten years of hosting for small firms.",
    "plans": "Two hundred clients in the first year.",
    "slug": "gamma",
    "language": "en",
    "currency": "TRY",
}


def _partner(operator: Any, name: str) -> Any:
    from tenant_apps.accounts.models import User

    with acting_in(operator):
        return User.objects.create_user(
            f"{name}@example.com", "correct horse battery", name=name.title(), role="partner", language="en"
        )


@pytest.fixture
def paula(operator: Any) -> Any:
    return _partner(operator, "paula")


@pytest.fixture
def rita(operator: Any) -> Any:
    return _partner(operator, "rita")


@pytest.fixture
def application(paula: Any, operator: Any) -> PartnerApplication:
    return submit(paula, operator)


def submit(person: Any, operator: Any, **changes: Any) -> PartnerApplication:
    applicant = Applicant(person.uuid, person.name, person.email, "en")
    with acting_in(operator):
        return verbs.submit_application(applicant=applicant, fields={**FIELDS, **changes}, by=person.actor)
