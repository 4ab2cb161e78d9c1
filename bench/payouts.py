"""Money at its largest: a payout batch of 10,000 from lock to bank and back, and sales with commission."""

from __future__ import annotations

from datetime import date
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from unittest import mock
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import QuerySet

from bench.crowd import crowd
from shared_apps.agenda.door import run_due
from shared_apps.agenda.models import Entry
from shared_apps.commissions.cards import Identity, Purchase
from shared_apps.commissions.models import Payout
from shared_apps.commissions.verbs import attribute, code_for, count_visit, earn
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import Sale, post_sale
from shared_apps.payouts.exporting import export_batch
from shared_apps.payouts.models import PayoutBatch
from shared_apps.payouts.verbs import (
    BatchWish,
    cancel_batch,
    confirm_import,
    import_result,
    make_batch,
    put_settings,
)
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant
from tenants.records import TenantRecord

from .report import Figure, heading, show

LINES = 10_000
SALES = 2_000
BY = Actor.person(uuid4(), "Bench")


def run() -> None:
    with acting_on_shared_data():
        tenants = [each.record for each in Tenant.objects.filter(status="live", kind="reseller")]
    _batch(tenants[0])
    _postings(tenants)


def _batch(tenant: TenantRecord) -> None:
    heading(f"A payout batch of {LINES:,}")
    with acting_in(tenant):
        put_settings({"account_holder": "Bench", "account_iban": "TR330006100519786457841326"}, by=BY)
        crowd(LINES)
        before = _peak()
        for form in ("csv", "xml"):
            # A line is in one file alone: all of them in the one, then, in a batch of their own, in the other.
            put_settings({"sends_xml": form == "xml"}, by=BY)
            wish = BatchWish(uuid4(), "TRY", date(2030, 1, 1))
            seconds, batch = _timed(lambda wish=wish: make_batch(wish, by=BY))
            _show(f"made and locked, for {form}", seconds, 10)
            seconds, file = _timed(lambda batch=batch, form=form: export_batch(batch, form))
            _show(f"file for the bank, {form}, {len(file) / 2**20:.1f} MB", seconds, 10)
            if form == "csv":
                cancel_batch(batch, by=BY)
        content = _answer(batch)
        seconds, source = _timed(lambda: import_result(batch, name="a", content=content, by=BY))
        _show("the bank's answer read and compared", seconds, 10)
        Entry.objects.exclude(status="done").update(status="done")
        confirm_import(source, by=BY)
        applying = Entry.objects.filter(task="payouts.apply")
        seconds, _done = _timed(lambda: _apply(applying))
        assert Payout.objects.filter(tenant_id=tenant.id).count() == LINES
        _show("applied: ledger, payouts, statements, mails", seconds, 60)
        more = _peak() - before
        show(Figure("memory beyond that of the process", f"{more:,.0f} MB", "", "–", "≤ 300 MB", more <= 300))


def _peak() -> float:
    """The most memory that this process has had, in MB."""
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def _apply(applying: QuerySet[Entry]) -> None:
    """Only the answer's own tasks: the mails that they plan are not what is measured."""
    with mock.patch("shared_apps.commissions.verbs.paying.announce_all"):
        while applying.exclude(status="done").exists():
            run_due()


def _answer(batch: PayoutBatch) -> bytes:
    codes = batch.lines.order_by("position").values_list("code", flat=True)
    return "\n".join(["id,status,reference", *(f"{code},paid,TR-{code}" for code in codes)]).encode()


def _postings(tenants: list[TenantRecord]) -> None:
    heading(f"{SALES:,} sales with commission over {len(tenants):,} resellers, one process")
    clients = [_referred(tenant) for tenant in tenants]
    bare = _bare()
    began = perf_counter()
    for number in range(SALES):
        at = number % len(tenants)
        with acting_in(tenants[at]), transaction.atomic():
            _sell(tenants[at], clients[at])
    rate = SALES / (perf_counter() - began)
    cells = ("sales with commission", f"{rate:,.0f} /s", f"bare commits {bare:,.0f} /s", f"{rate / bare:.2f}")
    show(Figure(*cells, "≥ 100 /s", rate >= 100))


def _sell(tenant: TenantRecord, client: UUID) -> None:
    invoice, net = uuid4(), Money(100_000, tenant.currency)
    commission = earn(Purchase(invoice, client, net))
    nothing = Money.zero(tenant.currency)
    post_sale(
        Sale(
            invoice_uuid=invoice,
            invoice_number="1",
            retail=net,
            gateway="stripe",
            gateway_fee=nothing,
            wholesale=Money(50_000, tenant.currency),
            commission=commission.amount if commission else nothing,
            beneficiary=commission.beneficiary if commission else None,
        )
    )


def _referred(tenant: TenantRecord) -> UUID:
    with acting_in(tenant):
        person, client = uuid4(), uuid4()
        token = count_visit(code_for(person, name="A").code, fingerprint="x")
        attribute(client_uuid=client, referred=Identity(uuid4(), f"{client}@example.com"), token=token)
        return client


def _bare() -> float:
    """Transactions of as many inserts as a sale writes rows, into a table without anything."""
    with acting_on_shared_data(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (id bigserial PRIMARY KEY, words text)")
        began = perf_counter()
        for _each in range(300):
            with transaction.atomic():
                for _row in range(10):
                    cursor.execute("INSERT INTO bare (words) VALUES ('x')")
        rate = 300 / (perf_counter() - began)
        cursor.execute("DROP TABLE bare")
    return rate


def _timed(work):  # type: ignore[no-untyped-def]
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


def _show(name: str, seconds: float, most: float) -> None:
    rate = f"{LINES / seconds:,.0f} lines/s"
    show(Figure(name, f"{seconds:.1f} s", rate, "–", f"≤ {most:.0f} s", seconds <= most))
