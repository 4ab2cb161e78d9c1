"""Development's mail backend: every mail becomes a file that the outbox viewer shows."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from tenants.context import scope_or_none


class OutboxBackend(BaseEmailBackend):
    """Writes `<time>-<random>.eml`, and beside it which tenant sent it to whom."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.OUTBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            _write(folder, message)
        return len(messages)


def _write(folder: Path, message: EmailMessage) -> None:
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
    scope = scope_or_none()
    tenant = scope.tenant.slug if scope and scope.tenant else ""
    (folder / f"{name}.json").write_text(json.dumps({"tenant": tenant, "to": message.to}))
    unfinished = folder / f".{name}.tmp"
    unfinished.write_bytes(message.message().as_bytes())
    os.replace(unfinished, folder / f"{name}.eml")
