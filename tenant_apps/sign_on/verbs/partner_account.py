"""Sign-in with the account that somebody has on the platform: for the staff of an office that switches it on."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shared_apps.crossings.door import run
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenants.context import current_tenant

from ..flow import way_back
from ..models import Provider
from ..platform import issuer_of, operator


class AlreadyOn(Exception):
    """It is switched on."""


def switch_partner_account_on(*, by: Actor) -> Provider:
    """Make the office known to the platform and keep its secret. Raises `AlreadyOn`.

    Outside a transaction: the platform writes in its own first. Should the second part fail, the next attempt
    takes the place of what the first left there.
    """
    only_oneself(by)
    if Provider.objects.filter(kind=Provider.Kind.PLATFORM).exists():
        raise AlreadyOn
    made = Provider(
        audience=Provider.Audience.STAFF,
        kind=Provider.Kind.PLATFORM,
        name=_("Partner account"),
        is_active=True,
        checked_at=now(),
        created_at=now(),
    )
    known = _tell("identity.admit_office", by, provider=str(made.uuid), back=way_back(made.uuid))
    made.issuer, made.client_id = issuer_of(operator()), known["client"]
    made.keep_secret(known["secret"])
    try:
        with transaction.atomic():
            made.save()
            record(made, "switch_partner_account_on", by=by)
    except IntegrityError as clash:
        raise AlreadyOn from clash
    return made


def switch_partner_account_off(*, by: Actor) -> None:
    """Forget it here and at the platform, with every connected account and every token."""
    only_oneself(by)
    _tell("identity.dismiss_office", by)
    with transaction.atomic():
        for provider in Provider.objects.select_for_update().filter(kind=Provider.Kind.PLATFORM):
            record(provider, "switch_partner_account_off", by=by, connections=provider.connections.count())
            provider.delete()


def _tell(command: str, by: Actor, **arguments: str) -> dict[str, str]:
    office = current_tenant()
    said = run(
        command, operator(), by=by, reason=office.slug, arguments={"office": str(office.uuid), **arguments}
    )
    return dict(said)
