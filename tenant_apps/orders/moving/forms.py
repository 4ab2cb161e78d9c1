"""What the new reseller and the client type about a move."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from branding.forms import DateField
from shared_apps.kernel.clock import now
from tenants.context import current_tenant


class CodeForm(forms.Form):
    """The code that a client has made with its present provider."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("The client makes it in its portal, under “Your data”.")
    )


class ProposalForm(CodeForm):
    """From when the services would be here; the code comes again, hidden."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    day = DateField(label=_("Moves on"), help_text=_("The services are yours from this day on."))

    def clean_day(self) -> datetime:
        """The first moment of the day where this reseller is, at least tomorrow."""
        zone = ZoneInfo(current_tenant().time_zone)
        at = datetime.combine(self.cleaned_data["day"], time.min, zone)
        if not now() < at < now() + timedelta(days=365):
            raise forms.ValidationError(_("Choose a day from tomorrow on, within a year."))
        return at
