"""What is asked before one thing is done to many clients. `details` is what the agenda works with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import ClientGroup, Tag, one_line


class _BulkForm(forms.Form):
    @property
    def details(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class TagForm(_BulkForm):
    """A tag, new or known."""

    tag = forms.CharField(label=_("Tag"), max_length=40, validators=[one_line])


class UntagForm(_BulkForm):
    """One of the tags."""

    tag = forms.ChoiceField(label=_("Tag"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["tag"]
        field.choices = [(tag.name, tag.name) for tag in Tag.objects.all()]


class GroupForm(_BulkForm):
    """One of the groups, or none."""

    group = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["group"]
        field.choices = [
            ("", _("None")),
            *((str(group.uuid), group.name) for group in ClientGroup.objects.all()),
        ]


class CloseForm(_BulkForm):
    """Why the accounts are closed."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class MailForm(_BulkForm):
    """A mail in plain words."""

    subject = forms.CharField(label=_("Subject"), max_length=150, validators=[one_line])
    text = forms.CharField(label=_("Message"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 10}))


FORMS: dict[str, type[_BulkForm]] = {
    "tag": TagForm,
    "untag": UntagForm,
    "group": GroupForm,
    "close": CloseForm,
    "mail": MailForm,
}
