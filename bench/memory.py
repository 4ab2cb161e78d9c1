"""What the backends of PostgreSQL keep of the schemas they have met (Linux, and a server on this machine)."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from psycopg import sql

from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant
from tenants.records import TenantRecord
from tenants.schemas.database import direct_connection

from .report import Figure, heading, show

LIMIT_MB = 64


def run() -> None:
    with acting_on_shared_data():
        live = Tenant.objects.filter(status="live", kind="reseller")
        tenants = [each.record for each in live]
        heading(f"Memory of a backend, while every table of {len(tenants)} tenants is read")
    for_ever = _for_ever(tenants)
    if for_ever is None:
        return
    # What this process has done before must not weigh on its connections.
    connection.close()
    connection.close_pool()
    largest = max(_read_as_requests_do(tenant) for tenant in tenants)
    show(
        Figure(
            "largest of the pool",
            f"{largest:.0f} MB",
            f"never replaced {for_ever:.0f} MB",
            f"{largest / for_ever:.2f}",
            f"≤ {LIMIT_MB} MB",
            largest <= LIMIT_MB,
        )
    )


def _for_ever(tenants: list[TenantRecord]) -> float | None:
    with direct_connection() as link:
        for tenant in tenants:
            tables = link.execute(_TABLES, [tenant.schema_name]).fetchall()
            for (table,) in tables:
                link.execute(
                    sql.SQL("SELECT * FROM {} LIMIT 1").format(sql.Identifier(tenant.schema_name, table))
                )
        return _private_mb(link.info.backend_pid)


def _read_as_requests_do(tenant: TenantRecord) -> float:
    with acting_in(tenant), connection.cursor() as cursor:
        cursor.execute(_TABLES, [tenant.schema_name])
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT * FROM {} LIMIT 1").format(sql.Identifier(table)))
        used = _private_mb(connection.connection.info.backend_pid) or 0.0
    connection.close()
    return used


_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'"


def _private_mb(pid: int) -> float | None:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024
