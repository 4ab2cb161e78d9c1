"""Agenda tasks: build a reseller's schema when the pool was empty, invite its owner, fill the pool again."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from shared_apps.agenda.door import handles, nightly
from shared_apps.crossings.door import run
from shared_apps.crossings.registry import command_named
from shared_apps.kernel.actor import Actor
from tenants import provisioning
from tenants.context import acting_on_shared_data, current_tenant

from . import request_mails, verbs
from .drafts import forget_drafts
from .mails import Owner, mail_owner
from .models import PartnerApplication, PlatformSubscription
from .owners import tell_owner
from .verbs import changing, deals, renewing, tiers


@handles("partner_store.finish_provisioning", outside=True)
def finish_provisioning(payload: dict[str, Any], *, by: Actor) -> None:
    """Commits step by step, so that a killed worker goes on where it stopped."""
    with acting_on_shared_data():
        application = PartnerApplication.objects.get(uuid=payload["application"])
        verbs.complete_provisioning(application, by=by)


@handles("partner_store.invite_owner")
def invite_owner(payload: dict[str, Any], *, by: Actor) -> None:
    verbs.invite_owner(payload["application"], by=by)


@handles("partner_store.attribute")
def attribute(payload: dict[str, Any], *, by: Actor) -> None:
    """In the operator's tenant, where its affiliate programme is."""
    verbs.attribute_partner(payload["application"])


@handles("partner_store.end_trial")
def end_trial(payload: dict[str, Any], *, by: Actor) -> None:
    # Asked first: a portal that is suspended with its plan answers no more.
    verbs.end_platform_trial(payload["subscription"], owners=_owners(by), by=by)


@handles("partner_store.remind_of_trial")
def remind_of_trial(payload: dict[str, Any], *, by: Actor) -> None:
    ends_at = datetime.fromisoformat(payload["ends_at"])
    verbs.remind_of_platform_trial(payload["subscription"], ends_at, payload["days"])


@handles("partner_store.bill_plan")
def bill_plan(payload: dict[str, Any], *, by: Actor) -> None:
    """Ahead of its renewal; nothing where the plan renews at another time by now."""
    renews_at = datetime.fromisoformat(payload["renews_at"])
    if PlatformSubscription.objects.filter(uuid=payload["subscription"], renews_at=renews_at).exists():
        renewing.bill_next(payload["subscription"], by=by)


@handles("partner_store.renew_plan")
def renew_plan(payload: dict[str, Any], *, by: Actor) -> None:
    renewing.renew_plan(payload["subscription"], datetime.fromisoformat(payload["renews_at"]), by=by)


@handles("partner_store.stop_unpaid")
def stop_unpaid(payload: dict[str, Any], *, by: Actor) -> None:
    # Asked first: a portal that is suspended with its plan answers no more.
    renewing.stop_unpaid(payload["subscription"], payload["bill"], owners=_owners(by), by=by)


@handles("partner_store.resume_plan")
def resume_plan(payload: dict[str, Any], *, by: Actor) -> None:
    """In the operator's tenant: the reseller's may be suspended with its plan."""
    renewing.resume_plan(payload["subscription"], by=by)


@handles("partner_store.drop_change")
def drop_change(payload: dict[str, Any], *, by: Actor) -> None:
    changing.give_up_unpaid(payload["change"], by=by)


@handles("partner_store.tell_resumed")
def tell_resumed(payload: dict[str, Any], *, by: Actor) -> None:
    """Written down in the reseller too, now that it can be entered again."""
    plan = PlatformSubscription.objects.select_related("tenant").get(uuid=payload["subscription"])
    run("portal.resume", plan.tenant.record, by=by, reason=payload["reason"], arguments={})


@handles("partner_store.mail_owners")
def mail_owners(payload: dict[str, Any], *, by: Actor) -> None:
    plan = PlatformSubscription.objects.select_related("tenant").get(uuid=payload["subscription"])
    for owner in _owners(by):
        mail_owner(plan, owner, payload["template"], payload)


@handles(request_mails.TASK)
def tell_of_request(payload: dict[str, Any], *, by: Actor) -> None:
    request_mails.write_to(_owners(by), payload)


@handles("partner_store.renew_extra")
def renew_extra(payload: dict[str, Any], *, by: Actor) -> None:
    verbs.renew(payload["extra"], datetime.fromisoformat(payload["until"]), by=by)


@handles("partner_store.end_extra")
def end_extra(payload: dict[str, Any], *, by: Actor) -> None:
    verbs.end_unpaid(payload["extra"], datetime.fromisoformat(payload["until"]), by=by)


def _owners(by: Actor) -> list[Owner]:
    """The owners of the reseller in which the task runs; a question is no crossing and leaves no row."""
    found: list[Owner] = command_named("accounts.owners")(by=by)["owners"]
    return found


@handles("partner_store.tell_owners")
def tell_owners(payload: dict[str, Any], *, by: Actor) -> None:
    for owner in _owners(by):
        tell_owner(current_tenant().id, owner, payload)


@handles("partner_store.expire_deal")
def expire_deal(payload: dict[str, Any], *, by: Actor) -> None:
    deals.expire_deal(payload["deal"], by=by)


@handles("partner_store.remind_of_deal")
def remind_of_deal(payload: dict[str, Any], *, by: Actor) -> None:
    deals.remind_of_deal(payload["deal"])


@nightly(time(2, 35))
@handles("partner_store.forget_drafts")
def forget_old_drafts(payload: dict[str, Any], *, by: Actor) -> None:
    forget_drafts()


@nightly(time(2, 40))
@handles("partner_store.review_tiers")
def review_tiers(payload: dict[str, Any], *, by: Actor) -> None:
    """Who has outgrown their tier, or no longer reaches it."""
    tiers.review_tiers(by=by)


@handles("partner_store.refill_pool", outside=True)
def refill_pool(payload: dict[str, Any], *, by: Actor) -> None:
    """Make spare schemas for those that were taken, one transaction each."""
    provisioning.refill()
