"""Apply, answer an application, and see the new reseller through to its welcome mail (S5.5–S5.14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction

from branding.verbs import save_brand
from shared_apps.agenda.door import schedule_for
from shared_apps.commissions.door import Identity, attribute
from shared_apps.crossings.door import remember_membership, run
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from tenants import provisioning
from tenants.hosts import portal_url
from tenants.models import Tenant

from ..agreement import Agreement, agree
from ..drafts import take_papers
from ..mails import mail_applicant, mail_reviewers, operator_id
from ..models import ONE_OPEN, PartnerApplication
from ..places import time_zone_of
from ..queries import may_apply_from
from ..terms import TERMS_VERSION
from .subscriptions import begin_subscription

REFILL_DELAY = timedelta(seconds=10)
# Where a reseller finds the Partner Store on its own host (S5.14).
STORE = "/office/store/"


class AlreadyApplied(Exception):
    """The person has an application that is waiting or was accepted."""


class TooEarly(Exception):
    """An earlier application was not accepted, and said when one may apply again: `at`."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies: their account on the platform."""

    uuid: UUID
    name: str
    email: str
    language: str = ""


def submit_application(
    *, applicant: Applicant, fields: Mapping[str, Any], referral_code: str = "", by: Actor
) -> PartnerApplication:
    """Send an application with the terms accepted now and the papers of its draft.

    `referral_code` is that of the link through which the company came, where there is one.

    Raises `AlreadyApplied`, and `TooEarly` while an earlier answer asks to wait.
    """
    at = now()
    if (earliest := may_apply_from(applicant.uuid)) and earliest > at:
        raise TooEarly(earliest)
    try:
        with transaction.atomic():
            application = PartnerApplication.objects.create(
                **fields,
                **_signature(applicant),
                referral_code=referral_code,
                submitted_at=at,
                terms_accepted_at=at,
                terms_version=TERMS_VERSION,
            )
            take_papers(application)
            record(application, "submit", by=by, to_status=application.status)
            mail_applicant(application, "received")
            mail_reviewers(application)
    except IntegrityError as clash:
        if ONE_OPEN in str(clash):
            raise AlreadyApplied(str(applicant.uuid)) from clash
        raise
    return application


def accept_application(
    application: PartnerApplication,
    *,
    slug: str,
    language: str,
    currency: str,
    tier: str = "",
    products: Sequence[str] = (),
    collector: str = "",
    wholesale: str = "",
    trial_days: int | None = None,
    trial_end: str = "",
    seats: int | None = None,
    plan_sku: str = "",
    by: Actor,
) -> Tenant:
    """Make the company a reseller: its tenant, its brand, what was agreed, its owner's invitation, the mail; all or
    nothing.

    Raises `IllegalMove` when it was answered before, `tenants.provisioning.SlugTaken`, and the catalogue's
    `UnknownTier` and `UnknownProduct`.
    """
    agreed = Agreement(tier, tuple(products), collector, wholesale, trial_days, trial_end, seats, plan_sku)
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
        agree(tenant, agreed, by=by)
        begin_subscription(
            tenant, plan_sku=plan_sku, trial_days=trial_days, trial_end=trial_end, seats=seats, by=by
        )
        record(application, "agree", by=by, terms=agreed.facts)
        _announce(application, tenant)
        schedule_for(operator_id(), "partner_store.attribute", _named(application), key=str(application.uuid))
        _refill_pool_soon(application)
    return tenant


def attribute_partner(application_uuid: UUID | str) -> bool:
    """Attribute a new reseller to whoever brought the company, in the operator's programme; whether somebody did.

    The partner is known by their portal from then on: its tier is theirs, and their own link earns them nothing.
    """
    found = PartnerApplication.objects.select_related("tenant").get(uuid=application_uuid)
    referred = Identity(found.applicant_uuid, found.applicant_email, found.phone, found.company_name)
    reseller = cast(Tenant, found.tenant)
    return attribute(client_uuid=reseller.uuid, referred=referred, code=found.referral_code)


def reject_application(
    application: PartnerApplication,
    *,
    reason: str,
    may_apply_again_at: datetime | None = None,
    by: Actor,
) -> None:
    """Refuse, with a reason that the applicant is mailed, and a moment before which they cannot apply again.

    Raises `IllegalMove` when answered before.
    """
    with transaction.atomic():
        application.reject(reason=reason, may_apply_again_at=may_apply_again_at, by=by)
        again = may_apply_again_at.isoformat() if may_apply_again_at else ""
        mail_applicant(application, "rejected", reason=reason, again_at=again)


def withdraw_application(application: PartnerApplication, *, by: Actor) -> None:
    """The applicant thinks otherwise, and may apply anew at any time. Raises `IllegalMove` once answered."""
    application.withdraw(by=by)


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
            "store": STORE,
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
    store = portal_url(tenant.record, STORE)
    mail_applicant(application, "accepted", portal_host=tenant.record.canonical_host, store_url=store)
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
