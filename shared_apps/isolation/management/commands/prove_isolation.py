"""`manage.py prove_isolation`: two tenants try everything of each other; exit 1 on one answer too many."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from shared_apps.isolation.models import IsolationRun
from shared_apps.isolation.runs import AlreadyRunning, run_between, run_on_probes
from shared_apps.kernel.actor import Actor
from tenants.context import acting_on_shared_data
from tenants.models import Tenant
from tenants.records import TenantRecord

BY = Actor.system("prove_isolation")


class Command(BaseCommand):
    help = (
        "Prove that no tenant reads or changes anything of another one. Exits with 1 on one answer too many."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--between",
            nargs=2,
            metavar="SLUG",
            help="two tenants, in development alone; the proof's own two otherwise",
        )
        parser.add_argument(
            "--verbose", action="store_true", help="name the addresses that had nothing to try"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = self._between(*options["between"]) if options["between"] else run_on_probes(by=BY)
        except AlreadyRunning as running:
            raise CommandError("Another proof is under way.") from running
        self._print(run, verbose=options["verbose"])
        if not run.has_held:
            sys.exit(1)

    def _between(self, first: str, second: str) -> IsolationRun:
        with acting_on_shared_data():
            pair = _tenant(first), _tenant(second)
        return run_between(*pair, by=BY)

    def _print(self, run: IsolationRun, *, verbose: bool) -> None:
        for kind, count in sorted(run.counts.items()):
            self.stdout.write(f"{count:>7} {kind}")
        for finding in run.findings:
            line = "{kind}: {what} as {who}: {leaked}".format(**finding)
            self.stdout.write(f"LEAK    {line}")
        if verbose:
            for name in run.untried:
                self.stdout.write(f"untried {name}")
        result = "data is separated" if run.has_held else f"{len(run.findings)} answers too many"
        self.stdout.write(f"{run.probes:>7} probes between {run.between}: {result}")


def _tenant(slug: str) -> TenantRecord:
    tenant = Tenant.objects.filter(slug=slug, kind=Tenant.Kind.RESELLER).first()
    if tenant is None:
        raise CommandError(f"There is no reseller {slug}.")
    if not (tenant.is_probe or settings.DEVELOPMENT):
        raise CommandError(
            "Tenants of real people are left alone: only the proof's own, outside development."
        )
    return tenant.record
