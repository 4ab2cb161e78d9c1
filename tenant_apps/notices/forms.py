"""What a reseller writes: the words of a mail, and where its mail server is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branding.forms import NumberField
from shared_apps.kernel.outside import SMTP_PORTS, Refused, checked_addresses

from . import markup
from .models import MailServer
from .texts import Text
from .variables import Words


class WordsForm(forms.Form):
    """Subject and words of one mail in one language; names that the mail does not allow are refused."""

    subject = forms.CharField(
        label=_("Subject"),
        max_length=markup.LONGEST_SUBJECT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    words = forms.CharField(
        label=_("Words"),
        max_length=markup.LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 11, "dir": "auto", "class": "tall"}),
        help_text=_("An empty line begins a paragraph. # makes a heading, - a list, **two stars** are bold, "
                    "[words](https://…) is a link."),
    )  # fmt: skip

    def __init__(self, *args: Any, text: Text, **options: Any) -> None:
        super().__init__(*args, **options)
        self._names = [variable.name for variable in text.variables]
        self._urls = [variable.name for variable in text.variables if variable.is_url]

    def clean_subject(self) -> str:
        subject: str = self.cleaned_data["subject"]
        if any(ord(mark) < 32 for mark in subject):
            raise ValidationError(_("A subject is one line."))
        markup.check(subject, self._names, self._urls)
        return subject

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"].replace("\r\n", "\n")
        markup.check(words, self._names, self._urls)
        return words

    @property
    def written(self) -> Words:
        return Words(self.cleaned_data["subject"], self.cleaned_data["words"])


class ServerForm(forms.ModelForm):  # type: ignore[type-arg]
    """The own mail server. The password is never shown again; left empty, the one there is stays."""

    port = NumberField(label=_("Port"), minimum=1, maximum=65535, initial=587)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=254,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )

    field_order = ["host", "port", "security", "user", "password", "sender_email", "on_failure"]

    class Meta:
        model = MailServer
        fields = ["host", "port", "security", "user", "sender_email", "on_failure"]
        labels = {
            "host": _("Host"),
            "security": _("Encryption"),
            "user": _("User name"),
            "sender_email": _("Sender address"),
            "on_failure": _("When the server fails"),
        }
        help_texts = {
            "sender_email": _("Clients see it as the sender. Your server must be allowed to send from it."),
        }
        widgets = {
            "host": forms.TextInput(
                attrs={"dir": "ltr", "autocomplete": "off", "placeholder": "smtp.example.com"}
            ),
            "user": forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
            "sender_email": forms.EmailInput(attrs={"dir": "ltr"}),
            "on_failure": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["port"].widget.attrs["dir"] = "ltr"
        if self.instance.sealed_password:
            self.fields["password"].help_text = _("A password is kept. Leave this empty to keep it.")

    def clean_host(self) -> str:
        return str(self.cleaned_data["host"]).strip().rstrip(".").lower()

    def clean(self) -> dict[str, Any]:
        """Refuse at once what no mail would ever be handed over to."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("host") and given.get("port"):
            try:
                checked_addresses(given["host"], given["port"], ports=SMTP_PORTS)
            except Refused as refused:
                # A name that the DNS does not know now may be known tomorrow: the test will tell.
                if refused.code not in ("silence", "unresolved"):
                    self.add_error("port" if refused.code == "port" else "host", refused.reason)
        if given.get("password") and not given.get("user"):
            self.add_error("user", _("A password needs a user name."))
        return given

    @property
    def values(self) -> dict[str, Any]:
        """The settings without the password."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
