"""What the partner programme's pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from shared_apps.kernel.clock import now
from tenants.models import Tenant

from .models import ANSWER_WITHIN, PartnerApplication, PlatformSubscription

Status = PartnerApplication.Status
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """The console's key figures."""

    waiting: int
    late: int
    live_resellers: int
    resellers_being_set_up: int
    new_resellers: int


def applications_of(applicant_uuid: UUID) -> QuerySet[PartnerApplication]:
    """Everything one person has sent, newest first."""
    return (
        PartnerApplication.objects.filter(applicant_uuid=applicant_uuid)
        .select_related("tenant")
        .order_by("-submitted_at")
    )


def open_application_of(applicant_uuid: UUID) -> PartnerApplication | None:
    """The application of a person that is waiting or was accepted: there is at most one."""
    return applications_of(applicant_uuid).filter(status__in=[Status.SUBMITTED, Status.ACCEPTED]).first()


def may_apply_from(applicant_uuid: UUID) -> datetime | None:
    """The moment from which a person may apply again, as the last refusal says; None where none does."""
    refused = applications_of(applicant_uuid).filter(status=Status.REJECTED).first()
    return refused.may_apply_again_at if refused else None


def applications(status: str = "", search: str = "") -> QuerySet[PartnerApplication]:
    """Applications of a status, by company, applicant, address; those that wait longest first."""
    found = PartnerApplication.objects.select_related("tenant")
    if status:
        found = found.filter(status=status)
    if search:
        found = found.filter(
            Q(company_name__icontains=search)
            | Q(applicant_email__icontains=search)
            | Q(applicant_name__icontains=search)
            | Q(slug__icontains=search)
        )
    return found.order_by("submitted_at" if status == Status.SUBMITTED else "-submitted_at", "pk")


def application_counts() -> Mapping[str, int]:
    """How many applications stand in each status. One query."""
    rows = PartnerApplication.objects.values_list("status").annotate(Count("pk"))
    return {**dict.fromkeys(Status.values, 0), **dict(rows)}


def resellers(search: str = "") -> QuerySet[Tenant]:
    """Resellers with their application and domains, newest first."""
    found = (
        Tenant.objects.filter(kind=Tenant.Kind.RESELLER, is_probe=False)
        .select_related("application")
        .prefetch_related("domains")
        .order_by("-created_at", "-pk")
    )
    if not search:
        return found
    return found.filter(
        Q(name__icontains=search)
        | Q(slug__icontains=search)
        | Q(application__applicant_email__icontains=search)
        | Q(pk__in=Tenant.objects.filter(domains__host__icontains=search).values("pk"))
    )


def subscription_of(tenant: Tenant) -> PlatformSubscription | None:
    """A reseller's own platform plan; None for the operator. For lists: `select_related`."""
    return PlatformSubscription.objects.filter(tenant=tenant).first()


def figures() -> ProgrammeFigures:
    """The console's key figures. Two queries, whatever there is."""
    waiting = PartnerApplication.objects.filter(status=Status.SUBMITTED).aggregate(
        every=Count("pk"), late=Count("pk", Q(submitted_at__lt=now() - ANSWER_WITHIN))
    )
    tenants = Tenant.objects.filter(kind=Tenant.Kind.RESELLER, is_probe=False).aggregate(
        live=Count("pk", Q(status=Tenant.Status.LIVE)),
        unfinished=Count("pk", Q(status=Tenant.Status.PROVISIONING)),
        recent=Count("pk", Q(created_at__gte=now() - RECENT)),
    )
    return ProgrammeFigures(
        waiting=waiting["every"],
        late=waiting["late"],
        live_resellers=tenants["live"],
        resellers_being_set_up=tenants["unfinished"],
        new_resellers=tenants["recent"],
    )
