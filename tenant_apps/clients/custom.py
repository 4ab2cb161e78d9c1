"""Fields that a reseller keeps of its clients beside the usual ones: how they are asked for, kept and shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from branding import formats
from branding.forms import DateField

from .models import Client, CustomField
from .models.lines import one_line

LONGEST = 500


def own_fields(*, shown_to_client: bool = False) -> list[CustomField]:
    """The fields in use, in their order; for clients only those that they see. One query."""
    found = CustomField.objects.filter(is_archived=False)
    return list(found.filter(is_shown_to_client=True) if shown_to_client else found)


def form_field(own: CustomField) -> forms.Field:
    """The form's field for one of them."""
    given: dict[str, Any] = {"label": own.label, "required": own.is_required}
    if own.kind == CustomField.Kind.NUMBER:
        return forms.DecimalField(max_digits=20, decimal_places=6, **given)
    if own.kind == CustomField.Kind.DATE:
        return DateField(**given)
    if own.kind == CustomField.Kind.CHOICE:
        return forms.ChoiceField(choices=[("", "–"), *((one, one) for one in own.choices)], **given)
    if own.kind == CustomField.Kind.YES_NO:
        return forms.BooleanField(label=own.label, required=False)
    return forms.CharField(max_length=LONGEST, validators=[one_line], **given)


def as_json(value: Any) -> Any:
    """A value as it is kept in `Client.custom`."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def from_json(own: CustomField, value: Any) -> Any:
    """A kept value as a form begins with it; what was kept for another kind of field is left out."""
    if own.kind != CustomField.Kind.DATE:
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def shown(own: CustomField, value: Any) -> str:
    """A kept value as pages and exports show it."""
    if own.kind == CustomField.Kind.YES_NO:
        return _("Yes") if value else _("No")
    if value in (None, ""):
        return "–"
    day = from_json(own, value) if own.kind == CustomField.Kind.DATE else None
    return formats.date(day) if day else str(value)


def shown_of(client: Client) -> list[tuple[str, str]]:
    """The labels and values of a client's own fields, for its page. One query."""
    return [(own.label, shown(own, client.custom.get(own.key))) for own in own_fields()]


def value_of(own: CustomField, custom: Mapping[str, Any]) -> str:
    """The plain value for a file; empty for none."""
    value = custom.get(own.key)
    return "" if value is None else str(value)
