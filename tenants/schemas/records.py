"""Records for schemas that have no tenant: spare ones, and the one a template is read from."""

from __future__ import annotations

from uuid import uuid4

from tenants.records import TenantRecord


def bare_record(schema: str, kind: str) -> TenantRecord:
    """A record by which a schema that has no tenant can be acted in."""
    return TenantRecord(0, uuid4(), kind, schema, "", "", "provisioning", "en", "USD", "", "UTC", "")
