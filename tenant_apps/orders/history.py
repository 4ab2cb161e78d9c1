"""What happened, as sentences that staff and clients read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared_apps.kernel.history import EventRecord
from tenant_apps.accounts.models import Event
from tenant_apps.clients.telling import CLIENT_SENTENCES

from .models import Invoice, Order, Service

Look = tuple[str | Promise, str, str]

_SUBJECTS = ("orders.Order", "orders.Invoice", "orders.Service", "clients.Client")
_SENTENCES: dict[tuple[str, str], Look] = {
    ("orders.Order", "place"): (gettext_lazy("Order %(label)s was placed"), "shopping-bag", "info"),
    ("orders.Order", "become paid"): (gettext_lazy("Order %(label)s was paid"), "circle-check", "pos"),
    ("orders.Order", "become cancelled"): (gettext_lazy("Order %(label)s was cancelled"), "circle-x", "mute"),
    ("orders.BillingSettings", "edit"): (gettext_lazy("The billing settings were changed"), "pencil", "info"),
    ("orders.Invoice", "edit"): (gettext_lazy("Draft %(label)s was changed"), "pencil", "mute"),
    ("orders.Invoice", "draft"): (gettext_lazy("A draft was written"), "file-pen", "mute"),
    ("orders.Invoice", "remind"): (gettext_lazy("A reminder of %(label)s was sent"), "bell", "info"),
    ("orders.Invoice", "issue"): (gettext_lazy("Invoice %(label)s was issued"), "receipt-text", "info"),
    ("orders.Invoice", "become paid"): (gettext_lazy("Invoice %(label)s was paid"), "circle-check", "pos"),
    ("orders.Invoice", "become void"): (gettext_lazy("Invoice %(label)s was voided"), "circle-x", "mute"),
    ("orders.Invoice", "become refunded"): (
        gettext_lazy("Invoice %(label)s was refunded"), "undo-2", "warn",
    ),
    ("orders.Invoice", "refund in part"): (
        gettext_lazy("Invoice %(label)s was refunded in part"), "undo-2", "warn",
    ),
    ("orders.Invoice", "pay in part"): (
        gettext_lazy("A part of invoice %(label)s was paid"), "circle-check", "pos",
    ),
    ("orders.Invoice", "credit in part"): (
        gettext_lazy("A part of invoice %(label)s was credited"), "undo-2", "warn",
    ),
    ("orders.Invoice", "keep excess"): (
        gettext_lazy("More was paid than was due of invoice %(label)s: it became account credit"), "wallet", "info",
    ),
    ("clients.Client", "add credit"): (gettext_lazy("%(label)s was given account credit"), "wallet", "pos"),
    ("clients.Client", "take credit"): (gettext_lazy("Account credit of %(label)s was taken back"), "wallet", "warn"),
    ("orders.Service", "begin"): (gettext_lazy("%(label)s is being set up"), "loader", "info"),
    ("orders.Service", "become trial"): (gettext_lazy("The trial of %(label)s began"), "sparkles", "info"),
    ("orders.Service", "become active"): (gettext_lazy("%(label)s became active"), "circle-check", "pos"),
    ("orders.Service", "become suspended"): (gettext_lazy("%(label)s was suspended"), "circle-pause", "neg"),
    ("orders.Service", "become ended"): (gettext_lazy("%(label)s has ended"), "circle-stop", "mute"),
    ("orders.Service", "extend trial"): (
        gettext_lazy("The trial of %(label)s was extended"), "clock", "info",
    ),
    ("orders.Service", "become past due"): (
        gettext_lazy("The renewal of %(label)s is past due"), "clock-alert", "neg",
    ),
    ("orders.Service", "cancel at end"): (gettext_lazy("%(label)s was cancelled"), "circle-x", "warn"),
    ("orders.Service", "keep"): (gettext_lazy("%(label)s is kept"), "circle-check", "pos"),
    ("orders.Service", "ask for a change"): (
        gettext_lazy("A change of %(label)s was asked for"), "arrow-up-down", "info",
    ),
    ("orders.Service", "drop a change"): (
        gettext_lazy("A change of %(label)s was cancelled"), "circle-x", "mute",
    ),
    ("orders.Service", "change"): (gettext_lazy("%(label)s was changed"), "arrow-up-down", "pos"),
    ("orders.Service", "try again"): (
        gettext_lazy("The provisioner was asked again for %(label)s"), "refresh-cw", "info",
    ),
    ("orders.Service", "do by hand"): (gettext_lazy("A task for %(label)s was done by hand"), "check", "pos"),
    ("orders.Service", "decline by hand"): (
        gettext_lazy("A task for %(label)s was declined"), "circle-x", "neg",
    ),
    ("orders.Service", "renew"): (gettext_lazy("%(label)s was renewed"), "refresh-cw", "pos"),
    **{("clients.Client", verb): look for verb, look in CLIENT_SENTENCES.items()},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happening:
    """One event for a feed or a timeline: sentence, time, look, and who did it."""

    text: str
    at: datetime
    icon: str
    tone: str
    note: str


def told(events: Iterable[EventRecord]) -> list[Happening]:
    """Events as sentences in the reader's language."""
    return [_tell(event) for event in events]


def told_to_client(events: Iterable[EventRecord]) -> list[Happening]:
    """The same without who did it and why: that is the office's affair."""
    return [Happening(one.text, one.at, one.icon, one.tone, "") for one in told(events)]


def latest_events(limit: int = 12) -> QuerySet[Event]:
    """The newest events of clients, orders, invoices and services."""
    return Event.objects.filter(subject_type__in=_SUBJECTS).order_by("-pk")[:limit]


def events_of_order(order: Order) -> QuerySet[Event]:
    """What happened to an order, its invoices and its services, newest first."""
    invoices = [str(pk) for pk in order.invoices.values_list("pk", flat=True)]
    services = [
        str(pk) for pk in Service.objects.filter(order_line__order=order).values_list("pk", flat=True)
    ]
    of_order = Event.objects.filter(subject_type=Order._meta.label, subject_key=str(order.pk))
    of_invoices = Event.objects.filter(subject_type=Invoice._meta.label, subject_key__in=invoices)
    of_services = Event.objects.filter(subject_type=Service._meta.label, subject_key__in=services)
    return (of_order | of_invoices | of_services).order_by("-pk")[:100]


def _tell(event: EventRecord) -> Happening:
    sentence, icon, tone = _SENTENCES.get((event.subject_type, event.verb), (event.verb, "circle", "mute"))
    return Happening(
        text=str(sentence) % {"label": event.subject_label} if "%(" in str(sentence) else str(sentence),
        at=event.at,
        icon=icon,
        tone=tone,
        note=_note(event),
    )


def _note(event: EventRecord) -> str:
    who = _("automatically") if event.actor_kind == "system" else event.actor_label
    return " · ".join(part for part in (who, event.reason) if part)
