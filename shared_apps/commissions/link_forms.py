"""What people type about links, clients that came through them, reviews, disputes and texts."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branding.forms import NumberField
from tenants.context import current_tenant
from tenants.hosts import portal_url

from .forms import one_line
from .models import AffiliateStatus, ReadyText, Watch
from .ready_texts import LINK
from .verbs.campaigns import is_own_path

_CODE_HELP = _("4 to 24 small letters, digits and hyphens. Empty: we draw one. It counts at checkout too.")


class CampaignForm(forms.Form):
    """A link for a purpose."""

    tag = forms.CharField(
        label=_("Name of the campaign"),
        max_length=60,
        validators=[one_line],
        help_text=_("Only you read it: newsletter, video, conference."),
    )
    code = forms.CharField(
        label=_("Own code"),
        required=False,
        min_length=4,
        max_length=24,
        help_text=_CODE_HELP,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    landing = forms.CharField(
        label=_("Page where the link leads"),
        required=False,
        max_length=200,
        help_text=_("Paste the address of any page of this shop. Empty: its first page."),
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "placeholder": "/"}),
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().lower()
        if code and not re.fullmatch(r"[a-z0-9][a-z0-9-]*[a-z0-9]", code):
            raise ValidationError(_("Use small letters, digits and hyphens."))
        return code

    def clean_landing(self) -> str:
        typed = str(self.cleaned_data["landing"]).strip() or "/"
        own = urlsplit(portal_url(current_tenant(), "/"))
        try:
            parts = urlsplit(typed)
        except ValueError:
            parts = urlsplit("//")
        if parts.scheme in ("http", "https") and parts.hostname == own.hostname:
            typed = parts._replace(scheme="", netloc="").geturl() or "/"
        if not is_own_path(typed):
            raise ValidationError(_("Choose a page of this shop."))
        return typed


class WordsForm(forms.Form):
    """A message in a dispute."""

    text = forms.CharField(label=_("Message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(WordsForm):
    """The office's message, which may be the last one."""

    closes = forms.BooleanField(label=_("Close the dispute with this answer"), required=False)


class ReasonForm(forms.Form):
    """Why; the member reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person reads this."),
    )


class StandingForm(ReasonForm):
    """What becomes of a member."""

    status = forms.ChoiceField(label=_("Status"), choices=AffiliateStatus.choices)
    field_order = ("status", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "standing_%s")
        super().__init__(*args, **options)
        if self.data.get("status") == AffiliateStatus.ACTIVE:
            self.fields["reason"].required = False


class NoteForm(forms.Form):
    """What only staff read."""

    text = forms.CharField(label=_("Note"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "note_%s")
        super().__init__(*args, **options)


class HandForm(forms.Form):
    """A client that is given to a member by hand."""

    email = forms.EmailField(label=_("E-mail of the client"), max_length=254)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, validators=[one_line], help_text=_("It stays in the history.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "hand_%s")
        super().__init__(*args, **options)


class WatchForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is looked out for."""

    sign_ups_a_day = NumberField(label=_("Most sign-ups of one affiliate in a day"), maximum=10_000)
    purchases_a_day = NumberField(label=_("Most purchases through one affiliate in a day"), maximum=10_000)
    sign_ups_a_browser = NumberField(label=_("Most sign-ups from one browser in a week"), maximum=10_000)

    class Meta:
        model = Watch
        fields = (
            "sign_ups_a_day",
            "purchases_a_day",
            "sign_ups_a_browser",
            "checks_own_browser",
            "checks_payment",
            "checks_payout",
        )
        labels = {
            "checks_own_browser": _("Clicks from the affiliate's own browser"),
            "checks_payment": _("The client pays with the affiliate's card"),
            "checks_payout": _("Two people are paid to one account"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("sign_ups_a_day", "purchases_a_day", "sign_ups_a_browser"):
            self.fields[name].help_text = _("0: no limit.")


class ReadyTextForm(forms.ModelForm):  # type: ignore[type-arg]
    """A text for members to post."""

    class Meta:
        model = ReadyText
        fields = ("title", "body")
        labels = {"title": _("Title"), "body": _("Text")}
        widgets = {"body": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"body": _("{link} becomes the affiliate's link, {brand} your brand's name.")}

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"]).strip()
        if LINK not in body:
            raise ValidationError(_("The text needs {link}."))
        return body
