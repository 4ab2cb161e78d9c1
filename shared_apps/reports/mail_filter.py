"""What the operator's mail log is filtered by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tenants.models import Tenant

from .models import MailRow, MailStatus
from .naming import mail_kinds
from .verbs.mails import digest_of


def _kinds() -> list[tuple[Any, Any]]:
    return [("", _("Any kind")), *mail_kinds()]


class MailFilter(forms.Form):
    """Tenant, kind of mail, status, and the whole address that it went to."""

    tenant = forms.ModelChoiceField(
        label=_("Tenant"),
        required=False,
        queryset=Tenant.objects.filter(is_probe=False).order_by("name"),
        to_field_name="slug",
        empty_label=_("All tenants"),
    )
    template = forms.ChoiceField(label=_("Kind"), required=False, choices=_kinds)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Any status")), *MailStatus.choices]
    )
    to = forms.EmailField(
        label=_("To"), required=False, help_text=_("The whole address: the log keeps only a mark of it.")
    )

    def narrow(self, rows: QuerySet[MailRow]) -> QuerySet[MailRow]:
        """The mails that were asked for; all of them while the form has errors."""
        if not self.is_valid():
            return rows
        chosen = self.cleaned_data
        if chosen["tenant"]:
            rows = rows.filter(tenant_id=chosen["tenant"].pk)
        if chosen["template"]:
            rows = rows.filter(template=chosen["template"])
        if chosen["status"]:
            rows = rows.filter(status=chosen["status"])
        if chosen["to"]:
            rows = rows.filter(to_digest=digest_of(chosen["to"]))
        return rows
