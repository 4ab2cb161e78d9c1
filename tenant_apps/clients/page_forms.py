"""Small forms of a client's page in the office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.context import current_tenant

from .countries import countries
from .models import Address, ClientDocument, ClientGroup, CustomField, Note, Tag
from .verbs.addresses import POSTAL

MOST_CHOICES = 50


class AddressForm(forms.ModelForm):  # type: ignore[type-arg]
    """A further address."""

    class Meta:
        model = Address
        fields = ("kind", "label", *POSTAL)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"] = forms.ChoiceField(label=_("Country"), choices=countries(), required=False)
        self.initial["country"] = self.initial.get("country") or current_tenant().country


class DocumentForm(forms.Form):
    """A paper for the client's file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A photo (JPEG, PNG or WebP) or a PDF, 5 MB at most."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ClientDocument.Kind.choices)
    title = ClientDocument._meta.get_field("title").formfield(required=False)
    is_shared = forms.BooleanField(label=_("Shared with the client"), required=False)


class NoteForm(forms.ModelForm):  # type: ignore[type-arg]
    """A note for staff."""

    class Meta:
        model = Note
        fields = ("text", "is_pinned")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


class DomainForm(forms.Form):
    """Which domain a client has; `clean_host` is the verb's affair."""

    host = forms.CharField(
        label=_("Domain"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"}),
    )


class LeaveForm(forms.Form):
    """Why a client is deleted."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    """A group of clients."""

    class Meta:
        model = ClientGroup
        fields = ("name", "tone", "position")


class TagForm(forms.ModelForm):  # type: ignore[type-arg]
    """A tag."""

    class Meta:
        model = Tag
        fields = ("name", "tone")


class FieldForm(forms.ModelForm):  # type: ignore[type-arg]
    """A field of the reseller's own; its kind stays once it is made, for clients have values in it."""

    choices = forms.CharField(
        label=_("Choices, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    class Meta:
        model = CustomField
        fields = ("label", "kind", "choices", "is_required", "is_shown_to_client", "position")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["choices"] = "\n".join(self.instance.choices)
        self.fields["kind"].disabled = bool(self.instance.pk)

    def clean_choices(self) -> list[str]:
        lines = [line.strip()[:80] for line in str(self.cleaned_data["choices"]).splitlines()]
        return list(dict.fromkeys(line for line in lines if line))[:MOST_CHOICES]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == CustomField.Kind.CHOICE and not cleaned.get("choices"):
            self.add_error("choices", _("Write at least one choice."))
        return cleaned


class AttributionEndForm(forms.Form):
    """Why nobody is to earn from a client."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("It stays in the history."))
    mark = "end"

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", f"{self.mark}_%s")
        super().__init__(*args, **options)


class AttributionForm(AttributionEndForm):
    """Who is to earn from a client."""

    code = forms.CharField(
        label=_("Code of the affiliate"),
        max_length=24,
        widget=forms.TextInput(attrs={"dir": "ltr", "list": "affiliates", "autocomplete": "off"}),
    )
    field_order = ("code", "reason")
    mark = "new"
