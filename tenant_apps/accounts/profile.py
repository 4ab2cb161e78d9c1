"""What people change about themselves."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.history import record

from .models import User


def edit_profile(person: User, *, name: str, language: str) -> None:
    """Change one's own name and language; role and tenant are nobody's own to change (RELIABILITY 23)."""
    with transaction.atomic():
        person.name, person.language = name, language
        person.save(update_fields=["name", "language"])
        record(person, "edit profile", by=person.actor)


def choose_language(person: User, language: str) -> None:
    """Read every page and mail in another language from now on."""
    person.language = language
    person.save(update_fields=["language"])
