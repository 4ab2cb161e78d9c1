"""What happened to a ticket, as sentences for staff."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared_apps.kernel.history import history_of

from .models import Ticket

_SENTENCES = {
    "open": (gettext_lazy("Opened"), "message-circle", "info"),
    "become open": (gettext_lazy("Opened again"), "lock-open", "info"),
    "become answered": (gettext_lazy("Answered"), "reply", "pos"),
    "become waiting": (gettext_lazy("Was put aside"), "circle-pause", "warn"),
    "become closed": (gettext_lazy("Closed"), "circle-check", "mute"),
    "hand over": (gettext_lazy("Handed over"), "user-check", "mute"),
}


def events_of(ticket: Ticket) -> list[dict[str, object]]:
    """The newest hundred events, for a timeline."""
    return [
        {
            "text": text,
            "at": event.at,
            "icon": icon,
            "tone": tone,
            "note": _("automatically") if event.actor_kind == "system" else event.actor_label,
        }
        for event in history_of(ticket)[:100]
        for text, icon, tone in [_SENTENCES.get(event.verb, (event.verb, "circle", "mute"))]
    ]
