"""`manage.py migrate_tenants`: bring `public` and every tenant's schema up to the code."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.context import acting_on_shared_data
from tenants.schemas.audit import Drift, audit, repair
from tenants.schemas.database import ensure_database
from tenants.schemas.ledger import behind, is_public_behind
from tenants.schemas.progress import Progress
from tenants.schemas.upgrade import Report, upgrade


class Command(BaseCommand):
    help = "Migrates the shared data and every schema that is behind. Safe to run again at any time."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only-check", action="store_true", help="change nothing; exit 1 when anything is behind"
        )
        parser.add_argument(
            "--audit", action="store_true", help="hold the ledger against every schema; exit 1 on drift"
        )
        parser.add_argument(
            "--repair", action="store_true", help="with --audit: write the ledger anew where it drifted"
        )
        parser.add_argument("--connections", type=int, default=2, help="connections for SQL batches (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_on_shared_data():
            if options["audit"]:
                self._audit(mend=options["repair"])
            elif options["only_check"]:
                self._check()
            else:
                self._upgrade(options["connections"], quiet=options["verbosity"] == 0)

    def _check(self) -> None:
        lacking = [
            f"{len(group.members)} {group.kind} schemas lack {len(group.missing)}" for group in behind()
        ]
        if is_public_behind():
            lacking.insert(0, "public is behind")
        if lacking:
            raise CommandError("; ".join(lacking))
        self.stdout.write("Every schema is up to date.")

    def _audit(self, *, mend: bool) -> None:
        drift = audit()
        self._describe(drift)
        if mend and drift:
            self.stdout.write(f"Wrote the ledger of {repair(drift)} schemas anew.")
        elif drift:
            raise CommandError("The ledger and the schemas do not agree.")

    def _describe(self, drift: Drift) -> None:
        for schema in drift.lost:
            self.stdout.write(f"{schema}: belongs to a tenant or the pool and is not there")
        for schema in drift.ownerless:
            self.stdout.write(f"{schema}: belongs to nobody")
        for schema, keys in drift.unnoted.items():
            self.stdout.write(f"{schema}: {len(keys)} applied that the ledger does not know")
        for schema, keys in drift.unapplied.items():
            self.stdout.write(f"{schema}: {len(keys)} in the ledger that the schema does not know")

    def _upgrade(self, connections: int, *, quiet: bool) -> None:
        if ensure_database() and not quiet:
            self.stdout.write("Created the database.")
        report = upgrade(_silence if quiet else _bar, connections=connections)
        if not quiet:
            self.stdout.write(
                f"{report.public} migrations of the shared data, {report.migrated} schemas migrated."
            )
        self._complain(report)

    def _complain(self, report: Report) -> None:
        for schema, fault in report.faults:
            self.stderr.write(f"{schema}: {type(fault).__name__}: {str(fault).strip()}")
        if report.faults:
            raise CommandError(
                f"{len(report.faults)} schemas could not be migrated; the others are. Run it again."
            )


def _bar(total: int) -> Callable[[int], None]:
    return Progress(total, sys.stderr).advance


def _silence(total: int) -> Callable[[int], None]:
    return lambda count: None
