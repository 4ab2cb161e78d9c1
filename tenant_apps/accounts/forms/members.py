"""Forms about those who work here. Only what stands here is read: no role by another name (RELIABILITY 23)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..models import CustomRole, User, one_line
from ..queries import RoleChoice
from .fields import email_field, name_field, password_field


class RoleForm(forms.Form):
    """Which role somebody gets, of those that the giver may give."""

    def __init__(self, *args: Any, choices: Iterable[RoleChoice], **options: Any) -> None:
        super().__init__(*args, **options)
        roles = [(choice.key, choice.label) for choice in choices]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=roles)


class InviteForm(RoleForm):
    name = name_field()
    email = email_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        role: Any = self.fields["role"]
        # Nothing is chosen before somebody chooses: the first role holds everything.
        role.choices = [("", _("Choose…")), *role.choices]
        self.fields["name"].label = _("Name")
        for field in ("name", "email"):
            self.fields[field].widget.attrs["autocomplete"] = "off"
        languages = [("", _("As the portal")), *settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
        self.order_fields(["name", "email", "role", "language"])


class MemberPasswordForm(forms.Form):
    """A password for somebody else; without one the page makes one."""

    password = password_field(_("New password"), "new-password")

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["password"].required = False
        self.fields["password"].help_text = _("Leave it empty and we make one.")

    def clean_password(self) -> str:
        typed = self.cleaned_data["password"]
        return str(get_adapter().clean_password(typed, user=self.person)) if typed else ""


class CustomRoleForm(forms.Form):
    """Name and permissions; a permission out of reach is no choice, so it is refused."""

    name = forms.CharField(label=_("Name"), max_length=60, validators=[one_line])

    def __init__(self, *args: Any, permissions: Iterable[str], taken: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.taken = {name.casefold() for name in taken}
        choices = [(permission, permission) for permission in sorted(permissions)]
        self.fields["permissions"] = forms.MultipleChoiceField(
            label=_("Permission"),
            choices=choices,
            required=False,
            error_messages={"invalid_choice": _("You cannot give this permission.")},
        )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if name.casefold() in self.taken:
            raise forms.ValidationError(_("Another role has this name."))
        return name


def chosen_permissions(form: CustomRoleForm, role: CustomRole | None, start: frozenset[str]) -> set[str]:
    """What is ticked: what was sent, else what the role holds, else what the new one begins with."""
    if form.is_bound:
        return set(form.data.getlist("permissions"))  # type: ignore[attr-defined]
    return set(role.held if role else start)
