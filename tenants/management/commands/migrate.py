"""Django's `migrate`, as tests and habit call it: here it is `migrate_tenants`."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.commands import migrate


class Command(migrate.Command):
    help = "Does what migrate_tenants does; single apps and migrations cannot be named."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["app_label"]:
            raise CommandError("Every schema is brought up to the code: name no app.")
        call_command("migrate_tenants", verbosity=options["verbosity"], stdout=self.stdout)
