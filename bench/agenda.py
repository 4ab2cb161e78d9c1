"""Work that is due, done by one process without a broker; beside the bare transactions it takes at least."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from django.db import connection, transaction

from shared_apps.agenda.door import handles, run_due, schedule
from shared_apps.agenda.models import Entry
from shared_apps.kernel.actor import Actor
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant

from .report import Figure, heading, show

ENTRIES = 1_000
TENANTS = 20


@handles("bench.nothing")
def nothing(payload: dict[str, Any], *, by: Actor) -> None:
    """No effect but its own mark."""


def run() -> None:
    heading(f"Agenda, {ENTRIES:,} entries of {TENANTS} tenants, one process")
    with acting_on_shared_data():
        tenants = [each.record for each in Tenant.objects.filter(status="live", kind="reseller")[:TENANTS]]
        Entry.objects.all().delete()
    for number in range(ENTRIES):
        with acting_in(tenants[number % len(tenants)]):
            schedule("bench.nothing", {}, key=str(number))
    bare = _bare_transactions()
    began = perf_counter()
    done = run_due()
    rate = done / (perf_counter() - began)
    show(
        Figure(
            "entries done",
            f"{rate:,.0f} /s",
            f"bare UPDATEs {bare:,.0f} /s",
            f"{rate / bare:.2f}",
            "≥ 500 /s",
            rate >= 500,
        )
    )


def _bare_transactions() -> float:
    with acting_on_shared_data():
        keys = list(Entry.objects.values_list("pk", flat=True)[:300])
        began = perf_counter()
        for key in keys:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("UPDATE agenda_entry SET attempts = 0 WHERE id = %s", [key])
        return len(keys) / (perf_counter() - began)
