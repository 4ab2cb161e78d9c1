"""Reads of payouts; the tenant is always the current one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from shared_apps.commissions.models import Withdrawal, WithdrawalStatus
from shared_apps.commissions.queries import withdrawals
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger.models import AccountKind, Leg
from tenants.context import current_tenant

from .models import (
    BatchLine,
    FileForm,
    LineStatus,
    PayeeKind,
    PayoutBatch,
    PayoutProfile,
    PayoutSettings,
    PayoutStatement,
    Remittance,
    ResultImport,
    RuleStatus,
    WithholdingRule,
)


def settings_of() -> PayoutSettings:
    """The current tenant's settings; unsaved usual ones until somebody changes them."""
    found = PayoutSettings.objects.filter(tenant_id=current_tenant().id).first()
    return found or PayoutSettings(tenant_id=current_tenant().id)


def today() -> date:
    """The day it is where the tenant is."""
    return timezone.localdate(now(), timezone=ZoneInfo(current_tenant().time_zone))


def profile_of(person_uuid: UUID) -> PayoutProfile:
    """A person's profile; an unsaved empty one until they fill it in."""
    found = PayoutProfile.objects.filter(tenant_id=current_tenant().id, person_uuid=person_uuid).first()
    return found or PayoutProfile(tenant_id=current_tenant().id, person_uuid=person_uuid)


def profiles_of(people: Iterable[UUID]) -> dict[UUID, PayoutProfile]:
    """Profiles of several people, by person; who has none is not in it."""
    found = PayoutProfile.objects.filter(tenant_id=current_tenant().id, person_uuid__in=set(people))
    return {one.person_uuid: one for one in found}


def rules() -> QuerySet[WithholdingRule]:
    """Every rule, those in force first."""
    return WithholdingRule.objects.filter(tenant_id=current_tenant().id).order_by(
        "status", "country", "-since"
    )


def rule_for(country: str, kind: str, day: date) -> WithholdingRule | None:
    """The published rule for beneficiaries of a country and kind on a day: the most particular one, or none."""
    fitting = rules().filter(
        Q(until=None) | Q(until__gte=day),
        status=RuleStatus.PUBLISHED,
        since__lte=day,
        country__in=["", country],
        kind__in=["", kind],
    )
    return max(fitting, key=lambda one: (bool(one.country), bool(one.kind), one.since, one.pk), default=None)


def rule_of(profile: PayoutProfile) -> WithholdingRule | None:
    """The rule for a person today; who has said nothing counts as an individual of the tenant's country."""
    country = profile.country or current_tenant().country
    return rule_for(country, profile.kind or PayeeKind.INDIVIDUAL, today())


def batches() -> QuerySet[PayoutBatch]:
    """The current tenant's batches, newest first, with how many lines wait, are paid and came back."""
    found = PayoutBatch.objects.filter(tenant_id=current_tenant().id)
    return found.annotate(
        waiting=Count("lines", filter=Q(lines__status=LineStatus.WAITING)),
        paid=Count("lines", filter=Q(lines__status=LineStatus.PAID)),
        returned=Count("lines", filter=Q(lines__status=LineStatus.RETURNED)),
    ).order_by("-pk")


def lines_of(batch: PayoutBatch) -> QuerySet[BatchLine]:
    """The lines of a batch in their order."""
    return (
        BatchLine.objects.filter(batch=batch)
        .select_related("withdrawal", "withdrawal__method", "batch")
        .order_by("position")
    )


def line_counts(batch: PayoutBatch) -> dict[str, int]:
    """How many lines of a batch are in each state; every state is in it."""
    counted = BatchLine.objects.filter(batch=batch).order_by().values_list("status").annotate(n=Count("pk"))
    return dict.fromkeys(LineStatus.values, 0) | dict(counted)


@dataclass(frozen=True, slots=True)
class FileCard:
    """One of a batch's files for the bank: how many lines of it wait, and their sum."""

    form: FileForm
    lines: int
    amount: Money


def files_of(batch: PayoutBatch) -> list[FileCard]:
    """The files in which lines wait. No line is in two. One query."""
    waiting = BatchLine.objects.filter(batch=batch, status=LineStatus.WAITING).exclude(file="")
    sums = waiting.order_by("file").values_list("file").annotate(n=Count("pk"), sum=Sum("amount_minor"))
    return [
        FileCard(FileForm(form), number, Money(int(minor), batch.currency))
        for form, number, minor in sums.values_list("file", "n", "sum")
    ]


def payable() -> QuerySet[Withdrawal]:
    """Approved withdrawals that are in no batch, oldest first."""
    found = withdrawals().filter(status=WithdrawalStatus.APPROVED, batch_uuid=None)
    return found.order_by("pk")


def payable_sums() -> list[tuple[str, int, Money, Money]]:
    """For each currency: how many withdrawals could go into a batch, what would be sent, and withheld."""
    sums = (
        payable()
        .order_by("currency")
        .values_list("currency")
        .annotate(n=Count("pk"), gross=Sum("amount_minor"), kept=Sum("withheld_minor"))
    )
    return [
        (currency, number, Money(int(gross - kept), currency), Money(int(kept), currency))
        for currency, number, gross, kept in sums.values_list("currency", "n", "gross", "kept")
    ]


def imports_of(batch: PayoutBatch) -> QuerySet[ResultImport]:
    return ResultImport.objects.filter(batch=batch).order_by("-pk")


def statements_of(person_uuid: UUID) -> QuerySet[PayoutStatement]:
    """A person's self-billed statements, newest first."""
    found = PayoutStatement.objects.filter(tenant_id=current_tenant().id, person_uuid=person_uuid)
    return found.order_by("-pk")


def withheld_balances() -> list[Money]:
    """What is held back for the authority, in each currency in which something is."""
    kinds = account_sums(AccountKind.WITHHOLDING_PAYABLE)
    return [Money(-minor, currency) for currency, minor in kinds if minor < 0]


def account_sums(kind: AccountKind) -> list[tuple[str, int]]:
    """The balance of an account of the current tenant in each currency."""
    legs = Leg.objects.filter(account__tenant_id=current_tenant().id, account__kind=kind, account__party="")
    sums = legs.order_by("currency").values_list("currency").annotate(sum=Sum("amount_minor"))
    return [(currency, int(minor)) for currency, minor in sums.values_list("currency", "sum")]


def remittances() -> QuerySet[Remittance]:
    """Tax handed over, newest first."""
    return Remittance.objects.filter(tenant_id=current_tenant().id).order_by("-pk")
