"""`manage.py prove_ledger`: re-derive the ledger of every tenant from shared rows; exit 1 on a gap."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shared_apps.ledger.proof import Check, Gap, checks

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Prove that ledger, payments, earnings and withdrawals of all tenants agree. Exits with 1 on a gap."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        results = [(one, list(one.search())) for one in checks()]
        if options["format"] == "json":
            self.stdout.write(json.dumps([_as_json(one, found) for one, found in results], indent=2))
        else:
            for one, found in results:
                self._print(one, found)
        if any(found for _one, found in results):
            sys.exit(1)

    def _print(self, one: Check, found: list[Gap]) -> None:
        self.stdout.write(f"{'GAP' if found else 'ok ':<4} {one.title}")
        for gap in found[:SHOWN]:
            self.stdout.write(
                f"     tenant {gap.tenant_id}, {gap.subject}: expected {gap.expected}, found {gap.found}"
            )
        if len(found) > SHOWN:
            self.stdout.write(f"     and {len(found) - SHOWN} more")


def _as_json(one: Check, found: list[Gap]) -> dict[str, Any]:
    return {"check": one.name, "title": one.title, "holds": not found, "gaps": [asdict(gap) for gap in found]}
