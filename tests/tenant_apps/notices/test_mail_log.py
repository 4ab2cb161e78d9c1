"""The office's mail log shows what was sent, but no code or link that lets its reader into somebody's account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from shared_apps.agenda.door import run_due
from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.verbs import Recipient, send_mail

CODE = {"code": "402453"}
RESET = {"password_reset_url": "https://example.com/key/402453/"}


@pytest.mark.parametrize(("template", "context"), [("account/code", CODE), ("account/password_reset", RESET)])
def test_staff_do_not_read_what_lets_them_in(
    template: str, context: dict[str, str], in_reseller: Any, browse: Callable[..., Browser], olga: Any
) -> None:
    send_mail(template, to=Recipient("carl@example.com", "Carl"), context=context, key="k")
    run_due()
    olgas = browse(olga, in_reseller)
    for path in ("/office/mail/", f"/office/mail/{MailMessage.objects.get().uuid}/"):
        page = olgas.get(path)
        assert b"carl@example.com" in page.content
        assert b"402453" not in page.content
