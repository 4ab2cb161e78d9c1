"""A mail as it would be: with what the latest of its kind told, else with a sample."""

from __future__ import annotations

from django.utils.translation import gettext, override

from shared_apps.kernel.clock import now

from .models import MailMessage
from .rendering import Rendered, render_with
from .samples import sample
from .texts import Text
from .variables import Words


def preview_of(text: Text, language: str, own: Words | None) -> Rendered:
    """The mail in these words, or in those of the template. Private mails show a sample alone."""
    latest = None
    if not _is_private(text):
        latest = MailMessage.objects.filter(template=text.key).exclude(to_email="").order_by("-pk").first()
    with override(language):
        name, told = gettext("Alex Morgan"), sample(text.key)
    message = MailMessage(
        template=text.key,
        to_email=latest.to_email if latest else "alex@example.com",
        to_name=latest.to_name if latest else name,
        language=language,
        context=latest.context if latest else told,
        created_at=now(),
    )
    return render_with(message, own)


def _is_private(text: Text) -> bool:
    return MailMessage(template=text.key).is_private
