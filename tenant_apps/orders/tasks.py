"""Agenda tasks of orders: each finds its thing and calls one verb."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared_apps.agenda.door import Later, handles
from shared_apps.kernel.actor import Actor

from .facts import backfill as facts
from .verbs import (
    account_credit,
    cancel,
    change,
    charge,
    dun,
    operate,
    refund,
    renew,
    settle,
    trials,
    wholesale,
)


@handles("orders.settle_invoice")
def settle_invoice(payload: dict[str, Any], *, by: Actor) -> None:
    settle.settle_payment(payload["payment_uuid"], by=by)


@handles("orders.record_refund")
def record_refund(payload: dict[str, Any], *, by: Actor) -> None:
    refund.apply_refund(payload["refund_uuid"], by=by)


@handles("orders.refund_held", outside=True)
def give_held_back(payload: dict[str, Any], *, by: Actor) -> None:
    """The operator has approved a refund that waited for its word."""
    refund.refund_held(
        payload["invoice"], payload["minor"], reason=payload["reason"], key=payload["key"], by=by
    )


@handles("orders.give_back", outside=True)
def give_back(payload: dict[str, Any], *, by: Actor) -> None:
    account_credit.give_back_undelivered(
        payload["invoice_uuid"], payload["minor"], closes=payload["closes"], by=by
    )


@handles("orders.provision_service", outside=True)
def provision_service(payload: dict[str, Any], *, by: Actor) -> None:
    operate.provision_service(payload["service_uuid"], by=by)


@handles("orders.work_operation", outside=True)
def work_operation(payload: dict[str, Any], *, by: Actor) -> None:
    operation = operate.work_operation(payload["operation"], by=by)
    if operate.waits_for_balance(operation):
        raise Later(operate.ASK_BALANCE_AGAIN, "The prepaid balance does not cover what is owed.")


@handles("orders.resolve_operation", outside=True)
def resolve_operation(payload: dict[str, Any], *, by: Actor) -> None:
    operate.resolve_operation(payload["operation"], by=by)


@handles("orders.end_trial")
def end_trial(payload: dict[str, Any], *, by: Actor) -> None:
    trials.end_trial(payload["service_uuid"], by=by)


@handles("orders.remind_of_trial")
def remind_of_trial(payload: dict[str, Any], *, by: Actor) -> None:
    ends_at = datetime.fromisoformat(payload["ends_at"])
    trials.remind_of_trial(payload["service_uuid"], ends_at, payload["days"])


@handles("orders.mirror_trials")
def mirror_trials(payload: dict[str, Any], *, by: Actor) -> None:
    trials.mirror_trials()


@handles("orders.write_facts")
def write_facts(payload: dict[str, Any], *, by: Actor) -> None:
    facts.write_facts()


@handles("orders.renew_service")
def renew_service(payload: dict[str, Any], *, by: Actor) -> None:
    renew.renew_service(payload["service_uuid"], datetime.fromisoformat(payload["renews_at"]), by=by)


@handles("orders.suspend_unpaid")
def suspend_unpaid(payload: dict[str, Any], *, by: Actor) -> None:
    renew.suspend_unpaid(payload["service_uuid"], datetime.fromisoformat(payload["renews_at"]), by=by)


@handles("orders.mark_past_due")
def mark_past_due(payload: dict[str, Any], *, by: Actor) -> None:
    renew.mark_past_due(payload["service_uuid"], datetime.fromisoformat(payload["renews_at"]), by=by)


@handles("orders.take_effect")
def take_effect(payload: dict[str, Any], *, by: Actor) -> None:
    change.take_effect(payload["change"], by=by)


@handles("orders.drop_change", outside=True)
def drop_change(payload: dict[str, Any], *, by: Actor) -> None:
    change.drop_unpaid_change(payload["change"], by=by)


@handles("orders.end_unpaid")
def end_unpaid(payload: dict[str, Any], *, by: Actor) -> None:
    renew.end_unpaid(payload["service_uuid"], datetime.fromisoformat(payload["renews_at"]), by=by)


@handles("orders.end_cancelled")
def end_cancelled(payload: dict[str, Any], *, by: Actor) -> None:
    cancel.end_cancelled(payload["service_uuid"], datetime.fromisoformat(payload["renews_at"]), by=by)


@handles("orders.follow_invoice")
def follow_invoice(payload: dict[str, Any], *, by: Actor) -> None:
    dun.follow_invoice(payload["invoice_uuid"], datetime.fromisoformat(payload["since"]), by=by)


@handles("orders.charge_invoice", outside=True)
def charge_invoice(payload: dict[str, Any], *, by: Actor) -> None:
    charge.charge_invoice(payload["invoice_uuid"], payload["key"], by=by)


@handles("orders.spend_credit", outside=True)
def spend_credit(payload: dict[str, Any], *, by: Actor) -> None:
    account_credit.spend_credit(payload["invoice_uuid"], by=by)


@handles("orders.take_over_prices")
def take_over_prices(payload: dict[str, Any], *, by: Actor) -> None:
    wholesale.take_over(payload["version"], by=by)
