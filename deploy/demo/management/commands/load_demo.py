"""`manage.py load_demo`: fills an empty platform of a development machine; again it only adds what is missing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from deploy.demo.load import load


class Command(BaseCommand):
    help = "Load the demonstration: an operator, three resellers, their people, a catalogue and orders."

    def handle(self, *args: Any, **options: Any) -> None:
        load()
        self.stdout.write("The demonstration is loaded.")
