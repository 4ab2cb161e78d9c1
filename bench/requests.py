"""What the tenant costs a request: the same view on plain Django, in one schema."""

from __future__ import annotations

from statistics import median

from django.db import connection

from tenants.context import acting_on_shared_data
from tenants.models import Domain, Tenant

from .children import measure
from .report import Figure, heading, show

ROUNDS = 3
PEOPLE = """
    INSERT INTO "{schema}".accounts_user (uuid, password, email, name, role, language, is_active, date_joined)
    SELECT gen_random_uuid(), '', 'person' || n || '@example.com', 'Person ' || n, 'client', 'en', true, now()
    FROM generate_series(1, 50) n
"""


def run() -> None:
    heading("What the tenant costs a request (the view alone, no socket)")
    hosts = _populated(100)
    schema = _schema_of(hosts[0])
    plain, one, many = [], [], []
    for _ in range(ROUNDS):
        plain.append(measure("bench.view", "plain", settings="bench.plain_settings", BENCH_SCHEMA=schema))
        one.append(measure("bench.view", hosts[0], settings="bench.bare_settings"))
        many.append(measure("bench.view", *hosts, settings="bench.bare_settings"))
    for label, runs in (("1 host", one), ("100 hosts", many)):
        _tell(label, runs, plain)


def _tell(label: str, runs: list[dict[str, float]], plain: list[dict[str, float]]) -> None:
    empty, bare = (median(each["empty"] for each in which) for which in (runs, plain))
    people, listed = (median(each["people"] for each in which) for which in (runs, plain))
    show(
        Figure(
            f"no query, {label}",
            f"{empty:.0f} µs",
            f"plain Django {bare:.0f} µs",
            f"+{empty - bare:.0f} µs",
            "≤ +35 µs",
            empty - bare <= 35,
        )
    )
    show(
        Figure(
            f"a list of 50 people, {label}",
            f"{people:.0f} µs",
            f"plain Django {listed:.0f} µs",
            f"{100 * (people / listed - 1):+.1f} %",
            "≤ +5 %",
            people / listed <= 1.05,
        )
    )


def _populated(number: int) -> list[str]:
    with acting_on_shared_data(), connection.cursor() as cursor:
        tenants = list(Tenant.objects.filter(status="live", kind="reseller").order_by("pk")[:number])
        for tenant in tenants:
            cursor.execute(PEOPLE.format(schema=tenant.schema_name))
            cursor.execute(f'ANALYZE "{tenant.schema_name}".accounts_user')
        return list(
            Domain.objects.filter(tenant__in=tenants).order_by("tenant_id").values_list("host", flat=True)
        )


def _schema_of(host: str) -> str:
    with acting_on_shared_data():
        return Tenant.objects.get(domains__host=host).schema_name
