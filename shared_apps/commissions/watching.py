"""What looks like fraud about an earning: each sign in one query, over the indexes that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from .models import Earning, FlagKind, KnownPerson, PayerMark, PayoutMethod, Referral, Watch
from .redeeming import AT_ONCE

Facts = dict[str, Any]
BROWSER_DAYS = 7


def watch() -> Watch:
    """What the current tenant looks out for; unsaved with the usual limits until somebody changes them."""
    tenant_id = current_tenant().id
    return Watch.objects.filter(tenant_id=tenant_id).first() or Watch(tenant_id=tenant_id)


def suspicions(earning: Earning) -> Iterator[tuple[FlagKind, Facts]]:
    """Every sign of fraud about an earning, with the figures that it rests on."""
    limits = watch()
    signs: list[tuple[FlagKind, Callable[[Earning, Watch], Facts]]] = [
        (FlagKind.SELF_REFERRAL, _own_browser),
        (FlagKind.SAME_PAYMENT, _same_payment),
        (FlagKind.SAME_PAYOUT, _same_payout),
        (FlagKind.VELOCITY, _velocity),
        (FlagKind.SAME_BROWSER, _one_browser),
    ]
    for kind, sign in signs:
        if facts := sign(earning, limits):
            yield kind, facts


def _own_browser(earning: Earning, limits: Watch) -> Facts:
    return {"own": 1} if limits.checks_own_browser and earning.referral.is_own_browser else {}


def _same_payment(earning: Earning, limits: Watch) -> Facts:
    """The client paid with a card that the member's own client account has paid with too."""
    if not limits.checks_payment:
        return {}
    marks = PayerMark.objects.filter(tenant_id=earning.tenant_id)
    theirs = KnownPerson.objects.filter(tenant_id=earning.tenant_id, person_uuid=earning.beneficiary_uuid)
    same = marks.filter(
        client_uuid=earning.referral.client_uuid,
        digest__in=marks.filter(client_uuid__in=theirs.values("client_uuid")).values("digest"),
    ).exclude(client_uuid__in=theirs.exclude(client_uuid=None).values("client_uuid"))
    return {"cards": count} if (count := same.count()) else {}


def _same_payout(earning: Earning, limits: Watch) -> Facts:
    """Somebody else is paid to the same account."""
    if not limits.checks_payout:
        return {}
    bank = PayoutMethod.objects.filter(tenant_id=earning.tenant_id).exclude(kind__in=AT_ONCE)
    mine = bank.filter(person_uuid=earning.beneficiary_uuid, removed_at=None)
    others = bank.filter(digest__in=mine.values("digest")).exclude(person_uuid=earning.beneficiary_uuid)
    count = others.values("person_uuid").distinct().count()
    return {"people": count} if count else {}


def _velocity(earning: Earning, limits: Watch) -> Facts:
    since = now() - timedelta(days=1)
    mine = {"tenant_id": earning.tenant_id}
    signed_up = Referral.objects.filter(
        **mine, referrer_uuid=earning.beneficiary_uuid, attributed_at__gt=since
    ).count()
    bought = Earning.objects.filter(
        **mine, beneficiary_uuid=earning.beneficiary_uuid, earned_at__gt=since
    ).count()
    facts = {}
    if 0 < limits.sign_ups_a_day < signed_up:
        facts["sign_ups"] = signed_up
    if 0 < limits.purchases_a_day < bought:
        facts["purchases"] = bought
    return facts


def _one_browser(earning: Earning, limits: Watch) -> Facts:
    """More clients came from one browser and address than a household has."""
    found = earning.referral
    if not (found.fingerprint and limits.sign_ups_a_browser):
        return {}
    count = Referral.objects.filter(
        tenant_id=earning.tenant_id,
        fingerprint=found.fingerprint,
        attributed_at__gt=found.attributed_at - timedelta(days=BROWSER_DAYS),
    ).count()
    return {"sign_ups": count} if count > limits.sign_ups_a_browser else {}
