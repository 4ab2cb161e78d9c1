"""Tenants for the benchmarks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from shared_apps.kernel.actor import Actor
from tenants.context import acting_on_shared_data
from tenants.models import Tenant
from tenants.provisioning import finish, provision

BY = Actor.system("bench")
_numbers = count(1)


def wish() -> dict[str, Any]:
    return {
        "slug": f"shop-{next(_numbers)}",
        "name": "Shop",
        "kind": "reseller",
        "language": "en",
        "currency": "TRY",
        "country": "TR",
        "time_zone": "UTC",
        "by": BY,
    }


def provision_one() -> tuple[Tenant, float]:
    """A tenant, and the seconds until it is live."""
    asked = wish()
    began = perf_counter()
    with acting_on_shared_data():
        with transaction.atomic():
            tenant = provision(**asked)
        if tenant.status != "live":
            tenant = finish(tenant.pk, by=BY)
    return tenant, perf_counter() - began


def have_at_least(number: int) -> None:
    """Tenants for a part that runs alone."""
    with acting_on_shared_data():
        missing = number - Tenant.objects.filter(status="live", kind="reseller").count()
    for _ in range(missing):
        provision_one()


def provision_at_once(number: int, threads: int) -> list[float | Exception]:
    """Seconds of each, or what went wrong."""

    def one(_: int) -> float | Exception:
        try:
            return provision_one()[1]
        except Exception as fault:  # noqa: BLE001  counted, whatever it is
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(number)))
