"""The brand as its owner writes it. What may stand in it is judged by `branding.rules`, once, for every door."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.forms import BoundField
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from branding import corners, fonts
from branding.images import LARGEST_BYTES
from branding.models import Brand
from branding.snapshots import LOOK, PICTURES, TEXTS, WORDS
from branding.social import NETWORKS
from branding.studio.widgets import Choice, ColourInput
from branding.studio.words import LABELS

HELP = {
    "name": _("On every page, in mails and on documents."),
    "legal_name": _("As registered. It stands on invoices and under the terms; without one the name does."),
    "sender_name": _("Left empty, mails come from the name above."),
    "reply_to": _("Left empty, answers reach the support e-mail."),
    "footer": _("At the bottom of every page of the portal."),
    "hero_title": _("Left empty, a text of ours stands there in each language."),
    "address": _("Where the company sits. It stands on invoices and receipts."),
    "invoice_footer": _("Bank details, thanks, or what the law asks for."),
}
KINDS = {"support_email": "email", "reply_to": "email", "support_phone": "tel"}
LONG = {"address", "hero_text", "invoice_footer"}
PICTURE_HELP = {
    "logo": _("PNG, JPEG or WebP, at most 2 MB. Best with a transparent background."),
    "logo_dark": _("Shown in the dark theme. Without one the first logo is."),
    "favicon": _(
        "Square, at least 64 by 64 pixels. Without one it is drawn from the logo, else from the initial."
    ),
}


class BrandForm(forms.Form):
    """All of a brand; `version` is the one that the writer saw."""

    colour = forms.CharField(
        label=LABELS["colour"],
        max_length=7,
        widget=ColourInput,
        help_text=_("Buttons wear it as it is; texts and lines get a readable shade of it."),
    )
    radius = forms.ChoiceField(label=LABELS["radius"], choices=corners.LABELS, widget=Choice("corner"))
    font = forms.ChoiceField(
        label=LABELS["font"],
        choices=[(key, font.name) for key, font in fonts.FONTS.items()],
        widget=Choice("font"),
        help_text=_("Persian is always set in Vazirmatn; Thai in Noto Sans Thai where the font has none."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, row: Brand) -> None:
        super().__init__(data, files, initial=_initial(row))
        self.row = row
        for name in WORDS:
            self.fields[name] = _word_field(name)
        for name in PICTURES:
            self.fields[name] = forms.FileField(
                label=LABELS[name],
                required=False,
                help_text=PICTURE_HELP[name],
                widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
            )
            self.fields[f"drop_{name}"] = forms.BooleanField(label=_("Remove it"), required=False)
        for key, network in NETWORKS.items():
            self.fields[f"social_{key}"] = forms.CharField(
                label=network.name,
                required=False,
                widget=forms.URLInput(attrs={"placeholder": network.example, "dir": "ltr"}),
            )
        for which in TEXTS:
            for code, _name in settings.LANGUAGES:
                self.fields[f"{which}_{code}"] = _text_field(which, code)

    def clean(self) -> dict[str, Any]:
        for name in PICTURES:
            file: UploadedFile[Any] | None = self.cleaned_data.get(name)
            if file and (file.size or 0) > LARGEST_BYTES:
                self.add_error(
                    name, ValidationError(_("The picture must not be larger than 2 MB."), "too_large")
                )
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """What to hand to `save_brand`: every field that could be read, pictures only where one was given."""
        given = {name: self.cleaned_data[name] for name in (*WORDS, *LOOK) if name in self.cleaned_data}
        return {
            **given,
            **self.pictures(),
            "social": {key: self.cleaned_data.get(f"social_{key}", "") for key in NETWORKS},
            **{which: self._texts(which) for which in TEXTS},
        }

    def pictures(self) -> dict[str, bytes | None]:
        """The bytes of each picture that was chosen, None for each to drop."""
        found: dict[str, bytes | None] = {}
        for name in PICTURES:
            if file := self.cleaned_data.get(name):
                file.seek(0)
                found[name] = bytes(file.read())
            elif self.cleaned_data.get(f"drop_{name}"):
                found[name] = None
        return found

    def refuse(self, refused: ValidationError) -> None:
        """Show at each field why it was refused."""
        for name, errors in refused.error_dict.items():
            known = name if name in self.fields else self._first_text(name)
            self.add_error(known if known in self.fields else None, errors)

    def socials(self) -> Iterator[BoundField]:
        return (self[f"social_{key}"] for key in NETWORKS)

    def uploads(self) -> Iterator[tuple[BoundField, BoundField, Any]]:
        """Each picture's field, its box to drop it, and the picture that is worn."""
        return ((self[name], self[f"drop_{name}"], getattr(self.row, name)) for name in PICTURES)

    @property
    def drawn_icon(self) -> Any:
        """The icon that was drawn from the logo; None where one was given."""
        return None if self.row.favicon else self.row.icon

    def languages(self) -> Iterator[dict[str, Any]]:
        """The legal texts by language."""
        for code, _name in settings.LANGUAGES:
            texts = [self[f"{which}_{code}"] for which in TEXTS]
            written = [field for field in texts if field.value()]
            has_errors = any(field.errors for field in texts)
            name = get_language_info(code)["name_local"]
            yield {"code": code, "name": name, "texts": texts, "written": written, "has_errors": has_errors}

    def _texts(self, which: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"{which}_{code}", "") for code, _name in settings.LANGUAGES}

    def _first_text(self, which: str) -> str:
        return f"{which}_{settings.LANGUAGES[0][0]}"


def _word_field(name: str) -> forms.CharField:
    column = cast("models.CharField[str, str]", Brand._meta.get_field(name))
    attrs = {"rows": 3} if name in LONG else {"type": KINDS.get(name, "text")}
    widget: forms.Widget = forms.Textarea(attrs=attrs) if name in LONG else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=LABELS[name],
        max_length=column.max_length,
        required=not column.blank,
        help_text=HELP.get(name, ""),
        widget=widget,
    )


def _text_field(which: str, code: str) -> forms.CharField:
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    widget = forms.Textarea(attrs={"rows": 8, "lang": code, "dir": direction})
    return forms.CharField(label=LABELS[which], required=False, widget=widget)


def _initial(row: Brand) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in (*WORDS, *LOOK)}
    values |= {f"social_{key}": row.social.get(key, "") for key in NETWORKS}
    for which in TEXTS:
        values |= {f"{which}_{code}": text for code, text in getattr(row, which).items()}
    return values
