"""`manage.py revoke_domain shop.example.com --reason=…`: stop an own domain at once, or take that back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shared_apps.domains.models import HELD, OwnDomain
from shared_apps.domains.verbs import restore, revoke
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.context import acting_on_shared_data

BY = Actor.system("operator.console")


class Command(BaseCommand):
    help = "Stop an own domain, whatever its DNS says: visitors get 404 and no certificate is fetched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("host", help="the name in A-labels")
        parser.add_argument("--reason", required=True, help="for the history")
        parser.add_argument("--undo", action="store_true", help="let the domain work again")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_on_shared_data():
            rows = OwnDomain.objects.filter(host=options["host"].lower())
            if options["undo"]:
                for domain in _some(rows.filter(trouble=OwnDomain.Trouble.REVOKED)):
                    restore(domain, by=BY, reason=options["reason"])
                return
            for domain in _some(rows.filter(status__in=HELD)):
                try:
                    revoke(domain, by=BY, reason=options["reason"])
                except IllegalMove as late:
                    raise CommandError("The domain is suspended already.") from late


def _some(rows: Any) -> list[OwnDomain]:
    found = list(rows)
    if not found:
        raise CommandError("There is no such domain.")
    return found
