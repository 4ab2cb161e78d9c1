"""In which currencies there is commission, and which one of them a page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from shared_apps.ledger.models import Account, AccountKind
from tenants.context import current_tenant

from .terms import programme

KINDS = (AccountKind.AFFILIATE_PENDING, AccountKind.AFFILIATE_AVAILABLE, AccountKind.AFFILIATE_RESERVED)


def currencies_of(person_uuid: UUID | None = None) -> list[str]:
    """The programme's own currency, then every other one in which a person (or anybody) has earned."""
    accounts = Account.objects.filter(tenant_id=current_tenant().id, kind__in=KINDS)
    if person_uuid:
        accounts = accounts.filter(party=str(person_uuid))
    own = programme().currency
    found = accounts.order_by("currency").values_list("currency", flat=True).distinct()
    return [own, *(code for code in found if code != own)]


def chosen(query: Mapping[str, str], offered: Sequence[str]) -> str:
    """The currency that an address asks for; the programme's own where it names none of those offered."""
    asked = query.get("currency", "")
    return asked if asked in offered else offered[0]


def kept(offered: Sequence[str], current: str) -> dict[str, str]:
    """What another choice on the page keeps of the address: nothing for the programme's own currency."""
    return {"currency": current} if current != offered[0] else {}


def switch(offered: Sequence[str], current: str, **beside: str) -> list[dict[str, Any]]:
    """The choice of currencies for `{% segmented %}`, empty where there is one; `beside` stays in the address."""
    if len(offered) < 2:
        return []
    return [
        {"label": code, "url": f"?{urlencode({**beside, 'currency': code})}", "current": code == current}
        for code in offered
    ]
