"""The person behind a request that has passed a gate."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from tenant_apps.accounts.models import User


def person_of(request: HttpRequest) -> User:
    """Whoever is signed in; only for views that wear a gate for people."""
    return cast(User, request.user)
