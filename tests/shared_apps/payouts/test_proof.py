"""`prove_ledger` finds each gap that is planted in batches, withheld tax and statements."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from bench.crowd import crowd
from shared_apps.payouts.verbs import remit
from tests.shared_apps.commissions.story import lira
from tests.shared_apps.ledger.test_prove import gaps_of, tamper

from .story import answer, batch_of, bring_result, codes, gaps

PAID_LINE = "WHERE id = (SELECT min(id) FROM payouts_batchline WHERE status = 'paid')"
PLANTED = {
    "batches_add_up": [
        "UPDATE payouts_payoutbatch SET total_minor = total_minor + 1",
        "UPDATE payouts_payoutbatch SET status = 'settled'",
    ],
    "batch_lines_match": [
        f"UPDATE payouts_batchline SET status = 'returned' {PAID_LINE}",
        f"UPDATE payouts_batchline SET amount_minor = amount_minor + 1 {PAID_LINE}",
        "UPDATE commissions_withdrawal SET batch_uuid = NULL",
        "UPDATE commissions_withdrawal SET batch_uuid = gen_random_uuid() WHERE status = 'approved'",
    ],
    "withholding_matches": ["UPDATE commissions_payout SET withheld_minor = 0 WHERE returned_at IS NULL"],
    "clearing_matches": ["UPDATE payouts_remittance SET amount_minor = amount_minor + 1"],
    "payout_statements_match": [
        "UPDATE payouts_payoutstatement SET gross_minor = gross_minor + 1 WHERE kind = 'statement'",
        "UPDATE payouts_numbersequence SET last = last + 1 WHERE series = 'statement'",
        "UPDATE payouts_statementitem SET is_correction = true"
        " WHERE payout_id = (SELECT min(id) FROM commissions_payout"
        " WHERE returned_at IS NULL)",
    ],
    "returns_match": [
        "UPDATE commissions_payout SET returned_at = NULL",
        "UPDATE commissions_withdrawal SET status = 'paid' WHERE status = 'returned'",
    ],
}


def test_a_sound_story_holds_and_each_planted_gap_is_found(in_reseller, olga) -> None:
    """A line in every state, a payout that came back, tax that was handed over; then one lie after the other."""
    crowd(5, withheld=4_000)
    batch = batch_of(olga)
    a, b, c, d, _e = codes(batch)
    bring_result(batch, answer(*((name, "paid,TR-1,,") for name in (a, b, c)), (d, "failed,,x,")), olga)
    bring_result(batch, answer((c, "returned,,Closed,")), olga)
    remit(lira(3_000), reference="Tax office", key=uuid4(), by=olga.actor)
    assert gaps() == []
    for name, statements in PLANTED.items():
        for statement in statements:
            with pytest.raises(Found), transaction.atomic():
                tamper(statement)
                raise Found if gaps_of(name) else AssertionError(statement)
    assert gaps() == []


class Found(Exception):
    """The gap was found; what was planted is rolled back."""
