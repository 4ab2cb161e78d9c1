"""Shared rows of a tenant for the proof to go after: a payout method, a withdrawal, a statement, a domain, its link."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction

from shared_apps.commissions.cards import WithdrawalWish
from shared_apps.commissions.models import Earning, MethodKind
from shared_apps.commissions.queries import balances_of, programme
from shared_apps.commissions.verbs import add_method, request_withdrawal
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.verbs import claim, share
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.moves.models import ClientMove
from shared_apps.settlement.verbs import issue_statement
from shared_apps.settlement.verbs.statements import month_begin
from tenants.context import current_tenant
from tenants.models import Tenant

# The number that card makers give to testers.
CARD = "4111111111111111"


@transaction.atomic
def plant_withdrawal(person_uuid: UUID, name: str, *, by: Actor) -> None:
    """A payout method of a person and, where something was earned, a wish for all of it, hold or no hold."""
    method = add_method(person_uuid, kind=MethodKind.CARD, number=CARD, holder=name, by=by)
    tenant = current_tenant()
    Earning.objects.filter(tenant_id=tenant.id, beneficiary_uuid=person_uuid).update(available_at=now())
    terms = programme()
    balances = balances_of(person_uuid, terms.currency)
    if balances.available + balances.pending >= terms.minimum:
        amount = balances.available + balances.pending
        request_withdrawal(WithdrawalWish(person_uuid, name, amount, method.uuid, uuid4()), by=by)


def plant_statement(*, by: Actor) -> None:
    """The wholesale statement of this month, where anything was sold; the month is not over, nor is it paid."""
    issue_statement(current_tenant().currency, month_begin(now() + timedelta(days=32)), by=by)


def plant_domain(word: str, *, by: Actor) -> OwnDomain:
    """A domain that nobody can own, claimed and shared with whoever runs its DNS."""
    domain = claim(f"{word}.com", by=by)[0]
    share(domain, by=by)
    return domain


def plant_move(word: str) -> None:
    """A client that somebody else's tenant gives to this one, its terms still unanswered; nobody's, so none moves."""
    operator = Tenant.objects.get(kind=Tenant.Kind.OPERATOR)
    ClientMove.objects.get_or_create(
        tenant=operator,
        to_tenant_id=current_tenant().id,
        defaults={
            "client_uuid": uuid4(),
            "client_name": word,
            "status": ClientMove.Status.AGREED,
            "code_digest": uuid4().hex,
            "expires_at": now() + timedelta(days=15),
            "cut_over_at": now() + timedelta(days=30),
        },
    )
