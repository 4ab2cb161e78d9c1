"""Links, clicks, and who came through whom."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant
from tenants.tokens import sign, unsign

from ..cards import Identity
from ..models import Referral, ReferralCode, Visit
from ..people import acquaint, are_one, digest, initials
from ..queries import programme

PURPOSE = "commissions.referral"
# Without signs that look alike in print.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 8
_TRIES = 5


def code_for(person_uuid: UUID, *, name: str = "") -> ReferralCode:
    """A person's own code; made on first asking. The programme is open to everybody (REQUIREMENTS S1.10)."""
    for _try in range(_TRIES):
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        try:
            with transaction.atomic():
                own, _is_new = ReferralCode.objects.get_or_create(
                    tenant_id=current_tenant().id,
                    person_uuid=person_uuid,
                    defaults={"code": code, "name": name[:120], "created_at": now()},
                )
            return own
        except IntegrityError:
            # Somebody else drew the same code.
            continue
    raise RuntimeError("No free referral code was found.")


@transaction.atomic
def count_visit(code: str, *, fingerprint: str) -> str:
    """Count a click and give back the signed token for the visitor's cookie; empty for an unknown code."""
    own = _code_named(code.lower())
    if own is None:
        return ""
    moment = now()
    visitor = {"code": own, "day": moment.date(), "fingerprint": digest("visitor", fingerprint)}
    _visit, is_new = Visit.objects.get_or_create(
        **visitor, defaults={"tenant_id": current_tenant().id, "first_at": moment}
    )
    if not is_new:
        Visit.objects.filter(**visitor).update(clicks=F("clicks") + 1)
    return sign(PURPOSE, {"code": own.code, "at": moment.timestamp()})


def remember(identity: Identity, *, client_uuid: UUID | None = None) -> None:
    """Know a person's client, e-mail and mobile, so that nobody earns from their own purchases."""
    acquaint(identity, client_uuid)


@transaction.atomic
def attribute(*, client_uuid: UUID, referred: Identity, token: str) -> Referral | None:
    """Attribute a new client to whoever's link was clicked last. None without a valid click.

    A client that came through somebody stays theirs. The person themselves, in any guise, earns nothing.
    """
    acquaint(referred, client_uuid)
    code = _clicked(token)
    if code is None or are_one(code.person_uuid, referred.person_uuid):
        return None
    referral, is_new = Referral.objects.get_or_create(
        tenant_id=current_tenant().id,
        client_uuid=client_uuid,
        defaults={
            "code": code,
            "referrer_uuid": code.person_uuid,
            "person_uuid": referred.person_uuid,
            "label": initials(referred),
            "attributed_at": now(),
        },
    )
    if is_new:
        record(referral, "attribute", by=Actor.system("commissions.referral"), code=code.code)
    return referral


def _code_named(code: str) -> ReferralCode | None:
    if len(code) != CODE_LENGTH or set(code) - set(ALPHABET):
        return None
    return ReferralCode.objects.filter(tenant_id=current_tenant().id, code=code).first()


def _clicked(token: str) -> ReferralCode | None:
    """The code of a token that this tenant signed and whose click is not older than the programme says."""
    days = timedelta(days=programme().cookie_days)
    try:
        click = unsign(PURPOSE, token, max_age=int(days.total_seconds())) if token else None
    except signing.BadSignature:
        return None
    # The click's own time too: the clock of the kernel may be ahead of the one that signing reads.
    if not click or now().timestamp() - click["at"] > days.total_seconds():
        return None
    return ReferralCode.objects.filter(tenant_id=current_tenant().id, code=click["code"]).first()
