"""`migrate_tenants` as a whole command, beside django-tenants' `migrate_schemas`."""

from __future__ import annotations

from statistics import median

from django.db import connection, transaction

from tenants.context import acting_on_shared_data
from tenants.models import SchemaMigration, Tenant
from tenants.provisioning import finish, provision
from tenants.schemas import pool
from tenants.schemas.plans import loader

from .children import measure, time_command
from .report import Figure, heading, show
from .tenants import BY, wish

STOCK_TENANTS = 10
COMMAND = ("manage.py", "migrate_tenants", "--verbosity", "0")


def run(tenants: int) -> None:
    heading(
        f"Migrations, {tenants} tenants (stock over {STOCK_TENANTS}, times {tenants / STOCK_TENANTS:.0f})"
    )
    beside_stock = _tenants_for_stock()
    with acting_on_shared_data():
        pool.fill(most=1)
    nothing, start = _beside_the_start()
    stock_nothing = _stock(beside_stock, tenants)
    field = time_command(*COMMAND, BENCH_LATER="field")
    stock_field = _stock(beside_stock, tenants, BENCH_LATER="field")
    _forget_later("9002_rows")
    rows = time_command(*COMMAND, BENCH_LATER="rows")
    limit_plain, limit_rows = 3 * tenants / 1000 + start, 10 * tenants / 1000 + start
    own = f"{max(nothing - start, 0):.1f} s of it not Django's start"
    show(_figure("nothing to do", nothing, stock_nothing, "≤ 2 s", nothing <= 2))
    show(
        _figure(
            "one field, as SQL in batches", field, stock_field, f"≤ {limit_plain:.1f} s", field <= limit_plain
        )
    )
    show(
        _figure(
            "rows in Python, in each tenant", rows, stock_field, f"≤ {limit_rows:.1f} s", rows <= limit_rows
        )
    )
    show(Figure("  of each: Django's own start", f"{start:.1f} s", own))


def _beside_the_start() -> tuple[float, float]:
    """Seconds of the command with nothing to do, and of Django's start alone, taken in turn."""
    pairs = [(time_command(*COMMAND), time_command("-c", "import django; django.setup()")) for _ in range(4)]
    return median([each for each, _ in pairs]), median([each for _, each in pairs])


def _figure(what: str, ours: float, stock: float, goal: str, met: bool) -> Figure:
    return Figure(
        what, f"{ours:.1f} s", f"migrate_schemas {stock:.0f} s (est.)", f"1 : {stock / ours:.0f}", goal, met
    )


def _stock(schemas: list[str], tenants: int, **environment: str) -> float:
    spent = measure("bench.stock", "migrate", *schemas, settings="bench.stock_settings", **environment)
    return median(spent[1:]) * tenants


def _tenants_for_stock() -> list[str]:
    """Whole tenants that our own commands leave alone, since they read as PROVISIONING."""
    names = []
    with acting_on_shared_data():
        for _ in range(STOCK_TENANTS):
            with transaction.atomic():
                made = provision(**wish())
            names.append(finish(made.pk, by=BY).schema_name)
        Tenant.objects.filter(schema_name__in=names).update(status="provisioning")
        for name in names:
            _note_every_migration(name)
    return names


def _note_every_migration(schema: str) -> None:
    """The baseline runs the migrations of all apps in every schema, if only to find that they are not its own."""
    keys = sorted(loader().graph.nodes)
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{schema}".django_migrations (app, name, applied) SELECT %s, %s, now() WHERE NOT EXISTS '
            f'(SELECT FROM "{schema}".django_migrations WHERE app = %s AND name = %s)',
            [key + key for key in keys],
        )


def _forget_later(name: str) -> None:
    """Have the same release bring its Python part to schemas that took it for empty."""
    with acting_on_shared_data():
        SchemaMigration.objects.filter(name=name).delete()
