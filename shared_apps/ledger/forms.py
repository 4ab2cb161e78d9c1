"""What the ledger's pages filter by."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from branding.forms import DateField
from tenants.models import Tenant

from .models import AccountKind, Entry, EntryKind, Leg

# Kinds that are asked for together.
_TOGETHER = {"payouts": EntryKind.payouts()}
_KINDS = [
    ("", _("All kinds")),
    ("payouts", AccountKind.PAYOUT_CLEARING.label),
    *EntryKind.choices,
]


class EntryFilter(forms.Form):
    """Kind and period of entries. Both days are inclusive, in the reader's time zone."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=_KINDS,
    )
    since = DateField(label=_("From"), required=False)
    until = DateField(label=pgettext_lazy("end of a period", "To"), required=False)

    def clean(self) -> dict[str, object]:
        chosen = super().clean() or {}
        since, until = chosen.get("since"), chosen.get("until")
        if since and until and since > until:
            raise ValidationError(_("The period ends before it begins."))
        return chosen

    def narrow(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """The entries that were asked for; all of them while the form has errors."""
        if not self.is_valid():
            return entries
        chosen = self.cleaned_data
        if chosen["kind"]:
            entries = entries.filter(kind__in=_TOGETHER.get(chosen["kind"], [chosen["kind"]]))
        if chosen["since"]:
            entries = entries.filter(at__gte=_midnight(chosen["since"]))
        if chosen["until"]:
            entries = entries.filter(at__lt=_midnight(chosen["until"] + timedelta(days=1)))
        return entries


class PlatformEntryFilter(EntryFilter):
    """The same over all tenants, with one of them to choose."""

    tenant = forms.ModelChoiceField(
        label=_("Tenant"),
        required=False,
        queryset=Tenant.objects.filter(is_probe=False).order_by("name"),
        to_field_name="slug",
        empty_label=_("All tenants"),
    )
    account = forms.ChoiceField(
        label=_("Account"), required=False, choices=[("", _("All accounts")), *AccountKind.choices]
    )
    reference = forms.CharField(
        label=_("Reference"),
        required=False,
        max_length=160,
        help_text=_("An invoice's number, or a part of the entry's key."),
    )
    field_order = ["tenant", "kind", "account", "reference", "since", "until"]

    def narrow(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        narrowed = super().narrow(entries)
        if self.is_valid() and self.cleaned_data["tenant"]:
            narrowed = narrowed.filter(tenant_id=self.cleaned_data["tenant"].pk)
        if self.is_valid():
            narrowed = self._about(narrowed)
        return narrowed

    def _about(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        if kind := self.cleaned_data["account"]:
            moved = Leg.objects.filter(entry_id=OuterRef("pk"), account__kind=kind)
            entries = entries.filter(Exists(moved))
        if words := self.cleaned_data["reference"].strip():
            entries = entries.filter(Q(reference=words) | Q(memo__iexact=words) | Q(key__contains=words))
        return entries


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
