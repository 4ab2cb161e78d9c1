"""Mail to people. `notices` stands above this app, so the settings name it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings


def mail(
    template: str, *, email: str, context: dict[str, Any], key: str, name: str = "", language: str = ""
) -> None:
    """Send `templates/email/<template>.html` when the caller's transaction commits; once for each key."""
    notices = import_module(settings.NOTICES_VERBS)
    notices.send_mail(
        template,
        to=notices.Recipient(email=email, name=name, language=language),
        context=context,
        key=key,
    )
