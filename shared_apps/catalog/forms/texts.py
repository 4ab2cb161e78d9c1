"""Texts that are written once in each language: a field for each, grouped by language on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from ..wording import FALLBACK

SHORT, PARAGRAPH, LINES = "short", "paragraph", "lines"
_MOST = {SHORT: 120, PARAGRAPH: 2_000, LINES: 2_000}
_one_line = RegexValidator(r"[\x00-\x1f\x7f\u2028\u2029]", _("Use a single line."), inverse_match=True)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text of an item: its name in the model, what it is called, and how long it may be."""

    name: str
    label: str | Promise
    length: str = SHORT
    required: bool = False


@dataclass(frozen=True, slots=True)
class Tongue:
    """The fields of one language, as `office/brand/_legal.html` shows them."""

    code: str
    name: str
    texts: list[forms.BoundField]

    @property
    def written(self) -> list[forms.BoundField]:
        return [field for field in self.texts if field.value()]

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.texts)


class TextsForm(forms.Form):
    """A form with `SPOKEN` texts in every language. English is the one that must be written: others fall back."""

    SPOKEN: ClassVar[tuple[Spoken, ...]] = ()

    def __init__(
        self, *args: Any, texts: Mapping[str, Mapping[str, Any]] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for code in _codes():
            for spoken in self.SPOKEN:
                name = f"{spoken.name}_{code}"
                self.fields[name] = _field(spoken, code)
                written = (texts or {}).get(spoken.name, {}).get(code, "")
                self.initial.setdefault(name, written if isinstance(written, str) else "\n".join(written))

    @property
    def languages(self) -> list[Tongue]:
        return [
            Tongue(
                code,
                get_language_info(code)["name_local"],
                [self[f"{each.name}_{code}"] for each in self.SPOKEN],
            )
            for code in _codes()
        ]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that are the same in every language."""
        spoken = {f"{each.name}_{code}" for each in self.SPOKEN for code in _codes()}
        return [self[name] for name in self.fields if name not in spoken]

    def texts(self, name: str) -> dict[str, str]:
        """What was written, by language; languages without it are left out."""
        typed = {code: self.cleaned_data[f"{name}_{code}"] for code in _codes()}
        return {code: text for code, text in typed.items() if text}

    def lines(self, name: str) -> dict[str, list[str]]:
        """The same as lists of lines."""
        return {code: _lines(text) for code, text in self.texts(name).items()}


def _codes() -> Iterable[str]:
    return [code for code, _name in settings.LANGUAGES]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _field(spoken: Spoken, code: str) -> forms.CharField:
    is_short = spoken.length == SHORT
    widget = forms.TextInput() if is_short else forms.Textarea(attrs={"rows": 4})
    widget.attrs["lang"] = code
    widget.attrs["dir"] = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return forms.CharField(
        label=cast(str, spoken.label),
        required=spoken.required and code == FALLBACK,
        max_length=_MOST[spoken.length],
        widget=widget,
        validators=[_one_line] if is_short else [],
        help_text=_("One in each line.") if spoken.length == LINES else "",
    )
