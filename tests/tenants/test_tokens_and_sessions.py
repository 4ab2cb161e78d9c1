"""What one tenant signed no other one accepts, nor a copy of it (RELIABILITY 3, 4, 36)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import signing
from django.test import Client as Browser

from tenants.context import NoTenant, acting_in, acting_on_shared_data
from tenants.tokens import sign, unsign

from .conftest import execute, new_tenant


def test_a_token_holds_in_its_tenant_alone(reseller: Any, other_reseller: Any) -> None:
    with acting_in(reseller):
        token = sign("welcome", {"person": 1})
        assert unsign("welcome", token, max_age=60) == {"person": 1}
    with acting_in(other_reseller), pytest.raises(signing.BadSignature):
        unsign("welcome", token, max_age=60)


def test_a_token_holds_for_its_purpose_alone(in_reseller: Any) -> None:
    with pytest.raises(signing.BadSignature):
        unsign("payout", sign("welcome", 1), max_age=60)


def test_an_old_token_is_refused(in_reseller: Any) -> None:
    with pytest.raises(signing.SignatureExpired):
        unsign("welcome", sign("welcome", 1), max_age=-1)


def test_nothing_is_signed_without_a_tenant(db: None) -> None:
    with pytest.raises(NoTenant):
        sign("welcome", 1)
    with acting_on_shared_data(), pytest.raises(NoTenant):
        sign("welcome", 1)


def test_a_session_of_one_tenant_is_nobody_in_another(
    olga: Any, reseller: Any, other_reseller: Any, browse: Any
) -> None:
    cookie = browse(olga, reseller).cookies["sid"].value
    assert _who(other_reseller, cookie) is None
    assert _who(reseller, cookie) == "olga@example.com"


@pytest.mark.django_db(transaction=True)
def test_a_session_in_a_copied_schema_is_nobody(olga: Any, reseller: Any, browse: Any) -> None:
    cookie = browse(olga, reseller).cookies["sid"].value
    copy = new_tenant("copy")
    with acting_on_shared_data():
        for table in ("accounts_user", "django_session"):
            execute(
                f'INSERT INTO "{copy.schema_name}".{table} SELECT * FROM "{reseller.schema_name}".{table}'
            )
        copied = copy.record
    assert _who(copied, cookie) is None
    assert _who(reseller, cookie) == "olga@example.com"


def _who(tenant: Any, cookie: str) -> str | None:
    """Whom a request on the tenant's host with that cookie comes from."""
    browser = Browser(HTTP_HOST=tenant.canonical_host, raise_request_exception=False)
    browser.cookies["sid"] = cookie
    response = browser.get("/accounts/home/")
    with acting_in(tenant):
        person = response.wsgi_request.user
        return person.email if person.is_authenticated else None
