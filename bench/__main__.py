"""`make bench`: each figure beside its baseline, both from this run. BENCH_TENANTS sets the number of tenants (200)."""

from __future__ import annotations

import os
import sys
from time import perf_counter

os.environ.setdefault("VITRINE_DEVELOPMENT", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from bench import agenda, migrations, pages, provisioning, requests
from bench.tenants import have_at_least
from tenants.context import acting_on_shared_data

TENANTS = int(os.environ.get("BENCH_TENANTS", "200"))


def main(parts: list[str]) -> None:
    """All parts, or those named: provisioning, migrations, requests, agenda, pages."""
    began = perf_counter()
    _fresh_database()
    todo = {
        "provisioning": lambda: provisioning.run(TENANTS),
        "migrations": lambda: migrations.run(TENANTS),
        "requests": requests.run,
        "agenda": agenda.run,
        "pages": pages.run,
    }
    for name, part in todo.items():
        if not parts or name in parts:
            if name != "provisioning":
                have_at_least(TENANTS)
            part()
    print(f"\n{perf_counter() - began:.0f} s in all. Ratios hold; absolute figures are this machine's.")


def _fresh_database() -> None:
    name = connection.settings_dict["NAME"]
    with acting_on_shared_data():
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        call_command("migrate_tenants", verbosity=0)


main(sys.argv[1:])
