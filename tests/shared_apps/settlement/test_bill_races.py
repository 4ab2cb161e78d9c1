"""Many at once, and a fault in the middle: a bill is issued, paid and booked once."""

from __future__ import annotations

import pytest

from shared_apps.ledger.proof import checks
from shared_apps.settlement import paid
from shared_apps.settlement.cards import BillLineDraft
from shared_apps.settlement.door import bill_card, issue_bill
from shared_apps.settlement.errors import BalanceTooLow, BillNotOpen
from shared_apps.settlement.models import Bill, Transfer
from shared_apps.settlement.verbs import TransferWish, top_up, void_bill
from shared_apps.settlement.verbs.paying import pay_from_balance
from tenants.context import acting_in
from tenants.models import Tenant
from tests.shared_apps.ledger.at_once import at_once
from tests.shared_apps.settlement.stage import BY, draft_of, lira, stands


@pytest.mark.django_db(transaction=True)
def test_at_once_one_bill_one_payment_and_no_number_left_out(reseller):
    """RELIABILITY 12, 31: six issue one cause and another each; eight pay or void what 100 cover once."""
    with acting_in(reseller):
        alpha = Tenant.objects.get(pk=reseller.id)
        line = BillLineDraft("Support", "support", 1, lira(100))
        same = draft_of(alpha, line)
        drafts = [same, draft_of(alpha, line)] * 3
        top_up(alpha, TransferWish(lira(100)), by=BY)
    made = at_once(reseller, [lambda draft=draft: issue_bill(draft, by=BY) for draft in drafts])
    assert len({card.uuid for card in made}) == 2
    with acting_in(reseller):
        numbers = sorted(int(number[-5:]) for number in Bill.objects.values_list("number", flat=True))
        assert numbers == [1, 2]
        first, second = (bill_card(card.uuid) for card in made[:2])
    works = [
        lambda card=card: pay_from_balance(card.uuid, tenant_id=reseller.id, by=BY)
        for card in (first, second) * 3
    ]
    came = at_once(reseller, [*works, *[lambda: void_bill(second.uuid, "No.", by=BY)] * 2])
    with acting_in(reseller):
        assert Transfer.objects.filter(kind="bill").count() == 1
        assert {type(one) for one in came if isinstance(one, Exception)} <= {BillNotOpen, BalanceTooLow}
        assert stands(alpha)[2] == 0
        assert [gap for one in checks() for gap in one.search()] == []


def test_a_fault_in_what_follows_leaves_nothing_behind(in_reseller):
    """RELIABILITY 16, 19: no half entry; tried again it is whole."""
    alpha = Tenant.objects.get(pk=in_reseller.id)
    bill = issue_bill(draft_of(alpha, BillLineDraft("Support", "s", 1, lira(100)), kind="other"), by=BY)
    top_up(alpha, TransferWish(lira(100)), by=BY)

    def fail(card, by):
        raise RuntimeError("The power is gone.")

    paid._paid["other"] = fail
    try:
        with pytest.raises(RuntimeError):
            pay_from_balance(bill.uuid, tenant_id=alpha.pk, by=BY)
    finally:
        paid._paid.pop("other")
    assert (bill_card(bill.uuid).status, stands(alpha)) == ("open", (0, 10_000, 10_000, 0))
    pay_from_balance(bill.uuid, tenant_id=alpha.pk, by=BY)
    assert stands(alpha) == (0, 0, 0, 0)
    assert [gap for one in checks() for gap in one.search()] == []
