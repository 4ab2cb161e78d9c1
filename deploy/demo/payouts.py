"""What affiliates were paid: a settled batch with its statement, one on its way to the bank, a request that waits."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from shared_apps.commissions.cards import WithdrawalWish
from shared_apps.commissions.models import MethodKind, PayoutMethod, Withdrawal
from shared_apps.commissions.queries import balances_of, programme, withdrawals_of
from shared_apps.commissions.verbs import add_method, approve_withdrawal, request_withdrawal
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.payouts.models import PayoutBatch
from shared_apps.payouts.queries import today
from shared_apps.payouts.verbs import (
    BatchWish,
    apply_part,
    confirm_import,
    import_result,
    make_batch,
    mark_sent,
    publish_rule,
    put_profile,
    put_rule,
    put_settings,
)
from tenant_apps.accounts.models import User
from tenants.context import current_tenant

from .orders import days_ago
from .people import Shop

# The check digits of the IBAN registry's own examples.
IBANS = {
    "IR": "IR580540105180021273113007",
    "TR": "TR330006100519786457841326",
    "DE": "DE89370400440532013000",
}
HOLDER = "Demo Payments"
STEPS = ("paid", "sent", "asked")


def load(shop: Shop, by: Actor) -> None:
    """Pay whoever brought clients; nothing where that is so."""
    person = User.objects.filter(email=shop.clients[0].email).first()
    if person:
        pay_out(person, by)


def pay_out(person: User, by: Actor) -> None:
    """Some of what somebody earned in the current tenant: paid, on its way to the bank, asked for."""
    if withdrawals_of(person.uuid).exists():
        return
    iban = IBANS.get(current_tenant().country, IBANS["DE"])
    put_settings({"account_holder": HOLDER, "account_iban": iban, "sends_xml": True}, by=by)
    if current_tenant().country == "TR":
        _withhold(by)
    with days_ago(10):
        method = add_method(
            person.uuid, kind=MethodKind.IBAN, number=iban, holder=person.name, by=person.actor
        )
        _introduce(person)
    for step, amount in zip(STEPS, _parts(person), strict=False):
        _withdraw(step, person, method, amount, by)


def _withhold(by: Actor) -> None:
    first = today().replace(month=1, day=1)
    rule = {"name": "Stopaj", "country": "TR", "kind": "individual", "basis_points": 1500, "since": first}
    publish_rule(put_rule({**rule, "until": None}, by=by), by=by)


def _introduce(person: User) -> None:
    named = {"name": person.name, "address": "1 Market Street", "country": current_tenant().country}
    put_profile(person.uuid, {"kind": "individual", "tax_id": "", **named}, by=person.actor)


def _parts(person: User) -> list[Money]:
    """As many withdrawals as the balance has minimums, three at most."""
    terms = programme()
    available = balances_of(person.uuid, terms.currency).available
    number = min(available.minor // terms.minimum.minor, len(STEPS))
    return available.split([1] * number) if number > 0 else []


def _withdraw(step: str, person: User, method: PayoutMethod, amount: Money, by: Actor) -> None:
    with days_ago({"paid": 8, "sent": 2, "asked": 0}[step]):
        key = uuid5(NAMESPACE_URL, f"demo:{current_tenant().slug}:withdrawal:{step}")
        wish = WithdrawalWish(person.uuid, person.name, amount, method.uuid, key)
        asked = request_withdrawal(wish, by=person.actor)
        if step != "asked":
            approve_withdrawal(asked, by=by)
            batch = _batch(asked, by)
            if step == "paid":
                _answer(batch, by)


def _batch(withdrawal: Withdrawal, by: Actor) -> PayoutBatch:
    key = uuid5(NAMESPACE_URL, f"demo:batch:{withdrawal.uuid}")
    batch = make_batch(BatchWish(key, withdrawal.currency, now().date()), by=by)
    mark_sent(batch, form="xml", by=by)
    return batch


def _answer(batch: PayoutBatch, by: Actor) -> None:
    lines = (f"{line.code},paid,{line.code}-TR" for line in batch.lines.all())
    content = "\n".join(["id,status,reference", *lines]).encode()
    source = import_result(batch, name="bank-result.csv", content=content, by=by)
    confirm_import(source, by=by)
    # At once, on the day that it is about; the agenda finds it done.
    apply_part(source, after=0)
