"""The way back, from shared code into a tenant: a command, run by name, audited on both sides."""

from __future__ import annotations

from .cards import Consent, ConsentRefused, Kind, NotReady, Party, Wish
from .commanding import run
from .forms import ConsentForm, EntryForm
from .registry import command, consent_source
from .verbs import ask, call_off_by
from .visits import (
    answer_visit,
    call_off_visits,
    client_visit,
    client_visits,
    client_visits_export,
    enter,
    facts_of_visit,
    link_of_request,
    offices_of,
    remember_membership,
    requests_of,
    resume,
    waiting_visits,
)

__all__ = [
    "Consent",
    "ConsentForm",
    "ConsentRefused",
    "EntryForm",
    "Kind",
    "NotReady",
    "Party",
    "Wish",
    "answer_visit",
    "ask",
    "call_off_by",
    "call_off_visits",
    "client_visit",
    "client_visits",
    "client_visits_export",
    "command",
    "consent_source",
    "enter",
    "facts_of_visit",
    "link_of_request",
    "offices_of",
    "remember_membership",
    "requests_of",
    "resume",
    "run",
    "waiting_visits",
]
