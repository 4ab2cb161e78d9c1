"""Forms of groups, products, plans and add-ons. The key of a thing is typed once and never changes."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from branding.forms import NumberField
from shared_apps.kernel.actor import Actor

from .. import verbs
from ..models import MOST, AddOn, Group, Period, Plan, Product, Provisioner, Tier, TrialEnd
from .ending import ending
from .texts import LINES, PARAGRAPH, Spoken, TextsForm

ICONS = (
    "package", "mail", "server", "globe", "sparkles", "wrench", "cloud", "database", "hard-drive", "lock",
    "shield-check", "phone", "video", "calendar", "file-text", "folder", "image", "shopping-cart", "users",
    "bot", "code", "gauge", "headphones", "life-buoy", "monitor", "smartphone", "star", "truck", "wifi", "zap",
)  # fmt: skip
MOST_TRIAL_DAYS = 60
_LATIN = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
_NAME = Spoken("name", _("Name"), required=True)
_SUMMARY = Spoken("summary", _("Summary"))


class ItemForm(TextsForm):
    """The base: an item's key, which is its own for good, and its texts."""

    KEY = "sku"
    model: type[Any]

    def __init__(self, data: Any = None, *, item: Any = None) -> None:
        texts = {each.name: getattr(item, each.name) for each in self.SPOKEN} if item else None
        super().__init__(data, texts=texts)
        self.item = item
        if item is None:
            self.fields["key"] = forms.SlugField(
                label=_("Key"),
                max_length=self.model._meta.get_field(self.KEY).max_length,
                widget=forms.TextInput(attrs=_LATIN),
                help_text=_("Latin letters, digits and hyphens. It cannot be changed later."),
            )
            self.order_fields(["key"])
        else:
            self.fill(item)

    def save(self, *, by: Actor) -> Any:
        """Put the item as it was typed."""
        raise NotImplementedError

    def fill(self, item: Any) -> None:
        """Show what the item is now."""
        for name in set(self.fields) & {field.name for field in item._meta.concrete_fields}:
            self.initial[name] = getattr(item, name)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].lower()
        if self.model._default_manager.filter(**{self.KEY: key}).exists():
            raise forms.ValidationError(_("This key is taken."), "taken")
        return key

    @property
    def key(self) -> str:
        return str(getattr(self.item, self.KEY) if self.item else self.cleaned_data["key"])

    def position_on(self, shelf: QuerySet[Any]) -> int:
        """Where it stands; a new one, or one from another shelf, comes last."""
        if self.item and shelf.filter(pk=self.item.pk).exists():
            return int(self.item.position)
        return verbs.next_position(shelf)

    def lock(self, *names: str) -> None:
        """These stay as they are: what has a price is sold as what it is."""
        for name in names:
            self.fields[name].disabled = True
            self.fields[name].help_text = _("It has prices and is sold as this. Make a new item instead.")


class GroupForm(ItemForm):
    KEY = "slug"
    SPOKEN = (_NAME,)
    model = Group

    def save(self, *, by: Actor) -> Group:
        position = self.position_on(Group.objects.all())
        return verbs.put_group(self.key, name=self.texts("name"), position=position, by=by)


class ProductForm(ItemForm):
    SPOKEN = (_NAME, _SUMMARY, Spoken("description", _("Description"), PARAGRAPH))
    model = Product

    group = forms.ModelChoiceField(label=_("Group"), queryset=Group.objects.all(), empty_label=None)
    icon = forms.ChoiceField(label=_("Icon"), choices=[(name, name) for name in ICONS])
    tiers = forms.ModelMultipleChoiceField(
        label=_("Who may sell it"),
        queryset=Tier.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Resellers of these tiers. None chosen: everybody."),
    )

    def fill(self, item: Product) -> None:
        super().fill(item)
        self.initial["tiers"] = item.tiers.all()
        choices = cast(forms.ChoiceField, self.fields["icon"])
        if item.icon not in ICONS:
            choices.choices = [(item.icon, item.icon), *[(name, name) for name in ICONS]]

    def save(self, *, by: Actor) -> Product:
        typed = self.cleaned_data
        return verbs.put_product(
            self.key,
            group=typed["group"],
            name=self.texts("name"),
            summary=self.texts("summary"),
            description=self.texts("description"),
            icon=typed["icon"],
            position=self.position_on(Product.objects.filter(group=typed["group"])),
            tiers=list(typed["tiers"]),
            by=by,
        )


class PlanForm(ItemForm):
    """A plan with its trial policy (S5.40–S5.43) and who sets it up; with an ending it is a domain name."""

    SPOKEN = (_NAME, _SUMMARY, Spoken("features", _("Features"), LINES))
    model = Plan

    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.all(), empty_label=None)
    period = forms.ChoiceField(label=_("Period"), choices=Period.choices)
    per_seat = forms.BooleanField(label=_("Priced per user"), required=False)
    min_quantity = NumberField(label=_("Quantity at least"), minimum=1, maximum=MOST, initial=1)
    max_quantity = NumberField(label=_("Quantity at most"), minimum=1, maximum=MOST, initial=MOST)
    has_trial = forms.BooleanField(label=_("Can be tried out first"), required=False)
    trial_days = NumberField(label=_("Days of a trial"), minimum=1, maximum=MOST_TRIAL_DAYS, initial=15)
    trial_step_days = NumberField(
        label=_("Days of an extension"), minimum=1, maximum=MOST_TRIAL_DAYS, initial=15
    )
    trial_max_days = NumberField(
        label=_("Days at most in total"), minimum=1, maximum=MOST_TRIAL_DAYS, initial=MOST_TRIAL_DAYS
    )
    trial_end = forms.ChoiceField(label=_("When the trial ends"), choices=TrialEnd.choices)
    provisioner = forms.ChoiceField(label=_("Who sets it up"), choices=Provisioner.choices)
    tld = forms.CharField(
        label=_("Ending of names"),
        max_length=63,
        required=False,
        widget=forms.TextInput(attrs=_LATIN),
        help_text=_("Such as com or com.tr; only for what the registrar sets up."),
    )

    def fill(self, item: Plan) -> None:
        super().fill(item)
        if item.prices.exists():
            self.lock("product", "period", "per_seat", "tld")

    def clean_tld(self) -> str:
        return ending(self.cleaned_data["tld"])

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        _refuse_crossed(self, typed)
        if typed.get("trial_days", 1) > typed.get("trial_max_days", MOST_TRIAL_DAYS):
            self.add_error("trial_days", _("More than the days at most in total."))
        if (typed.get("provisioner") == Provisioner.REGISTRAR) != bool(typed.get("tld")):
            self.add_error("tld", _("An ending goes with the registrar, and the registrar with an ending."))
        elif typed.get("tld") and self._is_sold_already(typed["tld"]):
            self.add_error("tld", _("Another plan sells names with this ending."))
        return typed

    def _is_sold_already(self, tld: str) -> bool:
        others = Plan.objects.filter(tld=tld, is_active=True)
        if self.item:
            others = others.exclude(pk=self.item.pk)
        return others.exists()

    def save(self, *, by: Actor) -> Plan:
        typed = self.cleaned_data
        same = {name: typed[name] for name in (
            "product", "period", "per_seat", "min_quantity", "max_quantity", "has_trial", "trial_days",
            "trial_step_days", "trial_max_days", "trial_end", "provisioner", "tld",
        )}  # fmt: skip
        return verbs.put_plan(
            self.key,
            **same,
            name=self.texts("name"),
            summary=self.texts("summary"),
            features=self.lines("features"),
            is_active=self.item.is_active if self.item else True,
            position=self.position_on(Plan.objects.filter(product=typed["product"])),
            by=by,
        )


def _as_listed(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """In the order of the catalogue's page."""
    return plans.order_by("product__group__position", "product__position", "position", "pk")


class AddOnForm(ItemForm):
    """An add-on, or one choice of an option such as an operating system."""

    SPOKEN = (_NAME, _SUMMARY, Spoken("choice_name", _("Name of the option")))
    model = AddOn

    plans = forms.ModelMultipleChoiceField(
        label=_("Plans"),
        queryset=_as_listed(Plan.objects.select_related("product").filter(is_active=True)),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: it goes with every plan."),
    )
    period = forms.ChoiceField(label=_("Period"), choices=Period.choices)
    per_seat = forms.BooleanField(label=_("Priced per user"), required=False)
    min_quantity = NumberField(label=_("Quantity at least"), minimum=1, maximum=MOST, initial=1)
    max_quantity = NumberField(label=_("Quantity at most"), minimum=1, maximum=MOST, initial=1)
    choice_group = forms.SlugField(
        label=_("Option"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_LATIN),
        help_text=_("Add-ons with the same key here are choices of which a client takes one."),
    )
    is_required = forms.BooleanField(label=_("Must be chosen"), required=False)

    def __init__(self, data: Any = None, *, item: Any = None) -> None:
        super().__init__(data, item=item)
        # A plan's name alone does not say of which product it is.
        cast(Any, self.fields["plans"]).label_from_instance = _full_name

    def fill(self, item: AddOn) -> None:
        super().fill(item)
        self.initial["plans"] = item.plans.all()
        # One that goes with a plan that is retired keeps it.
        every = Plan.objects.select_related("product")
        plans = cast(Any, self.fields["plans"])
        plans.queryset = _as_listed(every.filter(is_active=True) | every.filter(add_ons=item)).distinct()
        if item.prices.exists():
            self.lock("period", "per_seat")

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        _refuse_crossed(self, typed)
        if typed.get("choice_group") and not typed.get("choice_name_en"):
            self.add_error("choice_name_en", _("Name the option that it is a choice of."))
        return typed

    def save(self, *, by: Actor) -> AddOn:
        typed = self.cleaned_data
        same = {name: typed[name] for name in (
            "period", "per_seat", "min_quantity", "max_quantity", "choice_group", "is_required",
        )}  # fmt: skip
        return verbs.put_add_on(
            self.key,
            **same,
            plans=list(typed["plans"]),
            name=self.texts("name"),
            summary=self.texts("summary"),
            choice_name=self.texts("choice_name"),
            is_active=self.item.is_active if self.item else True,
            position=self.position_on(AddOn.objects.all()),
            by=by,
        )


def _full_name(plan: Plan) -> str:
    return f"{plan.product} {plan} ({plan.get_period_display()})"


def _refuse_crossed(form: forms.Form, typed: dict[str, Any]) -> None:
    if (typed.get("min_quantity") or 1) > (typed.get("max_quantity") or MOST):
        form.add_error("min_quantity", _("More than the quantity at most."))
