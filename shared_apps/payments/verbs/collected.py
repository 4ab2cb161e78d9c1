"""An event of the operator's account: about a payment of the reseller that its signed metadata names."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from shared_apps.agenda.door import schedule_for
from shared_apps.kernel.clock import now
from tenants.context import current_tenant

from ..collecting import own_row
from ..errors import ForgedEvent
from ..gateways import gateway_named
from ..gateways.protocol import Heard
from ..models import GatewayAccount, GatewayEvent, Payment
from .receive import WEBHOOK, mismatch
from .settle import hold

Outcome = GatewayEvent.Outcome


def is_own(gateway_name: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether an event is about a payment of the current tenant itself. Raises `ForgedEvent`."""
    account = own_row(gateway_name)
    if account is None:
        raise ForgedEvent("No account.")
    heard = gateway_named(gateway_name).hear(account, body, headers)
    return heard.concerns_payment and heard.tenant_uuid == str(current_tenant().uuid)


@transaction.atomic
def hear(gateway_name: str, body: bytes, headers: Mapping[str, str]) -> str:
    """Take in an event once, in the operator's tenant: what came of it. Raises `ForgedEvent` for a forged one.

    It alone moves no money: a task in the reseller's tenant asks the gateway itself. What fits no payment that
    was collected for the reseller is held for review (RELIABILITY 13–15).
    """
    account = own_row(gateway_name)
    if account is None:
        raise ForgedEvent("No account.")
    heard = gateway_named(gateway_name).hear(account, body, headers)
    if not heard.concerns_payment:
        return _keep(account, heard, Outcome.IGNORED)
    payment = _payment(heard)
    if payment is None:
        note = f"It names payment {heard.payment_uuid} of tenant {heard.tenant_uuid}, which is not collected here."
        return _keep(account, heard, Outcome.QUARANTINED, note=note)
    wrong = mismatch(payment, heard)
    if wrong:
        hold(payment, wrong, by=WEBHOOK)
        return _keep(account, heard, Outcome.QUARANTINED, payment, wrong)
    outcome = _keep(account, heard, Outcome.DEFERRED, payment)
    key = f"{payment.uuid}:{heard.event_id}"
    schedule_for(payment.tenant_id, "payments.ask", {"payment_uuid": str(payment.uuid)}, key=key)
    return outcome


def _payment(heard: Heard) -> Payment | None:
    """The payment, locked; both uuids must fit, and the money must have gone to the operator."""
    try:
        tenant, payment = UUID(heard.tenant_uuid), UUID(heard.payment_uuid)
    except ValueError:
        return None
    named = Payment.objects.filter(tenant__uuid=tenant, uuid=payment, is_collected=True)
    found = named.select_for_update(of=("self",)).first()
    if found and not found.reference and heard.session:
        found.reference = heard.session
    return found


def _keep(
    account: GatewayAccount, heard: Heard, outcome: str, payment: Payment | None = None, note: str = ""
) -> str:
    _, is_first = account.events.get_or_create(
        event_id=heard.event_id,
        defaults={
            "kind": heard.kind,
            "outcome": outcome,
            "payment": payment,
            "note": note,
            "received_at": now(),
        },
    )
    return outcome if is_first else "repeated"
