"""The portal's mail server: it hears the name of the portal that a mail is from, not the one of our machine."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from tenants.context import scope_or_none


class PortalBackend(EmailBackend):
    """SMTP as Django speaks it. What we call ourselves ends up in `Received`, which every recipient can read."""

    @property
    def connection_class(self) -> Callable[..., smtplib.SMTP]:  # type: ignore[override]
        named: type[smtplib.SMTP] = super().connection_class
        return lambda *args, **options: named(*args, **{**options, **_hello()})


def _hello() -> dict[str, Any]:
    scope = scope_or_none()
    return {"local_hostname": scope.tenant.canonical_host} if scope and scope.tenant else {}
