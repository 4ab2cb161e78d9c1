"""Groups, products, plans and add-ons."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..wording import spoken


class Period(models.TextChoices):
    MONTH = "month", pgettext_lazy("period", "Monthly")
    YEAR = "year", pgettext_lazy("period", "Yearly")
    ONCE = "once", pgettext_lazy("period", "One-time")


class Provisioner(models.TextChoices):
    """Who sets a sold service up: a signed call, the registrar of names, somebody by hand, or nobody."""

    WEBHOOK = "webhook", _("Provisioner")
    REGISTRAR = "registrar", _("Registrar")
    MANUAL = "manual", _("By hand")
    NONE = "none", _("Nothing to set up")


MOST = 10_000


class TrialEnd(models.TextChoices):
    """What becomes of a service when its trial is over: it waits for its first payment, or goes on meanwhile."""

    SUSPEND = "suspend", _("Waits until it is paid")
    INVOICE = "invoice", _("Goes on, to be paid")


class Group(models.Model):
    """A shelf of the catalogue: mail and office, hosting, domains."""

    slug = models.SlugField(max_length=40, unique=True, db_index=False)
    name = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(spoken(self.name))


class Product(models.Model):
    """Something the operator sells under plans. `icon` is a lucide name.

    Where it names `tiers`, only resellers of these may sell it.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="products")
    sku = models.SlugField(max_length=64, unique=True, db_index=False)
    name = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    icon = models.CharField(max_length=40, default="package")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True, db_default=True)
    tiers = models.ManyToManyField("catalog.Tier", related_name="products", blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(spoken(self.name))

    @property
    def spoken_summary(self) -> str:
        return str(spoken(self.summary))


class Plan(models.Model):
    """One way to buy a product: a period, a trial policy, prices (DESIGN, "Words"; S5.40–S5.43).

    A domain name is a plan with a `tld` (an ending in A-labels, without its dot) that the registrar sets up.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="plans")
    sku = models.SlugField(max_length=64, unique=True, db_index=False)
    name = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    features = models.JSONField(default=dict)
    period = models.CharField(max_length=8, choices=Period.choices, default=Period.MONTH)
    per_seat = models.BooleanField(default=False)
    has_trial = models.BooleanField(default=False)
    trial_days = models.PositiveSmallIntegerField(default=15)
    trial_step_days = models.PositiveSmallIntegerField(default=15)
    trial_max_days = models.PositiveSmallIntegerField(default=60)
    trial_end = models.CharField(max_length=8, choices=TrialEnd.choices, default=TrialEnd.SUSPEND)
    min_quantity = models.PositiveIntegerField(default=1)
    max_quantity = models.PositiveIntegerField(default=MOST)
    provisioner = models.CharField(max_length=16, choices=Provisioner.choices, default=Provisioner.WEBHOOK)
    tld = models.CharField(max_length=63, blank=True, default="")
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(period__in=Period.values), name="plan_period_known"),
            models.CheckConstraint(
                condition=Q(provisioner__in=Provisioner.values), name="plan_provisioner_known"
            ),
            models.CheckConstraint(
                condition=Q(trial_days__gt=0, trial_step_days__gt=0, trial_days__lte=F("trial_max_days")),
                name="plan_trial_within_maximum",
            ),
            models.CheckConstraint(condition=Q(trial_max_days__lte=60), name="plan_trial_sixty_at_most"),
            models.CheckConstraint(
                condition=Q(trial_end__in=["invoice", "suspend"]), name="plan_trial_end_known"
            ),
            models.CheckConstraint(
                condition=Q(min_quantity__gte=1, min_quantity__lte=F("max_quantity"), max_quantity__lte=MOST),
                name="plan_quantity_in_range",
            ),
            models.CheckConstraint(
                condition=(Q(provisioner="registrar") & ~Q(tld=""))
                | (~Q(provisioner="registrar") & Q(tld="")),
                name="plan_registrar_has_tld",
            ),
            models.UniqueConstraint(
                fields=["tld"], condition=Q(is_active=True) & ~Q(tld=""), name="plan_once_per_tld"
            ),
        ]

    def __str__(self) -> str:
        return str(spoken(self.name))


class AddOn(models.Model):
    """An extra to plans; where it names no plan it goes with every one.

    Those of one `choice_group` are a configurable option, such as an operating system: at most one of them
    is chosen, exactly one where any of them `is_required`. One that is required by itself is always there.
    """

    sku = models.SlugField(max_length=64, unique=True, db_index=False)
    name = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    plans = models.ManyToManyField(Plan, related_name="add_ons", blank=True)
    period = models.CharField(max_length=8, choices=Period.choices, default=Period.MONTH)
    per_seat = models.BooleanField(default=False)
    choice_group = models.SlugField(max_length=40, blank=True, default="", db_index=False)
    choice_name = models.JSONField(default=dict)
    is_required = models.BooleanField(default=False)
    min_quantity = models.PositiveIntegerField(default=1)
    max_quantity = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(period__in=Period.values), name="add_on_period_known"),
            models.CheckConstraint(
                condition=Q(min_quantity__gte=1, min_quantity__lte=F("max_quantity"), max_quantity__lte=MOST),
                name="add_on_quantity_in_range",
            ),
        ]

    def __str__(self) -> str:
        return str(spoken(self.name))
