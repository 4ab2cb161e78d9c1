"""What is typed about tickets."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tenant_apps.accounts.models import User
from tenant_apps.clients.models import one_line

from .attachments import check_files
from .errors import AttachmentRefused
from .models import Department, Priority, Ticket
from .models.message import LONGEST_MESSAGE
from .queries import open_departments, staff_who_answer
from .verbs import Saying, TicketWish


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, within the limits of attachments."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        chosen = [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]
        try:
            check_files(chosen)
        except AttachmentRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return [super(FilesField, self).clean(file, initial) for file in chosen]


class SayingForm(forms.Form):
    """A message with its files."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    attachments = FilesField(label=_("Files"), required=False, help_text=_("At most 5 files of 5 MB each."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid4

    @property
    def saying(self) -> Saying:
        """What was typed; only for a valid form."""
        typed = self.cleaned_data
        return Saying(typed["text"], typed["attachments"], typed["key"] or uuid4())


class TicketForm(SayingForm):
    """A new question."""

    subject = forms.CharField(label=_("Subject"), max_length=200, validators=[one_line])
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label=_("Any")
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL
    )
    field_order = ["subject", "department", "priority", "text", "attachments", "key"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        departments = open_departments()
        if departments:
            self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        else:
            del self.fields["department"]

    @property
    def wish(self) -> TicketWish:
        """What was asked; only for a valid form."""
        typed = self.cleaned_data
        return TicketWish(typed["subject"], self.saying, typed.get("department"), typed["priority"])


class HandlingForm(forms.Form):
    """Who sees to a ticket, where it belongs, how soon."""

    assignee = forms.TypedChoiceField(label=_("Assigned to"), required=False)
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.order_by("name"), required=False, empty_label="–"
    )
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int)

    def __init__(self, data: Any = None, *, ticket: Ticket) -> None:
        initial = {
            "assignee": ticket.assignee.uuid if ticket.assignee else "",
            "department": ticket.department_id,
            "priority": ticket.priority,
        }
        super().__init__(data, initial=initial)
        self._staff = {str(person.uuid): person for person in staff_who_answer()}
        named = [(key, person.name) for key, person in self._staff.items()]
        self.fields["assignee"].choices = [("", _("Nobody")), *named]  # type: ignore[attr-defined]

    def clean_assignee(self) -> User | None:
        return self._staff.get(self.cleaned_data["assignee"])


class DepartmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """A department's name, and whether clients can choose it."""

    class Meta:
        model = Department
        fields = ["name", "is_open"]
