"""How forms look and what they read: the renderer, and fields for dates and money in the reader's own
writing.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from branding import formats
from shared_apps.kernel.money import Money


class Renderer(TemplatesSetting):
    """Gives `{{ form }}` and `{{ form.name.as_field_group }}` the look of the design system."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    formset_template_name = "ui/formset.html"


class DateInput(forms.DateInput):
    """A text field with a calendar of the reader's; without JavaScript it is typed."""

    template_name = "ui/widgets/date.html"

    def format_value(self, value: Any) -> str | None:
        return formats.entry_date(value) if isinstance(value, dt.date) else value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["calendar"] = formats.calendar_of()
        context["iso"] = value.isoformat() if isinstance(value, dt.date) else ""
        context["example"] = formats.entry_date(timezone.localdate())
        return context


class DateField(forms.DateField):
    """A day in the reader's calendar and digits; gives a Gregorian date."""

    widget = DateInput
    default_error_messages = {"invalid": _("Enter a date such as %(example)s.")}

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return super().to_python(value)
        try:
            return formats.parse_date(str(value))
        except formats.InvalidDate:
            example = formats.entry_date(timezone.localdate())
            raise ValidationError(self.error_messages["invalid"], "invalid", {"example": example}) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class MoneyInput(forms.TextInput):
    """A text field with the unit of the amount beside it."""

    template_name = "ui/widgets/money.html"
    currency = ""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Money):
            value = value.minor
        return formats.entry_value(value, self.currency) if isinstance(value, int) else value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["unit"], context["unit_is_before"] = formats.entry_unit(self.currency)
        return context


class MoneyField(forms.Field):
    """An amount in the reader's digits and separators; gives integer minor units. Persian readers type toman
    for IRR.

    `currency` may be set later, on the form's own field: `self.fields["retail"].currency = tenant.currency`.
    `minimum` and `maximum` are minor units; refusals name the limit.
    """

    widget = MoneyInput
    default_error_messages = {
        "invalid": _("Enter an amount such as %(example)s."),
        "minimum": _("The amount must be at least %(limit)s."),
        "maximum": _("The amount must be at most %(limit)s."),
    }

    def __init__(
        self, *, currency: str = "USD", minimum: int | None = 0, maximum: int | None = None, **options: Any
    ) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**options)
        self.currency = currency

    @property
    def currency(self) -> str:
        return self._currency

    @currency.setter
    def currency(self, code: str) -> None:
        self._currency = code
        self.widget.currency = code

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Money):
            return value.minor
        if isinstance(value, int):
            return value
        try:
            return formats.parse_minor(str(value), self.currency)
        except formats.InvalidAmount:
            example = formats.entry_value(123_450, self.currency)
            raise ValidationError(self.error_messages["invalid"], "invalid", {"example": example}) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.minimum is not None and value < self.minimum:
            self._refuse("minimum", self.minimum)
        if self.maximum is not None and value > self.maximum:
            self._refuse("maximum", self.maximum)

    def _refuse(self, rule: str, limit: int) -> None:
        shown = formats.money(Money(limit, self.currency), trim=True)
        raise ValidationError(self.error_messages[rule], rule, {"limit": shown})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class NumberField(forms.Field):
    """A whole number in any of the readers' digits, within limits."""

    default_error_messages = {"invalid": _("Enter a whole number.")}

    def __init__(self, *, minimum: int = 0, maximum: int = 1_000_000, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**options)
        self.validators += [MinValueValidator(minimum), MaxValueValidator(maximum)]

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = formats.ascii_digits(str(value))
        if not (text.isascii() and text.isdigit() and len(text) <= 15):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return int(text)


class PercentField(forms.Field):
    """A percentage with up to two decimals, in any digits; gives basis points."""

    default_error_messages = {"invalid": _("Enter a percentage from 0 to 100, such as 20 or 12.5.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return formats.number(Decimal(value) / 100) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = formats.ascii_digits(str(value)).strip("%٪ ").translate(str.maketrans(",٫", ".."))
        whole, _point, part = text.partition(".")
        if not (f"{whole}{part}".isascii() and f"{whole}{part}".isdigit() and whole and len(part) <= 2):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        points = int(Decimal(text) * 100) if len(whole) <= 3 else -1
        if not 0 <= points <= 10_000:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return points
