"""Two at once, and a process killed in the middle: one effect, and the ledger holds (RELIABILITY 12, 13, 16, 21)."""

from __future__ import annotations

import os
import signal
import time
from uuid import uuid4

import pytest

from bench.crowd import crowd
from shared_apps.agenda.door import run_due
from shared_apps.agenda.models import Entry
from shared_apps.commissions.cards import InBatch
from shared_apps.commissions.models import Payout, Withdrawal
from shared_apps.commissions.verbs import pay_withdrawal, reject_withdrawal
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.payouts.errors import BatchMovedOn, NothingToPay
from shared_apps.payouts.models import BatchLine, PayoutBatch, PayoutStatement, ResultImport
from shared_apps.payouts.verbs import (
    confirm_import,
    import_result,
    make_batch,
    pay_line,
    release_line,
    results,
    return_line,
)
from tenants.context import acting_in, acting_on_shared_data
from tests.killing import begin, was_killed
from tests.shared_apps.ledger.at_once import at_once

from .story import answer, batch_of, codes, gaps, statuses, wish

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(results: list[object]) -> list[str]:
    return sorted(type(one).__name__ for one in results)


def test_everything_at_once_pays_each_once(reseller, olga) -> None:
    """Three batches of the same withdrawals, a payment and a rejection beside them; all have read them as approved."""
    with acting_in(reseller):
        one = crowd(4)[0]
        copies = [Withdrawal.objects.get(pk=one.pk) for _ in range(2)]
        again = uuid4()
    by = olga.actor
    results = at_once(
        reseller,
        [
            lambda: make_batch(wish(key=again), by=by),
            lambda: make_batch(wish(key=again), by=by),
            lambda: make_batch(wish(), by=by),
            lambda: pay_withdrawal(copies[0], reference="by hand", by=by),
            lambda: reject_withdrawal(copies[1], reason="No.", by=by),
        ],
    )
    assert all(
        isinstance(found, PayoutBatch | Payout | NothingToPay | InBatch | IllegalMove | None)
        for found in results
    ), results
    with acting_in(reseller):
        locked = Withdrawal.objects.exclude(batch_uuid=None)
        assert BatchLine.objects.count() == locked.count() >= 3
        assert Payout.objects.count() + Withdrawal.objects.filter(status="rejected").count() <= 1
        assert gaps() == []


def test_one_line_settled_by_everybody_at_once_is_settled_once(reseller, olga) -> None:
    with acting_in(reseller):
        crowd(2)
        batch = batch_of(olga)
        names = codes(batch)
        content = answer(*((name, "paid,TR-1,,") for name in names))
        files = [content, content + b"\n"]
        sources = [import_result(batch, name="a", content=file, by=olga.actor) for file in files]
        for source in sources:
            confirm_import(source, by=olga.actor)
        lines = [BatchLine.objects.select_related("batch").get(code=names[0]) for _ in range(3)]
    by = olga.actor
    results = at_once(
        reseller,
        [
            run_in_shared,
            run_in_shared,
            lambda: pay_line(lines[0], reference="by hand", by=by),
            lambda: return_line(lines[1], reason="Closed", by=by),
            lambda: release_line(lines[2], reason="", by=by),
        ],
    )
    assert set(kinds(results)) <= {"NoneType", "BatchMovedOn", "int"}, results
    with acting_in(reseller):
        run_due()
        line = BatchLine.objects.get(code=names[0])
        ends = {
            "paid": 1,
            "released": 0,
            "returned": Payout.objects.filter(withdrawal=line.withdrawal).count(),
        }
        assert Payout.objects.filter(withdrawal=line.withdrawal).count() == ends[line.status]
        assert Payout.objects.filter(withdrawal__batch_lines__code=names[1]).count() == 1
        assert ResultImport.objects.exclude(status="done").count() == 0
        assert gaps() == []
    assert BatchMovedOn


def run_in_shared() -> int:
    """One worker of the agenda."""
    with acting_on_shared_data():
        return run_due()


def test_the_same_file_handed_in_at_once_is_one_import(reseller, olga) -> None:
    with acting_in(reseller):
        crowd(3)
        batch = batch_of(olga)
        content = answer(*((name, "paid,TR-1,,") for name in codes(batch)))
    read = lambda: import_result(batch, name="a.csv", content=content, by=olga.actor)  # noqa: E731
    results = at_once(reseller, [read] * 4)
    assert {one.pk for one in results} == {results[0].pk}
    with acting_in(reseller):
        assert ResultImport.objects.get().lines.count() == 3


def test_a_worker_killed_in_the_middle_of_a_batch_is_carried_on(reseller, olga, monkeypatch) -> None:
    """RELIABILITY 16: kill -9 while 150 lines are applied; another worker ends it, and each is paid once."""
    monkeypatch.setattr("shared_apps.commissions.verbs.paying.announce_all", lambda template, about: None)
    with acting_in(reseller):
        crowd(150, withheld=100)
        batch = batch_of(olga)
        source = import_result(
            batch, name="a", content=answer(*((name, "paid,TR-1,,") for name in codes(batch))), by=olga.actor
        )
        confirm_import(source, by=olga.actor)
        Entry.objects.exclude(task="payouts.apply").update(status="done")
    before = killed_in_the_middle()
    with acting_in(reseller):
        assert 0 < before < 150
        assert Payout.objects.count() % 10 == 0
        assert gaps() == []
        Entry.objects.filter(status="handed").update(status="waiting")
        run_due()
        batch.refresh_from_db()
        assert batch.status == "settled"
        assert statuses(batch.lines) == {"paid": 150}
        assert Payout.objects.count() == PayoutStatement.objects.count() == 150
        assert gaps() == []


def killed_in_the_middle() -> int:
    """Start a worker, kill it once it has paid something; how many lines it had paid then."""
    worker = begin(apply_slowly)
    paid, until = 0, time.monotonic() + 60
    while not paid and time.monotonic() < until:
        paid = payouts()
    os.kill(worker, signal.SIGKILL)
    assert was_killed(worker)
    return payouts()


def apply_slowly() -> None:
    results.CHUNK = 10
    with acting_on_shared_data():
        run_due()


def payouts() -> int:
    with acting_on_shared_data():
        return Payout.objects.count()
