"""Bills of the operator's: issued once for a cause, numbered without a gap, void before they are paid."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from shared_apps.agenda.models import Entry
from shared_apps.kernel.clock import now
from shared_apps.ledger.proof import checks
from shared_apps.settlement.cards import BillLineDraft
from shared_apps.settlement.door import bill_card, bills_of, issue_bill
from shared_apps.settlement.errors import BillNotOpen, BillRefused, UnknownBill
from shared_apps.settlement.models import Bill, BillingPolicy, BillLine
from shared_apps.settlement.verbs import remind_of_bills, void_bill
from tests.shared_apps.ledger.test_prove import tamper
from tests.shared_apps.settlement.stage import BY, draft_of, gaps, lira, stands


def mailed(template):
    return Entry.objects.filter(task="settlement.mail_owners", payload__template=template).count()


def test_a_bill_is_owed_until_it_is_voided(alpha):
    """100 + 2 × 25 − 30 (not used) = 120; 20 % of the operator's tax: 144."""
    BillingPolicy.objects.create(tax_name="KDV", tax_bp=2000, tax_countries=["TR"])
    lines = (
        BillLineDraft("Support", "support", 1, lira(100)),
        BillLineDraft("Seat", "seat", 2, lira(25)),
        BillLineDraft("Not used", "old", 1, lira(-30), (now(), now() + timedelta(days=3))),
    )
    card = issue_bill(draft_of(alpha, *lines), by=BY)
    assert (card.net, card.total, card.status) == (lira(120), lira(144), "open")
    assert [line.amount.minor for line in card.lines] == [10000, 5000, -3000]
    assert stands(alpha) == (0, 14400, 0, 0)
    assert (gaps(), mailed("bill_issued")) == ([], 1)
    assert bills_of(alpha.pk) == [bill_card(card.uuid)]
    void_bill(card.uuid, "Ordered twice.", by=BY)
    assert stands(alpha) == (0, 0, 0, 0)
    assert gaps() == []
    with pytest.raises(BillNotOpen):
        void_bill(card.uuid, "Again.", by=BY)
    with pytest.raises(UnknownBill):
        bill_card(uuid4())


def test_one_cause_is_billed_once_and_numbers_have_no_gap(alpha):
    first = draft_of(alpha, BillLineDraft("Support", "support", 1, lira(10)))
    with pytest.raises(BillRefused):
        issue_bill(draft_of(alpha, BillLineDraft("Less", "less", 1, lira(-1))), by=BY)
    with pytest.raises(BillRefused):
        issue_bill(draft_of(alpha), by=BY)
    cards = [issue_bill(draft, by=BY) for draft in (first, first, draft_of(alpha, *first.lines))]
    assert cards[0] == cards[1] != cards[2]
    assert [int(card.number[-5:]) for card in cards] == [1, 1, 2]
    assert stands(alpha) == (0, 2000, 0, 0)


def test_what_costs_nothing_is_paid_at_once(alpha):
    card = issue_bill(draft_of(alpha, BillLineDraft("Gift", "gift", 1, lira(0))), by=BY)
    assert (card.status, stands(alpha), gaps()) == ("paid", (0, 0, 0, 0), [])


def test_an_open_bill_is_reminded_of_once_for_each_day(alpha):
    card = issue_bill(draft_of(alpha, BillLineDraft("Support", "support", 1, lira(10))), by=BY)
    Bill.objects.filter(uuid=card.uuid).update(due_at=now() + timedelta(days=2))
    assert [remind_of_bills(), remind_of_bills()] == [1, 0]
    Bill.objects.filter(uuid=card.uuid).update(due_at=now() - timedelta(days=8))
    # The first went out; that of the day and that of a week after are due.
    assert remind_of_bills() == 2
    assert bill_card(card.uuid).is_open
    assert Bill.objects.get(uuid=card.uuid).state == "overdue"


def test_the_proof_finds_a_bill_that_was_written_down_wrong(alpha):
    card = issue_bill(draft_of(alpha, BillLineDraft("Support", "support", 1, lira(10))), by=BY)
    assert gaps() == []
    Bill.objects.filter(uuid=card.uuid).update(net_minor=900, total_minor=900)
    assert {gap.subject for gap in gaps()} == {f"bill {card.number}", "statements TRY"}
    Bill.objects.filter(uuid=card.uuid).update(net_minor=1000, total_minor=1000)
    BillLine.objects.update(unit_minor=900, amount_minor=900)
    assert [gap.subject for gap in gaps()] == [f"bill {card.number}"]


def test_the_proof_finds_a_bill_that_nobody_paid(alpha):
    """Marked as paid without money: no transfer, no sale, and what is owed says otherwise."""
    card = issue_bill(draft_of(alpha, BillLineDraft("Support", "support", 1, lira(10))), by=BY)
    Bill.objects.filter(uuid=card.uuid).update(status="paid")
    found = {one.name for one in checks() for gap in one.search()}
    assert found == {"bills_match", "bills_are_sales", "statements_match"}


def test_the_proof_finds_a_number_that_was_left_out(alpha):
    for _ in range(3):
        issue_bill(draft_of(alpha, BillLineDraft("Support", "support", 1, lira(10))), by=BY)
    assert gaps() == []
    second = Bill.objects.order_by("pk")[1]
    Bill.objects.filter(pk=second.pk).update(number=second.number.replace("00002", "00009"))
    assert [gap.subject.startswith("numbers B-") for gap in gaps()] == [True]


def test_the_proof_finds_an_entry_of_another_amount(alpha):
    card = issue_bill(draft_of(alpha, BillLineDraft("Support", "support", 1, lira(10))), by=BY)
    tamper(
        f"UPDATE ledger_leg SET amount_minor = amount_minor * 2 WHERE entry_id ="
        f" (SELECT id FROM ledger_entry WHERE key = 'bill:{card.uuid}')"
    )
    assert f"bill {card.number}" in {gap.subject for gap in gaps()}
