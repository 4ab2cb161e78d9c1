"""What happened to an application, as sentences: for its applicant without anybody's name, for reviewers with it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared_apps.kernel.history import EventRecord, history_of

from .models import PartnerApplication

_TO_APPLICANT = {
    "submit": (gettext_lazy("You sent your application"), "send", "info"),
    "ask": (gettext_lazy("We asked you a question"), "message-circle-question-mark", "warn"),
    "answer": (gettext_lazy("You answered"), "reply", "info"),
    "become accepted": (gettext_lazy("We accepted your application"), "circle-check", "pos"),
    "become rejected": (gettext_lazy("We could not accept your application"), "circle-x", "neg"),
    "become withdrawn": (gettext_lazy("You withdrew your application"), "undo-2", "mute"),
}
_TO_REVIEWERS = {
    "submit": (gettext_lazy("Sent"), "send", "info"),
    "ask": (gettext_lazy("A question was asked"), "message-circle-question-mark", "warn"),
    "answer": (gettext_lazy("The applicant answered"), "reply", "info"),
    "check": (gettext_lazy("The check list was filled in"), "list-checks", "mute"),
    "agree": (gettext_lazy("Terms were agreed"), "handshake", "mute"),
    "become accepted": (gettext_lazy("Accepted"), "circle-check", "pos"),
    "become rejected": (gettext_lazy("Not accepted"), "circle-x", "neg"),
    "become withdrawn": (gettext_lazy("Withdrawn by the applicant"), "undo-2", "mute"),
}
_LONGEST = 100


def seen_by_applicant(application: PartnerApplication) -> list[dict[str, Any]]:
    """The steps that concern the applicant, newest first."""
    events = history_of(application).filter(verb__in=_TO_APPLICANT)[:_LONGEST]
    return [_item(event, _TO_APPLICANT[event.verb]) for event in events]


def seen_by_reviewers(application: PartnerApplication) -> list[dict[str, Any]]:
    """Every step with whoever took it, newest first."""
    events = history_of(application)[:_LONGEST]
    return [
        _item(event, _TO_REVIEWERS.get(event.verb, (event.verb, "circle", "mute")), _who(event))
        for event in events
    ]


def _who(event: EventRecord) -> str:
    return _("automatically") if event.actor_kind == "system" else event.actor_label


def _item(event: EventRecord, look: tuple[object, str, str], note: str = "") -> dict[str, Any]:
    text, icon, tone = look
    return {"text": text, "icon": icon, "tone": tone, "at": event.at, "note": note}
