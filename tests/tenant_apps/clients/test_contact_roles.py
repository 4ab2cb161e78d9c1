"""What a contact may do for their client: owner, billing, technical (REQUIREMENTS S2.47, RELIABILITY 33)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from tenant_apps.accounts.roles import CONTACT_PERMISSIONS
from tenant_apps.clients.models import Contact
from tenants.context import acting_in
from tenants.records import TenantRecord

PAGES = {
    "/my/": {"owner", "billing", "technical"},
    "/my/affiliate/": {"owner", "billing", "technical"},
    "/my/services/": {"owner", "technical"},
    "/my/invoices/": {"owner", "billing"},
    "/my/orders/": {"owner"},
    "/my/invoices/statement/": {"owner", "billing"},
    "/my/profile/": {"owner", "billing"},
    "/order/checkout/": {"owner"},
}


def test_every_role_of_a_contact_has_its_permissions():
    assert list(CONTACT_PERMISSIONS) == Contact.Role.values


@pytest.mark.parametrize("role", CONTACT_PERMISSIONS)
def test_a_contact_opens_what_their_role_allows(
    role: str, carl: Any, reseller: TenantRecord, browse: Callable[..., Browser]
):
    browser = browse(carl, reseller)
    with acting_in(reseller):
        Contact.objects.filter(person=carl).update(role=role)
    answers = {path: browser.get(path).status_code for path in PAGES}
    assert answers == {path: 200 if role in allowed else 403 for path, allowed in PAGES.items()}


def test_somebody_who_is_no_contact_holds_nothing(carl: Any, in_reseller: TenantRecord):
    Contact.objects.filter(person=carl).delete()
    assert carl.permissions == frozenset()
