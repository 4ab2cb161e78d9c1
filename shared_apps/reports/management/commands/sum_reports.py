"""`manage.py sum_reports`: sum the days of the reports anew from the rows of sales, after the proof found a gap."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shared_apps.reports.verbs import move_sums_on, sum_anew
from tenants.context import acting_on_shared_data


class Command(BaseCommand):
    help = "Sum the days of the reports anew from the rows of sales."

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_on_shared_data():
            sum_anew()
            moved = 0
            while now := move_sums_on():
                moved += now
        self.stdout.write(f"{moved} rows summed.")
