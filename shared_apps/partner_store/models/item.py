"""The extra services that resellers may ask for (REQUIREMENTS S4.2–S4.4). Lies in `public`."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared_apps.catalog.models import Period
from shared_apps.catalog.wording import spoken, spoken_list
from shared_apps.kernel.money import EXPONENTS, Money

MOST_AT_ONCE = 1_000


class Category(models.TextChoices):
    CAPACITY = "capacity", _("Capacity")
    SUPPORT = "support", _("Support")
    SETUP = "setup", _("Set-up")
    MARKETING = "marketing", _("Marketing")
    OTHER = "other", _("Other")


class Grant(models.TextChoices):
    """What an item switches on for as long as it is active."""

    NONE = "none", _("Nothing by itself")
    SEATS = "seats", _("More members of the office")
    DOMAINS = "domains", _("More own domains")
    PRIORITY = "priority", _("Requests are answered first")
    WORK = "work", _("Work that our team does")


class StoreItem(models.Model):
    """One extra service. Who may ask for it: `tiers` (slugs; none named: all), portals at least `min_age_days`
    old, holders of every item in `needs`. `guidelines` are what a reviewer checks, `steps` what else a reseller
    has to do (S4.13, S4.14, S4.19). `grant_amount`: how many seats or domains each unit brings.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sku = models.SlugField(_("SKU"), max_length=64, unique=True, db_index=False)
    name = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    features = models.JSONField(default=dict)
    steps = models.JSONField(default=dict)
    guidelines = models.JSONField(default=list, blank=True)
    category = models.CharField(_("Category"), max_length=16, choices=Category.choices)
    icon = models.CharField(_("Icon"), max_length=40, default="puzzle")
    period = models.CharField(_("Period"), max_length=8, choices=Period.choices, default=Period.MONTH)
    max_quantity = models.PositiveIntegerField(_("At most"), default=1)
    grant = models.CharField(_("What it brings"), max_length=16, choices=Grant.choices, default=Grant.NONE)
    grant_amount = models.PositiveIntegerField(_("How many"), default=0)
    tiers = models.JSONField(default=list, blank=True)
    min_age_days = models.PositiveSmallIntegerField(_("Days a portal must be open"), default=0)
    needs = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="needed_by")
    is_active = models.BooleanField(_("Offered"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="store_item_category_known"
            ),
            models.CheckConstraint(condition=Q(period__in=Period.values), name="store_item_period_known"),
            models.CheckConstraint(condition=Q(grant__in=Grant.values), name="store_item_grant_known"),
            models.CheckConstraint(
                condition=Q(max_quantity__gte=1, max_quantity__lte=MOST_AT_ONCE), name="store_item_quantity"
            ),
            models.CheckConstraint(
                condition=~Q(grant__in=["seats", "domains"]) | Q(grant_amount__gte=1),
                name="store_item_brings_something",
            ),
        ]

    def __str__(self) -> str:
        return str(spoken(self.name))

    @property
    def spoken_summary(self) -> str:
        return str(spoken(self.summary))

    @property
    def spoken_features(self) -> tuple[str, ...]:
        return spoken_list(self.features)

    @property
    def spoken_steps(self) -> tuple[str, ...]:
        return spoken_list(self.steps)

    @property
    def is_recurring(self) -> bool:
        return bool(self.period != Period.ONCE)


class StorePrice(models.Model):
    """What one unit costs a reseller for a period, in one currency."""

    item = models.ForeignKey(StoreItem, on_delete=models.CASCADE, related_name="prices")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "currency"], name="store_price_once"),
            models.CheckConstraint(
                condition=Q(currency__in=sorted(EXPONENTS)), name="store_price_currency_known"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="store_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.amount}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
