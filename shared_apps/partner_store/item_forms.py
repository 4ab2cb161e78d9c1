"""What the operator types about an extra service."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branding.components.icons import is_icon
from branding.forms import MoneyField, NumberField
from shared_apps.catalog import door as catalog
from shared_apps.catalog.models import Period
from shared_apps.kernel.money import EXPONENTS

from .items import PROBE_SKU
from .models import Category, Grant, StoreItem
from .models.item import MOST_AT_ONCE
from .validation import one_line

TEXTS, LISTS = {"name": 120, "summary": 240}, ("features", "steps")
MOST_LINES, LONGEST_LINE = 12, 160
_SKU = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ItemForm(forms.Form):
    """An extra service in all languages, its prices by currency, and who may ask for it."""

    sku = forms.CharField(
        label=_("SKU"), max_length=64, widget=forms.TextInput(attrs={"class": "ltr", "spellcheck": "false"})
    )
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    icon = forms.CharField(
        label=_("Icon"),
        max_length=40,
        initial="puzzle",
        help_text=_("The name of a Lucide icon, such as users or globe."),
        widget=forms.TextInput(attrs={"class": "ltr", "spellcheck": "false"}),
    )
    period = forms.ChoiceField(label=_("Period"), choices=Period.choices, initial=Period.MONTH)
    max_quantity = NumberField(label=_("At most"), minimum=1, maximum=MOST_AT_ONCE, initial=1)
    grant = forms.ChoiceField(label=_("What it brings"), choices=Grant.choices, initial=Grant.NONE)
    grant_amount = NumberField(
        label=_("How many"),
        maximum=MOST_AT_ONCE,
        required=False,
        help_text=_("Members or domains for each one."),
    )
    tiers = forms.MultipleChoiceField(
        label=_("Tiers"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None: for all.")
    )
    min_age_days = NumberField(label=_("Days a portal must be open"), maximum=3650, required=False)
    needs = forms.ModelMultipleChoiceField(
        label=_("Needs"),
        queryset=StoreItem.objects.none(),
        to_field_name="uuid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    guidelines = forms.CharField(
        label=_("Guidelines"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What a reviewer checks, one line each."),
    )
    is_active = forms.BooleanField(label=_("Offered"), required=False, initial=True)

    def __init__(self, *args: Any, item: StoreItem | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.item = item
        self.currencies = catalog.currencies() or list(EXPONENTS)
        self._offer_choices()
        self._add_texts()
        for code in self.currencies:
            self.fields[f"price_{code}"] = MoneyField(label=code, currency=code, required=False)
        if item:
            self.initial = {**_shown(item), **self.initial}

    @property
    def languages(self) -> list[dict[str, Any]]:
        """The fields of each language, for the page."""
        names = (*TEXTS, *LISTS)
        return [
            {"label": label, "fields": [self[f"{name}_{code}"] for name in names]}
            for code, label in settings.LANGUAGES
        ]

    @property
    def prices(self) -> list[Any]:
        return [self[f"price_{code}"] for code in self.currencies]

    def clean_sku(self) -> str:
        sku = str(self.cleaned_data["sku"]).strip().lower()
        if not _SKU.fullmatch(sku):
            raise ValidationError(_("Use small letters, digits and hyphens."))
        return sku

    def clean_icon(self) -> str:
        name = str(self.cleaned_data["icon"]).strip()
        if not is_icon(name):
            raise ValidationError(_("There is no such icon."))
        return name

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("grant") in {Grant.SEATS, Grant.DOMAINS} and not typed.get("grant_amount"):
            self.add_error("grant_amount", _("Say how many it brings."))
        if not any(typed.get(f"price_{code}") is not None for code in self.currencies):
            self.add_error(None, _("Set a price in at least one currency."))
        return typed

    @property
    def wish(self) -> dict[str, Any]:
        """The columns of the item; only for a valid form."""
        typed = self.cleaned_data
        plain = {name: typed[name] for name in ("sku", "category", "icon", "period", "max_quantity", "grant",
                                                "tiers", "is_active")}  # fmt: skip
        counted = {name: typed[name] or 0 for name in ("grant_amount", "min_age_days")}
        texts = {name: self._texts(name) for name in TEXTS}
        lists = {name: {code: lines_of(text) for code, text in self._texts(name).items()} for name in LISTS}
        return {**plain, **counted, **texts, **lists, "guidelines": lines_of(typed["guidelines"])}

    @property
    def wished_prices(self) -> dict[str, int]:
        found = {code: self.cleaned_data[f"price_{code}"] for code in self.currencies}
        return {code: minor for code, minor in found.items() if minor is not None}

    def _texts(self, name: str) -> dict[str, str]:
        typed = {code: self.cleaned_data[f"{name}_{code}"].strip() for code, _label in settings.LANGUAGES}
        return {code: text for code, text in typed.items() if text}

    def _offer_choices(self) -> None:
        tiers = cast(forms.MultipleChoiceField, self.fields["tiers"])
        tiers.choices = [(tier.slug, tier.name) for tier in catalog.tiers()]
        every = StoreItem.objects.exclude(sku=PROBE_SKU)
        others = every.exclude(pk=self.item.pk) if self.item else every
        cast(forms.ModelMultipleChoiceField, self.fields["needs"]).queryset = others  # type: ignore[type-arg]

    def _add_texts(self) -> None:
        labels = {
            "name": _("Name"),
            "summary": _("Summary"),
            "features": _("Features"),
            "steps": _("Next steps"),
        }
        helps = {
            "features": _("One line each."),
            "steps": _("What else a reseller has to do. One line each."),
        }
        for code, _label in settings.LANGUAGES:
            attrs = {"dir": "rtl" if code == "fa" else "ltr", "lang": code}
            for name, longest in TEXTS.items():
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=labels[name], max_length=longest, required=code == "en" and name == "name",
                    validators=[one_line], widget=forms.TextInput(attrs=attrs),
                )  # fmt: skip
            for name in LISTS:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=labels[name], required=False, help_text=helps[name], validators=[_short_list],
                    widget=forms.Textarea(attrs={**attrs, "rows": 3}),
                )  # fmt: skip


def lines_of(text: str) -> list[str]:
    """The lines of a text field that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _short_list(text: str) -> None:
    found = lines_of(text)
    if len(found) > MOST_LINES or any(len(line) > LONGEST_LINE for line in found):
        raise ValidationError(
            _("At most %(lines)s lines of %(signs)s characters.")
            % {"lines": MOST_LINES, "signs": LONGEST_LINE}
        )


def _shown(item: StoreItem) -> dict[str, Any]:
    columns = ("sku", "category", "icon", "period", "max_quantity", "grant", "grant_amount", "tiers",
               "min_age_days", "is_active")  # fmt: skip
    shown: dict[str, Any] = {name: getattr(item, name) for name in columns}
    shown["guidelines"] = "\n".join(item.guidelines)
    shown["needs"] = [str(needed.uuid) for needed in item.needs.all()]
    for code, _label in settings.LANGUAGES:
        shown |= {f"{name}_{code}": getattr(item, name).get(code, "") for name in TEXTS}
        shown |= {f"{name}_{code}": "\n".join(getattr(item, name).get(code, [])) for name in LISTS}
    return shown | {f"price_{price.currency}": price.amount_minor for price in item.prices.all()}
