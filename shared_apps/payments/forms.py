"""Forms of the page on which a reseller sets up how it takes money."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class StripeForm(forms.Form):
    """The secret key. It is written, never shown again."""

    secret_key = forms.CharField(
        label=_("Secret key"),
        max_length=255,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=_("From your Stripe dashboard, under Developers, API keys. It is kept encrypted."),
    )

    def clean_secret_key(self) -> str:
        key = str(self.cleaned_data["secret_key"])
        if not key.startswith(("sk_", "rk_")) or not key.isascii() or any(sign.isspace() for sign in key):
            raise forms.ValidationError(_("A secret key begins with sk_ or rk_."))
        return key


class BankForm(forms.Form):
    """What clients read who pay by bank transfer, in each language."""

    def __init__(self, *args: Any, texts: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for code, name in settings.LANGUAGES:
            self.fields[code] = forms.CharField(
                label=_("Account and instructions (%(language)s)") % {"language": name},
                initial=texts.get(code, ""),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
            )

    def clean(self) -> dict[str, Any]:
        texts = {code: text.strip() for code, text in (super().clean() or {}).items() if text.strip()}
        if not texts:
            raise forms.ValidationError(_("Write where the money should go in at least one language."))
        return texts
