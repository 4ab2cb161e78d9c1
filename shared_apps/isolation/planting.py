"""Shared rows of a tenant for the proof to go after: a payout method, a withdrawal, a statement, a domain, its
link, an extra service."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction

from shared_apps.commissions.cards import WithdrawalWish
from shared_apps.commissions.models import Earning, MethodKind, Withdrawal
from shared_apps.commissions.queries import balances_of, programme
from shared_apps.commissions.ready_texts import usual_texts
from shared_apps.commissions.verbs import (
    add_method,
    approve_withdrawal,
    code_for,
    request_withdrawal,
    start_draft,
)
from shared_apps.commissions.verbs.campaigns import start_campaign
from shared_apps.commissions.verbs.disputes import say_in_dispute
from shared_apps.commissions.verbs.members import put_ready_text
from shared_apps.commissions.verbs.tiers import put_tier
from shared_apps.domains.models import OwnDomain
from shared_apps.domains.verbs import claim, share
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.moves.models import ClientMove
from shared_apps.partner_store.items import PROBE_SKU
from shared_apps.partner_store.models import (
    ExtraService,
    RequestLine,
    RequestMessage,
    ServiceRequest,
    StoreItem,
)
from shared_apps.partner_store.verbs.deals import DealWish, register_deal
from shared_apps.payouts.verbs import (
    BatchWish,
    begin_approval,
    import_result,
    make_batch,
    pay_line,
    put_profile,
    put_rule,
)
from shared_apps.settlement.models import Bill
from shared_apps.settlement.verbs import issue_statement
from shared_apps.settlement.verbs.statements import month_begin
from tenants.context import current_tenant
from tenants.models import Tenant

# The number that card makers give to testers.
CARD = "4111111111111111"
STAFF = Actor.system("isolation.planting")


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
        wish = WithdrawalWish(person_uuid, name, amount, method.uuid, uuid4())
        _pay_out(request_withdrawal(wish, by=by), by=by)


def _pay_out(withdrawal: Withdrawal, *, by: Actor) -> None:
    """All that follows a wish: who is paid, approval, a batch, the bank's answer, a payout with its statement."""
    named = {"name": withdrawal.person_name, "address": "Street 1", "country": "DE", "tax_id": ""}
    put_profile(withdrawal.person_uuid, {"kind": "individual", **named}, by=by)
    fields = {"name": withdrawal.person_name, "country": "", "kind": "", "basis_points": 0}
    put_rule({**fields, "since": now().date(), "until": None}, by=STAFF)
    begin_approval(Withdrawal.objects.filter(pk=withdrawal.pk), key=uuid4(), by=STAFF)
    approve_withdrawal(withdrawal, by=STAFF)
    wish = BatchWish(uuid4(), withdrawal.currency, now().date(), frozenset({withdrawal.uuid}))
    batch = make_batch(wish, by=STAFF)
    line = batch.lines.get()
    answer = f"id,status,reference\n{line.code},paid,{withdrawal.person_name}\n"
    import_result(batch, name=f"{withdrawal.person_name}.csv", content=answer.encode(), by=STAFF)
    pay_line(line, reference=withdrawal.person_name[:80], by=STAFF)


def plant_terms(word: str, *, by: Actor) -> None:
    """A level of affiliates, and terms that are being written."""
    put_tier({"name": f"Level of {word}"}, by=by)
    start_draft(by=by)


@transaction.atomic
def plant_programme(person_uuid: UUID, name: str, *, by: Actor) -> None:
    """A campaign of a member, a dispute about what they earned, and a text to post."""
    start_campaign(code_for(person_uuid, name=name), tag=name[:60], by=by)
    put_ready_text(usual_texts(current_tenant().default_language)[0], by=by)
    earning = Earning.objects.filter(tenant_id=current_tenant().id, beneficiary_uuid=person_uuid).first()
    if earning:
        say_in_dispute(earning, name, name=name, by=by)


def plant_statement(*, by: Actor) -> None:
    """The wholesale statement of this month, where anything was sold; the month is not over, nor is it paid."""
    issue_statement(current_tenant().currency, month_begin(now() + timedelta(days=32)), by=by)
    plant_bill()


def plant_bill() -> None:
    """A bill of nothing, outside of the numbers that are given: nobody owes it and nobody is told."""
    tenant, at = current_tenant(), now()
    Bill.objects.get_or_create(
        kind=Bill.Kind.OTHER,
        cause_uuid=tenant.uuid,
        defaults={
            "tenant_id": tenant.id,
            "number": f"P-{tenant.uuid.hex[:20]}",
            "currency": tenant.currency,
            "net_minor": 0,
            "total_minor": 0,
            "billed_to": {"name": tenant.name},
            "status": Bill.Status.PAID,
            "issued_at": at,
            "due_at": at,
            "paid_at": at,
        },
    )


@transaction.atomic
def plant_extra(word: str) -> None:
    """A request for an extra service, talked about, and that service in force. Nobody is told of it."""
    at, tenant = now(), current_tenant()
    item, _new = StoreItem.objects.get_or_create(
        sku=PROBE_SKU, defaults={"name": {"en": "Isolation proof"}, "category": "other", "is_active": False}
    )
    common = {"sku": item.sku, "name": {"en": word}, "period": item.period, "currency": tenant.currency}
    request = ServiceRequest.objects.create(
        tenant_id=tenant.id, currency=tenant.currency, note=word, requester_uuid=uuid4(),
        requester_email=f"{word}@proof.invalid", submitted_at=at, changed_at=at, answer_due_at=at,
    )  # fmt: skip
    RequestMessage.objects.create(request=request, author=word, body=word)
    line = RequestLine.objects.create(request=request, item=item, unit_minor=0, **common)
    ExtraService.objects.create(
        tenant_id=tenant.id, item=item, line=line, unit_minor=0, starts_at=at, paid_until=at, **common
    )


def plant_domain(word: str, *, by: Actor) -> OwnDomain:
    """A domain that nobody can own, claimed and shared with whoever runs its DNS."""
    domain = claim(f"{word}.com", by=by)[0]
    share(domain, by=by)
    return domain


def plant_deal(word: str, *, by: Actor) -> None:
    """A sale that the tenant works on."""
    tenant = current_tenant()
    wish = DealWish(uuid4(), word, Money.zero(tenant.currency), domain=f"{word}.com")
    register_deal(tenant.id, wish, by=by)


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
