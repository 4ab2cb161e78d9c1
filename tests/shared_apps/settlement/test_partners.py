"""Partners and the operator: commission that becomes a prepaid balance, and bills as the simulator sees them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.commissions.cards import Identity, NoClientAccount, UnknownMethod
from shared_apps.commissions.models import Earning, MethodKind, Withdrawal
from shared_apps.commissions.simulation import simulate
from shared_apps.commissions.terms import programme
from shared_apps.commissions.verbs import (
    add_method,
    approve_withdrawal,
    pay_withdrawal,
    put_rule,
    remember,
    return_withdrawals,
    start_draft,
)
from shared_apps.commissions.verbs.paying import Return
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.ledger.door import AccountKind, balance
from shared_apps.payouts.models import BatchLine
from shared_apps.payouts.queries import today
from shared_apps.payouts.verbs import BatchWish, make_batch
from shared_apps.settlement.booking import kept_for
from shared_apps.settlement.cards import BillLineDraft
from shared_apps.settlement.door import issue_bill
from shared_apps.settlement.models import Bill, Transfer
from shared_apps.settlement.verbs.taking import draw_bill
from shared_apps.settlement.verbs.transfers import TransferWish, top_up
from tenants.context import acting_in
from tenants.models import Tenant
from tests.shared_apps.commissions.story import bring, publish_terms, rich, withdraw
from tests.shared_apps.settlement.stage import BY, draft_of, gaps, lira, stands


@pytest.fixture
def alpha(in_operator, reseller):
    return Tenant.objects.get(pk=reseller.id)


@pytest.fixture
def partner(alpha, carl, sam) -> Any:
    """Carl runs alpha's portal and has 1,000.00 of commission available at the operator's."""
    rich(carl, sam)
    remember(Identity(carl.uuid, carl.email), client_uuid=alpha.uuid)
    return carl


def prepaid_method(person: Any):
    return add_method(person.uuid, kind=MethodKind.PREPAID, by=person.actor)


def test_commission_becomes_the_prepaid_balance_of_the_portal(alpha, partner, sam, opal):
    """REQUIREMENTS S5.22; RELIABILITY 12: by hand and by a batch, each once."""
    method = prepaid_method(partner)
    by_hand, in_batch = (withdraw(partner, minor, method) for minor in (40_000, 30_000))
    for one in (by_hand, in_batch):
        approve_withdrawal(one, by=opal.actor)
    pay_withdrawal(by_hand, by=opal.actor)
    with pytest.raises(IllegalMove):
        pay_withdrawal(by_hand, by=opal.actor)
    assert stands(alpha) == (0, 0, 40_000, 0)
    batch = make_batch(BatchWish(uuid4(), "TRY", today()), by=opal.actor)
    run_due()
    batch.refresh_from_db()
    assert (batch.status, BatchLine.objects.get().file) == ("settled", "")
    assert stands(alpha) == (0, 0, 70_000, 0)
    # In the operator's own books it is money that is kept for the portal.
    assert balance(kept_for(alpha), "TRY") == -lira(700)
    assert {one.get_kind_display() for one in Transfer.objects.all()} == {"Top-up"}
    # No bank gives it back.
    assert return_withdrawals([Return(by_hand, "no")], by=opal.actor) == []
    assert gaps() == []
    Transfer.objects.filter(amount_minor=30_000).update(tenant=Tenant.objects.get(kind="operator"))
    assert any("30000 added" in str(gap) for gap in gaps())


def test_who_has_no_portal_has_no_prepaid_balance(alpha, partner, sam, reseller, opal):
    with pytest.raises(NoClientAccount):
        prepaid_method(sam)
    with pytest.raises(UnknownMethod):
        add_method(partner.uuid, kind=MethodKind.CREDIT, by=partner.actor)
    # The portal is gone by the time the money would come: the line leaves the batch.
    one = withdraw(partner, 40_000, prepaid_method(partner))
    approve_withdrawal(one, by=opal.actor)
    Tenant.objects.filter(pk=alpha.pk).update(status="archived")
    make_batch(BatchWish(uuid4(), "TRY", today()), by=opal.actor)
    run_due()
    assert (BatchLine.objects.get().status, Withdrawal.objects.get().batch_uuid) == ("released", None)
    with acting_in(reseller), pytest.raises(UnknownMethod):
        prepaid_method(partner)


def test_the_simulator_sees_bills_that_earned_nothing(alpha, carl, sam):
    """All paid bills of the last 30 days, not those alone that earned a commission then."""
    bring(carl, sam, client_uuid=alpha.uuid)
    publish_terms({"product_sku": "services", "percent_bp": 1_000})
    top_up(alpha, TransferWish(lira(1_000)), by=BY)
    for kind, major in (("services", 100), ("plan", 200)):
        card = issue_bill(draft_of(alpha, BillLineDraft("Line", "line", 1, lira(major)), kind=kind), by=BY)
        draw_bill(Bill.objects.get(uuid=card.uuid), AccountKind.PREPAID, by=BY)
    assert Earning.objects.get().amount == lira(10)
    draft = start_draft(by=BY)
    put_rule(draft, {"product_sku": "plan", "percent_bp": 500}, by=BY)
    found = simulate(programme().version, draft, "TRY")
    assert (found.currency, found.sales, found.base) == ("TRY", 2, lira(300))
    assert (found.old, found.new) == (lira(10), lira(20))
