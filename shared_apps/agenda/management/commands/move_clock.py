"""`manage.py move_clock 31d`: moves development's clock forward, so that holds pass and trials end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shared_apps.agenda.clock import ClockFixed, move

UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Command(BaseCommand):
    help = "Move the clock of this development machine forward, by 90m, 12h or 31d."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("by", help="90m, 12h or 31d")

    def handle(self, *args: Any, **options: Any) -> None:
        text = options["by"]
        if text[-1:] not in UNITS or not text[:-1].isdigit():
            raise CommandError("Say by how much: 90m, 12h or 31d.")
        try:
            ahead = move(timedelta(**{UNITS[text[-1]]: int(text[:-1])}))
        except ClockFixed as fixed:
            raise CommandError(str(fixed)) from fixed
        self.stdout.write(f"The clock is {ahead} ahead.")
