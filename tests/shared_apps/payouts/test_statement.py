"""Self-billed statements: one a payout or one a month, numbered without a gap, frozen, and forgotten nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bench.crowd import crowd
from shared_apps.agenda.door import run_due
from shared_apps.agenda.models import Entry
from shared_apps.commissions.models import Payout, Withdrawal
from shared_apps.commissions.verbs import Payment, Return, pay_withdrawals, return_withdrawals
from shared_apps.commissions.verbs.forgetting import forget
from shared_apps.payouts.documents import statement_pdf
from shared_apps.payouts.models import PayoutProfile, PayoutStatement
from shared_apps.payouts.verbs import put_profile, put_settings, state_month
from tests.shared_apps.commissions.story import days_later

from .story import gaps

PROFILE = {
    "kind": "company",
    "name": "Carl Ltd",
    "address": "Street 1\nTown",
    "country": "TR",
    "tax_id": "123",
}


def paid(olga, *withdrawals: Withdrawal) -> list[Payout]:
    return pay_withdrawals([Payment(one, "TR-1") for one in withdrawals], by=olga.actor)


def test_each_payout_has_one_that_names_who_was_paid_then(in_reseller, olga, carl) -> None:
    first, second = crowd(2, withheld=1_000)
    Withdrawal.objects.filter(pk=first.pk).update(person_uuid=carl.uuid)
    first.refresh_from_db()
    put_profile(carl.uuid, PROFILE, by=carl.actor)
    paid(olga, first, second)
    put_profile(carl.uuid, {**PROFILE, "name": "Other"}, by=carl.actor)
    one, two = PayoutStatement.objects.order_by("position")
    assert [one.position, two.position] == [1, 2]
    assert (one.billed["name"], two.billed["name"]) == ("Carl Ltd", "Person 1")
    assert (one.gross_minor, one.withheld_minor) == (40_000, 1_000)
    forget(carl.uuid)
    assert not PayoutProfile.objects.exists()
    assert PayoutStatement.objects.get(pk=one.pk).billed["name"] == "Carl Ltd"


def test_a_month_is_one_statement_a_person_and_comes_by_itself(in_reseller, olga, monkeypatch) -> None:
    monkeypatch.setattr("shared_apps.payouts.verbs.statements.CHUNK", 2)
    put_settings({"statement_by": "month"}, by=olga.actor)
    a, b, c, back = crowd(4)
    Withdrawal.objects.filter(pk=b.pk).update(person_uuid=a.person_uuid)
    paid(olga, *Withdrawal.objects.select_related("method").order_by("pk"))
    return_withdrawals([Return(back, "Closed")], by=olga.actor)
    assert not PayoutStatement.objects.exists()
    due = Entry.objects.get(task="payouts.month").due_at
    assert due > Payout.objects.get(withdrawal=c).paid_at
    with days_later(32):
        run_due()
        sums = PayoutStatement.objects.values_list("gross_minor", flat=True)
        assert sorted(sums) == [40_002, 40_000 + 40_001]
        assert state_month((due - timedelta(days=3)).date().replace(day=1)) == 0
    # What was reserved in the name of two is one person's here; all else adds up.
    assert [gap for gap in gaps() if "reserved" not in gap] == []


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_document_is_set(in_reseller, olga, language) -> None:
    [payout] = paid(olga, *crowd(1, withheld=1_000))
    returned = return_withdrawals([Return(payout.withdrawal, "Closed")], by=olga.actor)
    assert returned
    for one in (
        PayoutStatement.objects.order_by("pk") if language == "fa" else PayoutStatement.objects.all()[:1]
    ):
        assert statement_pdf(one, language).startswith(b"%PDF-")
