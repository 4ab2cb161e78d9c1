"""A status moves along its table, once, and leaves a row that says who and when."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from shared_apps.commissions.models import Withdrawal, WithdrawalStatus
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.context import acting_in
from tests.shared_apps.commissions.story import rich, withdraw
from tests.shared_apps.ledger.at_once import at_once

BY = Actor.system("tests")


@pytest.fixture
def withdrawal(in_reseller, carl, sam) -> Withdrawal:
    rich(carl, sam, 100_000)
    return withdraw(carl, 40_000)


def test_an_allowed_move_changes_row_and_object_together(withdrawal) -> None:
    at = now()
    withdrawal.move(WithdrawalStatus.APPROVED, by=BY, decided_at=at)
    kept = Withdrawal.objects.get(pk=withdrawal.pk)
    assert (withdrawal.status, withdrawal.decided_at) == (kept.status, kept.decided_at) == ("approved", at)


@pytest.mark.parametrize("wanted", [WithdrawalStatus.PAID, WithdrawalStatus.REQUESTED, "nonsense"])
def test_any_other_move_is_refused_and_changes_nothing(withdrawal, wanted) -> None:
    events = history_of(withdrawal).count()
    with pytest.raises(IllegalMove):
        withdrawal.move(wanted, by=BY, paid_at=now())
    kept = Withdrawal.objects.get(pk=withdrawal.pk)
    assert (withdrawal.status, kept.status, kept.paid_at) == ("requested", "requested", None)
    assert history_of(withdrawal).count() == events


def test_a_stale_object_cannot_move_what_has_moved_on(withdrawal) -> None:
    stale = Withdrawal.objects.get(pk=withdrawal.pk)
    withdrawal.move(WithdrawalStatus.REJECTED, by=BY)
    with pytest.raises(IllegalMove):
        stale.move(WithdrawalStatus.APPROVED, by=BY)


def test_every_move_is_a_row_of_the_history(withdrawal) -> None:
    withdrawal.move(WithdrawalStatus.APPROVED, by=Actor.person("1", "Olga", acting_for="Carl"), reason="fine")
    event = history_of(withdrawal).first()
    assert (event.from_status, event.to_status, event.reason) == ("requested", "approved", "fine")
    assert (event.actor_kind, event.actor_label, event.acting_for) == ("person", "Olga", "Carl")
    assert event.subject_label == str(withdrawal)


def test_what_it_can_become(withdrawal) -> None:
    assert withdrawal.can_become(WithdrawalStatus.APPROVED)
    assert not withdrawal.can_become(WithdrawalStatus.PAID)


def test_the_database_knows_the_statuses(withdrawal) -> None:
    with pytest.raises(IntegrityError, match="status_known"), transaction.atomic():
        Withdrawal.objects.filter(pk=withdrawal.pk).update(status="nonsense")


@pytest.mark.django_db(transaction=True)
def test_ten_moves_at_once_are_one(reseller, carl, sam) -> None:
    with acting_in(reseller):
        rich(carl, sam, 100_000)
        key = withdraw(carl, 40_000).pk
    results = at_once(
        reseller, [lambda: Withdrawal.objects.get(pk=key).move(WithdrawalStatus.APPROVED, by=BY)] * 10
    )
    assert sum(isinstance(one, IllegalMove) for one in results) == 9
    with acting_in(reseller):
        moves = history_of(Withdrawal.objects.get(pk=key)).filter(to_status="approved")
        assert moves.count() == 1
