"""Links, clicks, and who came through whom."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant
from tenants.tokens import sign, unsign

from ..cards import AlreadyAttributed, Identity, OwnReferral, UnknownCode
from ..models import Referral, ReferralCode, ReferralSource, Visit
from ..people import acquaint, are_one, digest, initials
from ..queries import programme
from ..tracing import ALPHABET, CODE_LENGTH, Link, is_own_browser, link_named

PURPOSE = "commissions.referral"
LINKS = Actor.system("commissions.referral")
_TRIES = 5


@dataclass(frozen=True, slots=True)
class _Way:
    """How somebody came: through which link, and what is known of the visit."""

    link: Link
    source: ReferralSource
    by: Actor
    fingerprint: str = ""
    is_own_browser: bool = False
    reason: str = ""


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
def count_visit(code: str, *, fingerprint: str, own_token: str = "") -> str:
    """Count a click and give back the signed token for the visitor's cookie; empty for an unknown code.

    `own_token` is what the browser holds of whoever's pages it showed before: a member who clicks their own link
    is known by it.
    """
    link = link_named(code)
    if link is None or not link.member.may_bring or (link.campaign and link.campaign.ended_at):
        return ""
    moment, visitor = now(), digest("visitor", fingerprint)
    seen = {
        "code": link.member,
        "campaign": link.campaign,
        "day": moment.date(),
        "fingerprint": visitor,
    }
    _visit, is_new = Visit.objects.get_or_create(
        **seen, defaults={"tenant_id": current_tenant().id, "first_at": moment}
    )
    if not is_new:
        Visit.objects.filter(**seen).update(clicks=F("clicks") + 1)
    own = is_own_browser(own_token, link.member)
    return sign(PURPOSE, {"code": link.code, "at": moment.timestamp(), "by": visitor, "own": own})


def remember(identity: Identity, *, client_uuid: UUID | None = None) -> None:
    """Know a person's client, e-mail and mobile, so that nobody earns from their own purchases."""
    acquaint(identity, client_uuid)


@transaction.atomic
def attribute(*, client_uuid: UUID, referred: Identity, token: str, code: str = "") -> Referral | None:
    """Attribute a new client to whoever's link was clicked last. None without a valid click.

    `code` is what `clicked_code` said of the click when it was young enough.

    A client that came through somebody stays theirs. The person themselves, in any guise, earns nothing.
    """
    acquaint(referred, client_uuid)
    click = {"code": code} if code else _clicked(token)
    link = link_named(click["code"]) if click else None
    if click is None or link is None or not link.member.may_bring:
        return None
    if are_one(link.member.person_uuid, referred.person_uuid):
        return None
    way = _Way(link, ReferralSource.LINK, LINKS, click.get("by", ""), bool(click.get("own")))
    current = _current(client_uuid)
    return current or _write(client_uuid, referred, way)


def clicked_code(token: str) -> str:
    """The code of a click that still counts; empty for anything else."""
    click = _clicked(token)
    return str(click["code"]) if click else ""


@transaction.atomic
def attribute_by_code(*, client_uuid: UUID, referred: Identity, code: str, by: Actor) -> Referral:
    """Attribute a client that has bought nothing yet by the code typed at checkout; it outdoes an earlier click.

    Raises `UnknownCode`, `OwnReferral`. Whether something was bought is the caller's to ask.
    """
    acquaint(referred, client_uuid)
    link = _usable(code, referred)
    current = _current(client_uuid)
    if current and current.code_id == link.member.pk and current.campaign_id == link.campaign_key:
        return current
    return _replace(current, client_uuid, referred, _Way(link, ReferralSource.CODE, by))


@transaction.atomic
def attribute_by_hand(
    *, client_uuid: UUID, referred: Identity, code: str, reason: str, by: Actor
) -> Referral:
    """Attribute a client by decision of the office, for what it buys from now on; the earlier row stays in history.

    Raises `UnknownCode`, `OwnReferral`, `AlreadyAttributed` where it is theirs already.
    """
    if not reason.strip():
        raise ValueError("A change by hand needs a reason.")
    acquaint(referred, client_uuid)
    link = _usable(code, referred)
    if by.key == str(link.member.person_uuid):
        # Nobody of the office gives clients to themselves.
        raise OwnReferral(code)
    current = _current(client_uuid)
    if current and current.code_id == link.member.pk:
        raise AlreadyAttributed(link.member.code)
    way = _Way(link, ReferralSource.HAND, by, reason=reason.strip())
    return _replace(current, client_uuid, referred, way)


@transaction.atomic
def end_attribution(client_uuid: UUID, *, reason: str, by: Actor) -> None:
    """Nobody earns from the client any more; what was earned stays. Nothing where it is nobody's."""
    if not reason.strip():
        raise ValueError("A change by hand needs a reason.")
    current = _current(client_uuid)
    if current:
        _end(current, by=by, reason=reason.strip())


def _usable(code: str, referred: Identity) -> Link:
    link = link_named(code)
    if link is None or not link.member.may_bring or (link.campaign and link.campaign.ended_at):
        raise UnknownCode(code)
    if are_one(link.member.person_uuid, referred.person_uuid):
        raise OwnReferral(code)
    return link


def _current(client_uuid: UUID) -> Referral | None:
    """Whose a client is, locked: two decisions on it take turns."""
    mine = Referral.objects.select_for_update(of=("self",)).select_related("code")
    return mine.filter(tenant_id=current_tenant().id, client_uuid=client_uuid, ended_at=None).first()


def _replace(current: Referral | None, client_uuid: UUID, referred: Identity, way: _Way) -> Referral:
    if current:
        _end(current, by=way.by, reason=way.reason, to=way.link.code)
    return _write(client_uuid, referred, way)


def _end(referral: Referral, *, by: Actor, reason: str, to: str = "") -> None:
    referral.ended_at = now()
    referral.save(update_fields=["ended_at"])
    record(referral, "end attribution", by=by, reason=reason, to=to)


def _write(client_uuid: UUID, referred: Identity, way: _Way) -> Referral:
    said: dict[str, Any] = {
        "code": way.link.member,
        "campaign": way.link.campaign,
        "referrer_uuid": way.link.member.person_uuid,
        "person_uuid": referred.person_uuid,
        "label": initials(referred),
        "source": way.source,
        "reason": way.reason[:500],
        "decided_by": "" if way.by.is_system else way.by.label[:120],
        "fingerprint": way.fingerprint,
        "is_own_browser": way.is_own_browser,
        "attributed_at": now(),
    }
    referral, is_new = Referral.objects.get_or_create(
        tenant_id=current_tenant().id, client_uuid=client_uuid, ended_at=None, defaults=said
    )
    if is_new:
        record(referral, "attribute", by=way.by, reason=way.reason, code=way.link.code)
    return referral


def _clicked(token: str) -> dict[str, Any] | None:
    """The click of a token that this tenant signed and that is not older than the programme says."""
    days = timedelta(days=programme().cookie_days)
    try:
        click = unsign(PURPOSE, token, max_age=int(days.total_seconds())) if token else None
    except signing.BadSignature:
        return None
    # The click's own time too: the clock of the kernel may be ahead of the one that signing reads.
    if not click or now().timestamp() - click["at"] > days.total_seconds():
        return None
    known: dict[str, Any] = click
    return known
