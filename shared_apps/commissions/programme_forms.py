"""What who runs a programme types: terms, rules, levels."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from branding.forms import MoneyField, NumberField, PercentField

from .currencies import currencies_of
from .goods import plans, products
from .models import AffiliateTier, Occasion, ProgrammeVersion, Rule
from .tiers import tier_names
from .verbs.drafting import TERMS
from .wording import in_currency

PRODUCT, PLAN = "product:", "plan:"
PERCENT, AMOUNT = "percent", "amount"
# Terms in other currencies: label, least, and what is so without any.
OTHERS = {
    "minimums": (_("Smallest withdrawal"), 1, _("Empty: any amount.")),
    "second_approvals": (
        _("A second person approves above"),
        0,
        _("Empty: two people approve everything in this currency, once there is a limit in the programme's."),
    ),
}


class VersionForm(forms.Form):
    """The terms beside the rules."""

    hold_days = NumberField(
        label=_("Hold in days"), maximum=365, help_text=_("How long an earning waits before it is available.")
    )
    cookie_days = NumberField(
        label=_("A click counts for (days)"),
        minimum=1,
        maximum=365,
        help_text=_("Until the visitor signs up. The last link clicked wins."),
    )
    earning_days = NumberField(
        label=_("Earning ends after (days)"),
        required=False,
        minimum=1,
        maximum=36_500,
        help_text=_("Empty: a referred client earns commission without end."),
    )
    minimum_minor = MoneyField(label=_("Smallest withdrawal"), minimum=1)
    second_approval_minor = MoneyField(
        label=_("A second person approves above"),
        required=False,
        help_text=_(
            "What one person alone approves for the same beneficiary within 30 days counts together. "
            "Empty: one person is always enough."
        ),
    )

    def __init__(self, *args: Any, version: ProgrammeVersion, **options: Any) -> None:
        options["initial"] = {name: getattr(version, name) for name in TERMS}
        super().__init__(*args, **options)
        for name in ("minimum_minor", "second_approval_minor"):
            cast(MoneyField, self.fields[name]).currency = version.currency
        known = {code for code, _minimum, _limit in version.others}
        self.others = sorted({*currencies_of(), *known} - {version.currency})
        for code in self.others:
            self.fields |= _fields_in(code, version)

    @property
    def terms(self) -> dict[str, Any]:
        """As the verb takes them."""
        typed = dict(self.cleaned_data)
        for name in OTHERS:
            amounts = {code: typed.pop(f"{name}_{code}") for code in self.others}
            typed[name] = {code: minor for code, minor in amounts.items() if minor is not None}
        return typed


def _fields_in(code: str, version: ProgrammeVersion) -> dict[str, forms.Field]:
    """The terms in one other currency."""
    found: dict[str, forms.Field] = {}
    for name, (label, least, help_text) in OTHERS.items():
        field = MoneyField(
            label=in_currency(str(label), code), required=False, minimum=least, help_text=help_text
        )
        field.currency, field.initial = code, getattr(version, name).get(code)
        found[f"{name}_{code}"] = field
    return found


class PagesForm(forms.Form):
    """What members can read elsewhere."""

    guide_url = forms.URLField(
        label=_("Page about the programme"), required=False, assume_scheme="https", max_length=200
    )
    tutorials_url = forms.URLField(
        label=_("Tutorials or blog"), required=False, assume_scheme="https", max_length=200
    )


class RuleForm(forms.Form):
    """For which sales, how much, within which limits."""

    what = forms.ChoiceField(label=_("For"), required=False)
    tier = forms.ChoiceField(label=_("Affiliates"), required=False)
    occasion = forms.ChoiceField(
        label=_("On"), choices=Occasion.choices, widget=forms.RadioSelect, initial=Occasion.ANY
    )
    kind = forms.ChoiceField(
        label=_("Commission"),
        choices=[(PERCENT, _("A percentage of the net amount")), (AMOUNT, _("An amount a sale"))],
        widget=forms.RadioSelect,
        initial=PERCENT,
    )
    percent_bp = PercentField(label=_("Percentage"), required=False)
    amount_minor = MoneyField(
        label=_("Amount"), required=False, minimum=1, help_text=_("Never more than was paid.")
    )
    cap_minor = MoneyField(label=_("At most a sale"), required=False, minimum=1)
    total_cap_minor = MoneyField(label=_("At most for one client"), required=False, minimum=1)
    months = NumberField(
        label=_("For how many months"),
        required=False,
        minimum=1,
        maximum=600,
        help_text=_("Since the client came."),
    )
    purchases = NumberField(
        label=_("For how many purchases"),
        required=False,
        minimum=1,
        maximum=10_000,
        help_text=_("Of each client."),
    )

    def __init__(
        self, *args: Any, version: ProgrammeVersion, rule: Rule | None = None, **options: Any
    ) -> None:
        if rule:
            options["initial"] = _shown(rule)
        super().__init__(*args, **options)
        for name in ("amount_minor", "cap_minor", "total_cap_minor"):
            cast(MoneyField, self.fields[name]).currency = version.currency
        cast(forms.ChoiceField, self.fields["what"]).choices = _goods(version.currency, rule)
        cast(forms.ChoiceField, self.fields["tier"]).choices = _tiers(rule)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        wanted = "percent_bp" if typed.get("kind") == PERCENT else "amount_minor"
        if wanted not in self.errors and typed.get(wanted) is None:
            self.add_error(wanted, _("Say how much."))
        return typed

    @property
    def fields_of_rule(self) -> dict[str, Any]:
        """As the verb takes them."""
        typed = dict(self.cleaned_data)
        what, kind = typed.pop("what"), typed.pop("kind")
        typed["amount_minor" if kind == PERCENT else "percent_bp"] = None
        typed["product_sku"] = what.removeprefix(PRODUCT) if what.startswith(PRODUCT) else ""
        typed["sku"] = what.removeprefix(PLAN) if what.startswith(PLAN) else ""
        return typed


class PublicationForm(forms.Form):
    """A word on what changes."""

    note = forms.CharField(
        label=_("What changes"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your team reads it beside the version."),
    )


class TierForm(forms.Form):
    """A level, and what reaches it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    least_minor = MoneyField(
        label=_("Reached by sales of"),
        required=False,
        minimum=1,
        help_text=_("What the clients of an affiliate paid, without tax. Empty: given by hand alone."),
    )
    days = NumberField(
        label=_("Within the last (days)"),
        required=False,
        minimum=1,
        maximum=3_650,
        help_text=_("Empty: since the beginning."),
    )
    position = NumberField(label=_("Order"), maximum=1_000, initial=0)

    def __init__(self, *args: Any, currency: str, tier: AffiliateTier | None = None, **options: Any) -> None:
        if tier:
            options["initial"] = {name: getattr(tier, name) for name in self.base_fields}
        super().__init__(*args, **options)
        cast(MoneyField, self.fields["least_minor"]).currency = currency


class StandingForm(forms.Form):
    """A person by the code of their link, and the level that they get by hand."""

    code = forms.CharField(
        label=_("Code"), max_length=32, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"})
    )
    tier = forms.ChoiceField(label=_("Level"), required=False)

    def __init__(self, *args: Any, tiers: list[AffiliateTier], **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["tier"]).choices = [
            ("", _("As reached")),
            *((one.slug, one.name) for one in tiers),
        ]


def _goods(currency: str, rule: Rule | None) -> list[Any]:
    groups = [
        (_("Products"), [(f"{PRODUCT}{sku}", name) for sku, name in products()]),
        (_("Plans"), [(f"{PLAN}{sku}", name) for sku, name in plans(currency)]),
    ]
    known = {value for _label, pairs in groups for value, _name in pairs}
    own = _what(rule) if rule else ""
    # What left the catalogue stays with its rule until somebody chooses something else.
    gone = [(own, own.partition(":")[2])] if own and own not in known else []
    return [("", _("Everything")), *gone, *(group for group in groups if group[1])]


def _tiers(rule: Rule | None) -> list[Any]:
    names = tier_names()
    gone = [(rule.tier, rule.tier)] if rule and rule.tier and rule.tier not in names else []
    return [("", _("All affiliates")), *names.items(), *gone]


def _what(rule: Rule) -> str:
    if rule.sku:
        return f"{PLAN}{rule.sku}"
    return f"{PRODUCT}{rule.product_sku}" if rule.product_sku else ""


def _shown(rule: Rule) -> dict[str, Any]:
    names = ("tier", "occasion", "percent_bp", "amount_minor", "cap_minor", "total_cap_minor", "months")
    said = {name: getattr(rule, name) for name in (*names, "purchases")}
    return {**said, "what": _what(rule), "kind": AMOUNT if rule.percent_bp is None else PERCENT}
