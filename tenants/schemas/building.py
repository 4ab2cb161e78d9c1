"""Makes the schema of a tenant or of the warm pool."""

from __future__ import annotations

import secrets

from django.db import connection

from tenants.context import acting_in
from tenants.records import TenantRecord

from .ledger import enter
from .plans import plan_of
from .template import create_schema


def new_schema_name() -> str:
    """An opaque name: it says nothing of its tenant and is never changed."""
    return f"t_{secrets.token_hex(8)}"


def replay(record: TenantRecord, sql: str) -> None:
    """Make the schema from its template, ledger and all, in the caller's transaction."""
    create_schema(record.schema_name)
    with acting_in(record, unfinished=True), connection.cursor() as cursor:
        cursor.execute(sql)
    enter(record.schema_name, record.kind, plan_of(record.kind).keys)
