"""`manage.py migrate_tenants`: bring `public` and every tenant's schema up to the code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant
from tenants.schemas.database import ensure_database
from tenants.schemas.stock import migrate_here


class Command(BaseCommand):
    help = "Migrates the shared data and every tenant's schema."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_on_shared_data():
            if ensure_database():
                self.stdout.write("Created the database.")
            self.stdout.write(f"public: {migrate_here('public', 'public')} migrations")
            tenants = [tenant.record for tenant in Tenant.objects.order_by("pk")]
        for tenant in tenants:
            with acting_in(tenant, unfinished=True):
                self.stdout.write(f"{tenant.slug}: {migrate_here(tenant.schema_name, tenant.kind)} migrations")
