"""`manage.py fill_pool`: make the spare schemas now, instead of waiting for the agenda."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tenants.schemas.pool import fill


class Command(BaseCommand):
    help = "Makes spare schemas up to VITRINE_SPARE_SCHEMAS."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{fill(pause=0)} spare schemas made.")
