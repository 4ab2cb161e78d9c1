"""What the tests of the programme have in common: Carl brings Sam, Sam buys, days pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from shared_apps.commissions.cards import Identity, Purchase, WithdrawalWish
from shared_apps.commissions.models import MethodKind, PayoutMethod, ProgrammeVersion, Withdrawal
from shared_apps.commissions.queries import balances_of
from shared_apps.commissions.verbs import (
    add_method,
    attribute,
    change_terms,
    code_for,
    count_visit,
    drop_rule,
    earn,
    publish,
    put_rule,
    remember,
    request_withdrawal,
    reverse,
    start_draft,
)
from shared_apps.kernel import clock
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import Refund, Sale, post_refund, post_sale

SYSTEM = Actor.system("tests")
# The check digits of the IBAN registry's own examples.
SHEBA = "IR580540105180021273113007"
TURKISH_IBAN = "TR330006100519786457841326"
CARD = "4111111111111111"


def lira(minor: int) -> Money:
    return Money(minor, "TRY")


@contextmanager
def days_later(days: float) -> Iterator[None]:
    """The kernel's clock, moved forward."""
    before = clock._clock.shift
    clock.move_by(lambda: before() + timedelta(days=days))
    try:
        yield
    finally:
        clock.move_by(before)


def bring(referrer: Any, referred: Any, client_uuid: UUID | None = None) -> UUID:
    """`referred` becomes a client through the link of `referrer`; the client's uuid."""
    client_uuid = client_uuid or uuid4()
    token = count_visit(code_for(referrer.uuid, name=referrer.name).code, fingerprint=str(uuid4()))
    attribute(
        client_uuid=client_uuid,
        referred=Identity(referred.uuid, referred.email, name=referred.name),
        token=token,
    )
    return client_uuid


def publish_terms(*rules: dict[str, Any], **terms: Any) -> ProgrammeVersion:
    """Put terms in force; with rules these instead of those before."""
    version = change_terms(start_draft(by=SYSTEM), terms, by=SYSTEM)
    for old in version.rules.all() if rules else ():
        drop_rule(version, old.key, by=SYSTEM)
    for rule in rules:
        put_rule(version, rule, by=SYSTEM)
    return publish(version, by=SYSTEM)


@transaction.atomic
def buy(client_uuid: UUID, minor: int, *, invoice: UUID | None = None, currency: str = "TRY") -> UUID:
    """A client pays an invoice, as the orders app settles one; the invoice's uuid."""
    invoice, paid = invoice or uuid4(), Money(minor, currency)
    commission = earn(Purchase(invoice, client_uuid, paid))
    post_sale(
        Sale(
            invoice_uuid=invoice,
            invoice_number="2026-0001",
            retail=paid,
            gateway="stripe",
            gateway_fee=Money.zero(currency),
            wholesale=Money(minor // 2, currency),
            commission=commission.amount if commission else Money.zero(currency),
            beneficiary=commission.beneficiary if commission else None,
        )
    )
    return invoice


@transaction.atomic
def refund(invoice: UUID, minor: int, of: int) -> None:
    """Part of an invoice is refunded, as the orders app does it."""
    post_refund(
        Refund(
            refund_uuid=uuid4(),
            invoice_uuid=invoice,
            invoice_number="2026-0001",
            amount=lira(minor),
            gateway="stripe",
        )
    )
    reverse(invoice, lira(minor), lira(of), by=SYSTEM)


def method_of(person: Any, kind: str = MethodKind.CARD, number: str = CARD) -> PayoutMethod:
    if kind == MethodKind.CREDIT:
        remember(Identity(person.uuid, person.email), client_uuid=uuid4())
    return add_method(person.uuid, kind=kind, number=number, holder=person.name, by=person.actor)


def wish_of(person: Any, minor: int, method: PayoutMethod, key: UUID | None = None) -> WithdrawalWish:
    return WithdrawalWish(
        person_uuid=person.uuid,
        person_name=person.name,
        amount=lira(minor),
        method_uuid=method.uuid,
        request_key=key or uuid4(),
    )


def withdraw(person: Any, minor: int, method: PayoutMethod | None = None) -> Withdrawal:
    return request_withdrawal(wish_of(person, minor, method or method_of(person)), by=person.actor)


def rich(person: Any, through: Any, minor: int = 100_000) -> None:
    """`person` has `minor` available: a purchase of five times that (20 %), 31 days ago."""
    client = bring(person, through)
    with days_later(-31):
        buy(client, minor * 5)


def standing(person: Any) -> dict[str, int]:
    """A person's balances in minor units of lira."""
    found = balances_of(person.uuid, "TRY")
    return {
        "available": found.available.minor,
        "pending": found.pending.minor,
        "reserved": found.reserved.minor,
        "paid": found.paid.minor,
    }
