"""`manage.py rotate_keys`: seal every secret at rest with the key in force (docs/security.md)."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.rotation import Place, Rotation, left_in, places, reseal
from tenants.schemas.progress import Progress


class Command(BaseCommand):
    help = "Seals with FIELD_KEY what a key of VITRINE_FIELD_KEYS_OLD sealed. Safe to run again at any time."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count; exit 1 when any is left")

    def handle(self, *args: Any, **options: Any) -> None:
        todo = [(place, left) for place in places() if (left := left_in(place))]
        total = sum(left for _, left in todo)
        if options["dry_run"]:
            self._count(todo, total)
        else:
            self._rotate([place for place, _ in todo], total)

    def _count(self, todo: list[tuple[Place, int]], total: int) -> None:
        for place, left in todo:
            self.stdout.write(f"{place}: {left}")
        if total:
            raise CommandError(f"{total} values are sealed with an older key.")
        self.stdout.write("Every value is sealed with the key in force.")

    def _rotate(self, todo: list[Place], total: int) -> None:
        progress, rotation = Progress(total, sys.stderr, what="values"), Rotation()
        for place in todo:
            reseal(place, rotation, advance=progress.advance)
        progress.close()
        self.stdout.write(f"{rotation.sealed} values sealed with the key in force.")
        for name in rotation.unreadable:
            self.stderr.write(f"cannot be opened: {name}")
        if rotation.unreadable:
            raise CommandError(f"{len(rotation.unreadable)} values cannot be opened with the keys given.")
