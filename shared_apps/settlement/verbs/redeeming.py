"""A partner's commission becomes the prepaid balance of its portal (REQUIREMENTS S5.22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from shared_apps.commissions.models import Payout
from shared_apps.commissions.redeeming import set_balances
from shared_apps.kernel.actor import Actor
from shared_apps.ledger.door import AccountName
from tenants.models import Tenant, TenantStatus

from ..booking import kept_for
from ..queries import resellers as everybody
from .transfers import TransferWish, top_up

COMMISSION = "commission"


class Prepaid:
    """See `commissions.redeeming.PrepaidBalances`. The payout's uuid is its transfer's: a second one is the first."""

    def known(self, resellers: Iterable[UUID]) -> set[UUID]:
        gone = (TenantStatus.ARCHIVED, TenantStatus.DELETING)
        found = everybody().filter(uuid__in=list(resellers)).exclude(status__in=gone)
        return set(found.order_by().values_list("uuid", flat=True))

    def account(self, reseller: UUID) -> AccountName:
        return kept_for(Tenant(uuid=reseller))

    def grow(self, payouts: Sequence[Payout], resellers: Mapping[UUID, UUID], *, by: Actor) -> None:
        tenants = everybody().filter(uuid__in=set(resellers.values())).in_bulk(field_name="uuid")
        for payout in sorted(payouts, key=lambda one: str(resellers[one.person_uuid])):
            name = payout.withdrawal.person_name
            if payout.net:
                wish = TransferWish(payout.net, COMMISSION, name, payout.uuid)
                top_up(tenants[resellers[payout.person_uuid]], wish, by=by)


set_balances(Prepaid())
