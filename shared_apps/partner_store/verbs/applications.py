"""Apply, answer an application, and see the new reseller through to its welcome mail (S5.5–S5.14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction

from branding.verbs import save_brand
from shared_apps.agenda.door import schedule_for
from shared_apps.crossings.door import remember_membership, run
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from tenants import provisioning
from tenants.models import Tenant

from ..mails import mail_applicant, mail_reviewers, operator_id
from ..models import ONE_OPEN, PartnerApplication
from ..places import time_zone_of
from ..terms import TERMS_VERSION
from .subscriptions import begin_subscription

REFILL_DELAY = timedelta(seconds=10)


class AlreadyApplied(Exception):
    """The person has an application that is waiting or was accepted."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies: their account on the platform."""

    uuid: UUID
    name: str
    email: str
    language: str = ""


def submit_application(*, applicant: Applicant, fields: Mapping[str, Any], by: Actor) -> PartnerApplication:
    """Send an application with the terms accepted now. Raises `AlreadyApplied`."""
    at = now()
    try:
        with transaction.atomic():
            application = PartnerApplication.objects.create(
                **fields,
                **_signature(applicant),
                submitted_at=at,
                terms_accepted_at=at,
                terms_version=TERMS_VERSION,
            )
            record(application, "submit", by=by, to_status=application.status)
            mail_applicant(application, "received")
            mail_reviewers(application)
    except IntegrityError as clash:
        if ONE_OPEN in str(clash):
            raise AlreadyApplied(str(applicant.uuid)) from clash
        raise
    return application


def accept_application(
    application: PartnerApplication, *, slug: str, language: str, currency: str, by: Actor
) -> Tenant:
    """Make the company a reseller: its tenant, its brand, its owner's invitation, the mail; all or nothing.

    Raises `IllegalMove` when it was answered before, and `tenants.provisioning.SlugTaken`.
    """
    with transaction.atomic():
        _claim(application)
        tenant = provisioning.provision(
            slug=slug,
            name=application.company_name,
            kind=Tenant.Kind.RESELLER,
            language=language,
            currency=currency,
            country=application.country,
            time_zone=time_zone_of(application.country),
            by=by,
        )
        application.accept(tenant=tenant, slug=slug, language=language, currency=currency, by=by)
        save_brand(tenant, fields={"name": application.company_name}, by=by)
        begin_subscription(tenant, by=by)
        _announce(application, tenant)
        _refill_pool_soon(application)
    return tenant


def reject_application(application: PartnerApplication, *, reason: str, by: Actor) -> None:
    """Refuse, with a reason that the applicant is mailed. Raises `IllegalMove` when answered before."""
    with transaction.atomic():
        application.reject(reason=reason, by=by)
        mail_applicant(application, "rejected", reason=reason)


def complete_provisioning(application: PartnerApplication, *, by: Actor) -> None:
    """Build what the warm pool did not hold ready, then invite the owner. May be called again at any time."""
    tenant = provisioning.finish(cast(int, application.tenant_id), by=by)
    schedule_for(tenant.pk, "partner_store.invite_owner", _named(application), key=str(application.uuid))


def invite_owner(application_uuid: UUID | str, *, by: Actor) -> datetime:
    """Make the applicant the owner of their portal and mail the welcome (S5.14); a second call does nothing.

    Runs in the new reseller's own transaction: owner, mail and note stand or fall together (RELIABILITY 17).
    """
    application = PartnerApplication.objects.select_for_update(of=("self",)).get(uuid=application_uuid)
    if application.owner_invited_at:
        return application.owner_invited_at
    owner = run(
        "accounts.create_owner",
        cast(Tenant, application.tenant).record,
        by=by,
        reason=f"Application {application.uuid} was accepted.",
        arguments={
            "email": application.applicant_email,
            "name": application.applicant_name,
            "language": application.applicant_language or application.language,
        },
    )
    remember_membership(
        platform_person_uuid=application.applicant_uuid,
        tenant_id=cast(int, application.tenant_id),
        person_uuid=UUID(owner["person_uuid"]),
    )
    application.owner_invited_at = now()
    application.save(update_fields=["owner_invited_at"])
    return application.owner_invited_at


def _claim(application: PartnerApplication) -> None:
    """Hold the row: of two people who accept at once the second waits, then meets `IllegalMove`."""
    held = PartnerApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    application.status = held.status
    if not held.is_waiting:
        raise IllegalMove(application, PartnerApplication.Status.ACCEPTED)


def _announce(application: PartnerApplication, tenant: Tenant) -> None:
    mail_applicant(application, "accepted", portal_host=tenant.record.canonical_host)
    if tenant.status == Tenant.Status.LIVE:
        schedule_for(tenant.pk, "partner_store.invite_owner", _named(application), key=str(application.uuid))
    else:
        schedule_for(
            operator_id(), "partner_store.finish_provisioning", _named(application), key=str(application.uuid)
        )


def _refill_pool_soon(application: PartnerApplication) -> None:
    # A little later: the reseller who was just accepted goes first.
    later = now() + REFILL_DELAY
    schedule_for(operator_id(), "partner_store.refill_pool", {}, key=str(application.uuid), due_at=later)


def _named(application: PartnerApplication) -> dict[str, str]:
    return {"application": str(application.uuid)}


def _signature(applicant: Applicant) -> dict[str, Any]:
    return {
        "applicant_uuid": applicant.uuid,
        "applicant_name": applicant.name,
        "applicant_email": applicant.email,
        "applicant_language": applicant.language,
    }
