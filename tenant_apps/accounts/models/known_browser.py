"""The browsers that people signed in with."""

from __future__ import annotations

from django.db import models

from .user import User


class KnownBrowser(models.Model):
    """A browser with which a person has signed in before, by the name in its cookie (`browsers.py`)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    browser = models.UUIDField()
    name = models.CharField(max_length=80)
    ip = models.GenericIPAddressField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "browser"], name="known_browser_once")]

    def __str__(self) -> str:
        return self.name
