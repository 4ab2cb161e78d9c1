"""Real threads, each with its own connection, that start at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from tenants.context import acting_in
from tenants.records import TenantRecord


def at_once(tenant: TenantRecord, works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run `works` in `tenant` together; the result of each, or the exception that it raised."""
    gate = Barrier(len(works))
    connection.close()

    def run(work: Callable[[], Any]) -> Any:
        try:
            with acting_in(tenant):
                gate.wait(20)
                return work()
        except Exception as raised:
            return raised
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
