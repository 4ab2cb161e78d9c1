"""`manage.py relay`: hands due work to the broker until it is told to stop."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from shared_apps.agenda.relay import relay


class Command(BaseCommand):
    help = "Hand due agenda entries to the workers until SIGTERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        stopping: list[int] = []
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, lambda number, frame: stopping.append(number))
        # By name: the broker belongs to the composition root, which this app may not import.
        relay(import_string("config.celery.hand_over"), stop=lambda: bool(stopping))
