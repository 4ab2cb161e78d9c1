"""Approved withdrawals are locked into a batch, once, and leave it in the ways that are left."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.crowd import crowd
from shared_apps.agenda.door import run_due
from shared_apps.commissions.cards import InBatch, NoClientAccount, OwnWithdrawal, ReferenceMissing
from shared_apps.commissions.models import KnownPerson, MethodKind, Payout, Withdrawal
from shared_apps.commissions.verbs import pay_withdrawal, pay_withdrawals, reject_withdrawal
from shared_apps.commissions.verbs.paying import Payment
from shared_apps.kernel.actor import Actor, NotWhileActing
from shared_apps.ledger.door import AccountKind, AccountName, balance
from shared_apps.payouts.errors import BatchMovedOn, NothingToPay
from shared_apps.payouts.exporting import export_batch
from shared_apps.payouts.models import BatchLine
from shared_apps.payouts.queries import files_of, line_counts, payable
from shared_apps.payouts.verbs import (
    apply_part,
    cancel_batch,
    confirm_import,
    import_result,
    make_batch,
    mark_sent,
    pay_line,
    put_settings,
    release_line,
    return_line,
)
from tests.shared_apps.commissions.story import lira, method_of, rich, withdraw

from .story import XML, answer, batch_of, codes, gaps, wish


def test_a_batch_locks_what_is_approved(in_reseller, olga) -> None:
    crowd(3, withheld=4_000)
    batch = batch_of(olga)
    # 400.00 + 400.01 + 400.02, less 40.00 each.
    assert (batch.line_count, batch.total, batch.withheld) == (3, lira(108_003), lira(12_000))
    assert codes(batch) == [f"{batch.number}-{at:05}" for at in (1, 2, 3)]
    assert not payable().exists()
    assert gaps() == []


def test_the_same_form_twice_makes_one_batch(in_reseller, olga) -> None:
    crowd(2)
    asked = wish()
    first = make_batch(asked, by=olga.actor)
    assert make_batch(asked, by=olga.actor) == first
    crowd(1)
    assert batch_of(olga).number.endswith("-0002")


def test_only_the_chosen_ones_go_and_nothing_goes_twice(in_reseller, olga) -> None:
    found = crowd(3)
    assert batch_of(olga, found[:2]).line_count == 2
    assert batch_of(olga, found).line_count == 1
    with pytest.raises(NothingToPay):
        batch_of(olga, found)


def test_what_is_in_a_batch_is_neither_rejected_nor_paid_beside_it(in_reseller, olga) -> None:
    [one] = crowd(1)
    batch_of(olga)
    with pytest.raises(InBatch):
        reject_withdrawal(one, reason="No.", by=olga.actor)
    with pytest.raises(InBatch):
        pay_withdrawal(one, reference="1", by=olga.actor)
    # Nor with a batch's name that is not its own.
    assert pay_withdrawals([Payment(one, "1")], batch_uuid=uuid4(), by=olga.actor) == []


def test_a_line_by_hand(in_reseller, olga) -> None:
    crowd(2, kind=MethodKind.CARD)
    batch = batch_of(olga)
    first, second = batch.lines.order_by("position")
    with pytest.raises(ReferenceMissing):
        pay_line(first, reference=" ", by=olga.actor)
    pay_line(first, reference="TR-1", by=olga.actor)
    with pytest.raises(BatchMovedOn):
        pay_line(first, reference="TR-1", by=olga.actor)
    return_line(second, reason="Card expired.", by=olga.actor)
    batch.refresh_from_db()
    assert batch.status == "settled"
    assert line_counts(batch) == {"waiting": 0, "paid": 1, "returned": 1, "released": 0}
    assert Withdrawal.objects.get(pk=second.withdrawal_id).reason == "Card expired."
    assert balance(AccountName(AccountKind.PAYOUT_CLEARING), "TRY") == lira(-40_000)
    assert gaps() == []


def test_no_line_is_in_both_files(in_reseller, olga) -> None:
    """RELIABILITY 12: whoever hands the bank every file of a batch pays each line once."""
    crowd(2)
    crowd(1, kind=MethodKind.CARD)
    crowd(1, kind=MethodKind.CREDIT)
    plain = batch_of(olga)
    names = codes(plain)
    # Without pain.001 the CSV has whatever goes to a bank.
    assert named_in(export_batch(plain, "csv"), names) == names[:3]
    cancel_batch(plain, by=olga.actor)
    put_settings(XML, by=olga.actor)
    both = batch_of(olga)
    names = codes(both)
    # 400.00 to the card; 400.00 and 400.01 to the IBANs.
    assert [(one.form, one.lines, one.amount) for one in files_of(both)] == [
        ("csv", 1, lira(40_000)),
        ("xml", 2, lira(80_001)),
    ]
    assert named_in(export_batch(both, "csv"), names) == [names[2]]
    assert named_in(export_batch(both, "xml"), names) == names[:2]
    # The database holds it, whoever writes.
    line = both.lines.get(code=names[2])
    with pytest.raises(IntegrityError), transaction.atomic():
        both.lines.filter(pk=line.pk).update(file="xml")
    # What the tenant sends from now on does not move a line that a bank may have got.
    put_settings({"sends_xml": False}, by=olga.actor)
    assert named_in(export_batch(both, "csv"), names) == [names[2]]
    assert gaps() == []


def named_in(content: bytes, names: list[str]) -> list[str]:
    return [name for name in names if name in content.decode()]


def test_nobody_settles_an_own_line(in_reseller, olga) -> None:
    [one] = crowd(1)
    Withdrawal.objects.filter(pk=one.pk).update(person_uuid=olga.uuid)
    line = batch_of(olga).lines.get()
    for settle, words in ((pay_line, {"reference": "1"}), (return_line, {"reason": "x"})):
        with pytest.raises(OwnWithdrawal):
            settle(line, **words, by=olga.actor)


def test_nobody_makes_one_for_somebody_else(in_reseller, olga) -> None:
    crowd(1)
    acting = Actor.person(olga.uuid, "Olga", acting_for="Carl", crossing=str(uuid4()))
    with pytest.raises(NotWhileActing):
        make_batch(wish(), by=acting)
    with pytest.raises(NotWhileActing):
        put_settings({"account_holder": "Somebody else"}, by=acting)


def test_a_line_that_is_taken_out_may_go_again_under_another_name(in_reseller, olga) -> None:
    crowd(2)
    batch = batch_of(olga)
    release_line(batch.lines.first(), reason="The account is closed.", by=olga.actor)
    again = batch_of(olga)
    assert again.line_count == 1
    assert set(codes(again)).isdisjoint(codes(batch))
    assert gaps() == []


def test_a_batch_is_cancelled_only_until_the_bank_has_it(in_reseller, olga) -> None:
    crowd(2)
    cancelled = batch_of(olga)
    cancel_batch(cancelled, by=olga.actor)
    assert payable().count() == 2
    sent = batch_of(olga)
    mark_sent(sent, form="csv", by=olga.actor)
    mark_sent(sent, form="xml", by=olga.actor)
    with pytest.raises(BatchMovedOn):
        cancel_batch(sent, by=olga.actor)
    with pytest.raises(BatchMovedOn):
        mark_sent(cancelled, form="csv", by=olga.actor)
    assert gaps() == []


def test_account_credit_is_paid_at_once(in_reseller, olga, monkeypatch) -> None:
    monkeypatch.setattr("shared_apps.payouts.verbs.settling.CHUNK", 2)
    found = crowd(5, kind=MethodKind.CREDIT)
    for one in found[1:]:
        KnownPerson.objects.create(
            tenant_id=in_reseller.id, person_uuid=one.person_uuid, client_uuid=one.person_uuid
        )
    batch = batch_of(olga)
    run_due()
    batch.refresh_from_db()
    # The first one has no client account: its line left the batch, the rest is paid.
    assert line_counts(batch) == {"waiting": 0, "paid": 4, "returned": 0, "released": 1}
    assert batch.status == "settled"
    credit = AccountName(AccountKind.CLIENT_CREDIT, str(found[1].person_uuid))
    assert balance(credit, "TRY") == lira(-40_001)
    assert balance(AccountName(AccountKind.PAYOUT_CLEARING), "TRY") == lira(0)
    assert Payout.objects.count() == 4
    assert gaps() == []


def test_credit_for_somebody_without_an_account_is_refused_by_hand(in_reseller, carl, sam, olga) -> None:
    rich(carl, sam)
    one = withdraw(carl, 40_000, method_of(carl, MethodKind.CREDIT))
    KnownPerson.objects.filter(person_uuid=carl.uuid).update(client_uuid=None)
    Withdrawal.objects.filter(pk=one.pk).update(status="approved")
    with pytest.raises(NoClientAccount):
        pay_withdrawal(one, by=olga.actor)
    assert BatchLine.objects.count() == 0


def test_a_batch_costs_the_same_however_many_lines(in_reseller, olga) -> None:
    """Made, taken out in both files, answered and applied: as many queries for 4 lines as for 40."""
    put_settings(XML, by=olga.actor)
    counts = []
    for number in (1, 2, 20):  # the first time fills caches
        crowd(number, withheld=1_000)
        crowd(number, kind=MethodKind.CARD)
        steps = []
        with CaptureQueriesContext(connection) as asked:
            batch = batch_of(olga)
            steps.append(len(asked))
            for form in ("csv", "xml"):
                export_batch(batch, form)
                steps.append(len(asked))
            content = answer(*((f"{batch.number}-{at:05}", "paid,TR-1,,") for at in range(1, 2 * number + 1)))
            source = import_result(batch, name="a", content=content, by=olga.actor)
            steps.append(len(asked))
            confirm_import(source, by=olga.actor)
            apply_part(source, after=0)
            steps.append(len(asked))
        counts.append(steps)
    assert counts[1] == counts[2]
    assert gaps() == []
