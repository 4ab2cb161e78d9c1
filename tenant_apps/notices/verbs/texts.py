"""Change the words of a mail in one language, and go back to ours."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record

from ..models import MailText
from ..rendering import check
from ..texts import TEXTS, Text
from ..variables import Words


@transaction.atomic
def save_text(text: Text, language: str, words: Words, *, by: Actor) -> MailText:
    """Use these words from now on. Raises `ValidationError` for what `rendering.check` refuses."""
    check(text, words)
    written, _is_new = MailText.objects.update_or_create(
        template=text.key,
        language=language,
        defaults={"subject": words.subject, "words": words.words, "updated_at": now()},
    )
    record(written, "edit_text", by=by, written=asdict(words))
    return written


@transaction.atomic
def reset_text(text: Text, language: str, *, by: Actor) -> bool:
    """Back to the words that come with the product; False where nothing was changed."""
    written = (
        MailText.objects.select_for_update().filter(template=TEXTS[text.key].key, language=language).first()
    )
    if written is None:
        return False
    record(written, "reset_text", by=by, written=asdict(Words(written.subject, written.words)))
    written.delete()
    return True
