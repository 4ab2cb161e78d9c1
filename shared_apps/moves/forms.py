"""What the operator types about moves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from branding.forms import NumberField, PercentField
from tenants.models import Tenant


class MoveForm(forms.Form):
    """Whose client is to be asked to go where."""

    tenant = forms.ModelChoiceField(
        label=_("From reseller"),
        queryset=Tenant.objects.none(),
        to_field_name="uuid",
        empty_label=_("Choose…"),
    )
    email = forms.EmailField(label=_("The client's e-mail address"), max_length=254)
    to_tenant = forms.ModelChoiceField(
        label=_("To reseller"),
        queryset=Tenant.objects.none(),
        to_field_name="uuid",
        empty_label=_("Choose…"),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        live = Tenant.objects.filter(kind=Tenant.Kind.RESELLER, status=Tenant.Status.LIVE, is_probe=False)
        for name in ("tenant", "to_tenant"):
            self.fields[name].queryset = live.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("tenant") and said.get("tenant") == said.get("to_tenant"):
            self.add_error("to_tenant", _("Choose another reseller than the present one."))
        return said


class ShareForm(forms.Form):
    """What of the margin stays with the former reseller, and for how long."""

    share_bp = PercentField(label=_("Share of the margin, in per cent"))
    share_months = NumberField(label=_("Months"), maximum=60)
