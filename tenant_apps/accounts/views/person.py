"""The signed-in person of a request behind a gate."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ..models import User


def person_in(request: HttpRequest) -> User:
    """Who is signed in; 403 should a view without a gate ask."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
