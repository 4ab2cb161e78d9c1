"""Addresses of bills: in the office, and one that works while the portal is suspended."""

from __future__ import annotations

from uuid import UUID

from django.core import signing

from tenants.hosts import portal_url
from tenants.models import Tenant

from .models import Bill


def bill_url(bill: Bill) -> str:
    """The bill's page in the reseller's office; on the platform's host while the portal does not answer."""
    if bill.tenant.status == Tenant.Status.LIVE:
        return portal_url(bill.tenant.record, f"/office/billing-account/{bill.uuid}/")
    return open_url(bill)


def account_url(tenant: Tenant) -> str:
    """The reseller's billing account in its office."""
    return portal_url(tenant.record, "/office/billing-account/")


def open_url(bill: Bill) -> str:
    """The page on the platform's host for whoever has the address: to read and to pay this one bill."""
    operator = Tenant.objects.get(kind=Tenant.Kind.OPERATOR).record
    return portal_url(operator, f"/bills/{token_of(bill)}/")


def token_of(bill: Bill) -> str:
    """A signed name of the bill, salted with its reseller: no other tenant's and no other bill's."""
    return signing.dumps(str(bill.uuid), salt=_salt(bill.tenant.uuid), compress=False) + f":{bill.tenant_id}"


def bill_of(token: str) -> Bill | None:
    """The bill that a token names; None for any other."""
    signed, _colon, tenant_id = token.rpartition(":")
    tenant = Tenant.objects.filter(pk=int(tenant_id)).first() if tenant_id.isdecimal() else None
    if tenant is None:
        return None
    try:
        uuid = signing.loads(signed, salt=_salt(tenant.uuid))
    except signing.BadSignature:
        return None
    return Bill.objects.filter(uuid=uuid, tenant=tenant).select_related("tenant").first()


def _salt(tenant_uuid: UUID) -> str:
    return f"settlement.bill:{tenant_uuid}"
