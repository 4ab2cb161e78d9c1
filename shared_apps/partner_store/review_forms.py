"""What reviewers and applicants type after an application was sent."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from branding.forms import DateField, NumberField
from shared_apps.catalog import door as catalog
from shared_apps.settlement.models.terms import Collector, Wholesale
from shared_apps.settlement.queries import name_is_confirmed, platform_can_collect

from .checks import KEYS
from .files import PapersField
from .forms import SlugField, currency_choices
from .models import (
    LONGEST_MESSAGE,
    ApplicationCheck,
    PartnerApplication,
    PlatformPlan,
    PlatformSubscription,
)
from .models.plan import DEFAULT_SKU
from .models.subscription import TRIAL_DAYS, TRIAL_MAX_DAYS

MOST_SEATS = 10_000
FURTHEST = timedelta(days=5 * 365)


class AcceptanceForm(forms.Form):
    """What the reviewer confirms or corrects before a company becomes a reseller, and on what terms it does."""

    slug = SlugField(label=_("Portal address"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    currency = forms.ChoiceField(label=_("Currency"))
    tier = forms.ChoiceField(label=_("Tier"), required=False)
    products = forms.MultipleChoiceField(
        label=_("Products it may sell"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )
    collector = forms.ChoiceField(label=_("Who collects"), required=False, choices=Collector.choices)
    wholesale = forms.ChoiceField(label=_("How wholesale is paid"), required=False, choices=Wholesale.choices)
    plan_sku = forms.ChoiceField(label=_("Plan of the portal"), required=False)
    trial_days = NumberField(label=_("Days of trial"), minimum=1, maximum=TRIAL_MAX_DAYS, required=False)
    trial_end = forms.ChoiceField(
        label=_("After the trial, the portal"),
        required=False,
        choices=PlatformSubscription.TrialEnd.choices,
    )
    seats = NumberField(
        label=_("Seats"),
        minimum=1,
        maximum=MOST_SEATS,
        required=False,
        help_text=_("Empty: as many as the plan has."),
    )

    TERMS = ("tier", "products", "collector", "wholesale", "plan_sku", "trial_days", "trial_end", "seats")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A wish for a currency without prices must be answered by a choice, never by the first of the list.
        nothing: list[tuple[str, Any]] = [("", _("Choose…"))]
        self._choices("currency").choices = [*nothing, *currency_choices()]
        self._choices("tier").choices = [(tier.slug, tier.name) for tier in catalog.tiers()]
        self._choices("products").choices = catalog.products_for_choice()
        plans = PlatformPlan.objects.filter(is_active=True)
        self._choices("plan_sku").choices = [(plan.sku, plan.name) for plan in plans]

    def clean_collector(self) -> str:
        wanted = str(self.cleaned_data["collector"])
        if wanted == Collector.PLATFORM and not platform_can_collect():
            raise ValidationError(_("Connect the platform's card account first."))
        if wanted == Collector.PLATFORM and not name_is_confirmed():
            raise ValidationError(_("Confirm the account's neutral name in a reseller's settlement first."))
        return wanted

    @property
    def identity(self) -> list[Any]:
        return [self[name] for name in ("slug", "language", "currency")]

    @property
    def terms(self) -> list[Any]:
        return [self[name] for name in self.TERMS]

    def _choices(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])


def wishes_of(application: PartnerApplication) -> dict[str, Any]:
    """What the applicant wishes for, and what holds for everybody."""
    plan = PlatformSubscription()
    usual = next((tier.slug for tier in catalog.tiers() if tier.is_default), "")
    wished = {name: getattr(application, name) for name in ("slug", "language", "currency")}
    return {
        **wished,
        "tier": usual,
        "collector": Collector.RESELLER,
        "wholesale": Wholesale.MONTHLY,
        "trial_days": TRIAL_DAYS,
        "trial_end": plan.trial_end,
        "plan_sku": DEFAULT_SKU,
    }


class RejectionForm(forms.Form):
    """The reason that the applicant reads, and from when they may apply again."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The applicant gets this text by mail, word for word."),
    )
    again_on = DateField(label=_("May apply again from"), required=False, help_text=_("Empty: at any time."))

    def clean_again_on(self) -> date | None:
        day: date | None = self.cleaned_data["again_on"]
        today = timezone.localdate()
        if day and not today < day <= today + FURTHEST:
            raise ValidationError(_("Choose a day from tomorrow on, within five years."))
        return day

    @property
    def answer(self) -> dict[str, Any]:
        """For the verb; only for a valid form."""
        day: date | None = self.cleaned_data["again_on"]
        at = timezone.make_aware(datetime.combine(day, time.min)) if day else None
        return {"reason": self.cleaned_data["reason"], "may_apply_again_at": at}


class QuestionForm(forms.Form):
    """A question to the applicant."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Question"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("It goes out by mail. The promised week runs on."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid4

    @property
    def said(self) -> tuple[str, UUID]:
        """The text and what makes it one; only for a valid form."""
        return self.cleaned_data["text"], self.cleaned_data["key"] or uuid4()


class AnswerForm(QuestionForm):
    """What the applicant answers, with papers."""

    papers = PapersField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label, self.fields["text"].help_text = _("Your answer"), ""


class CheckForm(forms.Form):
    """What a reviewer found about one point of the check list; no finding takes it back."""

    point = forms.ChoiceField(choices=[(key, key) for key in sorted(KEYS)])
    finding = forms.ChoiceField(choices=[("", "–"), *ApplicationCheck.Finding.choices], required=False)
    note = forms.CharField(max_length=500, required=False)
