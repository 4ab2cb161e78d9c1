"""`make bench`: each figure beside its baseline, both from this run. BENCH_TENANTS sets how many (200)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import perf_counter

TENANTS = int(os.environ.get("BENCH_TENANTS", "200"))


def main(wanted: list[str]) -> None:
    """All parts, or those named: provisioning, migrations, requests, memory, agenda, pages, reports, payouts."""
    began = perf_counter()
    _set_up()
    from bench.tenants import have_at_least

    for name, part in _parts().items():
        if not wanted or name in wanted:
            if name != "provisioning":
                have_at_least(TENANTS)
            part()
    print(f"\n{perf_counter() - began:.0f} s in all. Ratios hold; absolute figures are this machine's.")


def _set_up() -> None:
    os.environ.setdefault("VITRINE_DEVELOPMENT", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    _fresh_database()


def _fresh_database() -> None:
    from django.core.management import call_command
    from django.db import connection

    from tenants.context import acting_on_shared_data

    name = connection.settings_dict["NAME"]
    with acting_on_shared_data():
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        call_command("migrate_tenants", verbosity=0)


def _parts() -> dict[str, Callable[[], None]]:
    from bench import agenda, memory, migrations, pages, payouts, provisioning, reports, requests

    return {
        "provisioning": lambda: provisioning.run(TENANTS),
        "migrations": lambda: migrations.run(TENANTS),
        "requests": requests.run,
        "memory": memory.run,
        "agenda": agenda.run,
        "pages": pages.run,
        "reports": reports.run,
        "payouts": payouts.run,
    }


main(sys.argv[1:])
