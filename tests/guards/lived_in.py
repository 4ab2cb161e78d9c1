"""A shop on a domain of its own in which everything has happened once, so that every page has something to show.

The platform and the operator are given names that occur nowhere else: wherever one of them stands, it was told.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from branding.verbs import save_brand
from shared_apps.agenda.clock import shift
from shared_apps.agenda.door import run_due
from shared_apps.catalog import verbs as catalog
from shared_apps.catalog.models import Price
from shared_apps.catalog.reckoning import Amounts
from shared_apps.commissions import door as commissions
from shared_apps.commissions.cards import Identity, WithdrawalWish
from shared_apps.commissions.models import Earning, ProgrammeVersion, Withdrawal
from shared_apps.commissions.ready_texts import usual_texts
from shared_apps.commissions.verbs import add_method, approve_withdrawal, code_for, request_withdrawal
from shared_apps.commissions.verbs.campaigns import start_campaign
from shared_apps.commissions.verbs.disputes import say_in_dispute
from shared_apps.commissions.verbs.members import put_ready_texts
from shared_apps.crossings import door as crossings
from shared_apps.crossings.verbs import ask
from shared_apps.domains import verbs as domains
from shared_apps.help import verbs as help_verbs
from shared_apps.help.covers import keep_cover
from shared_apps.isolation.door import (
    plant_deal,
    plant_extra,
    plant_move,
    plant_statement,
    plant_terms,
)
from shared_apps.kernel.clock import move_by, now
from shared_apps.kernel.money import Money
from shared_apps.moves import door as moves
from shared_apps.moves.models import ClientMove
from shared_apps.partner_store.models import PlatformPlan
from shared_apps.partner_store.verbs import begin_subscription
from shared_apps.payments import door as payments
from shared_apps.payouts.verbs import BatchWish, begin_approval, import_result, make_batch, pay_line, put_rule
from shared_apps.settlement.verbs.counter import at_operator
from shared_apps.settlement.verbs.paying import go_on_paying
from tenant_apps.accounts.models import User
from tenant_apps.accounts.verbs.custom_roles import make_role
from tenant_apps.clients.contacts import invite_contact
from tenant_apps.clients.imports.begin import match_columns, take_file
from tenant_apps.clients.models import Client, ClientGroup, ClientImport, CustomField, Tag
from tenant_apps.clients.verbs.addresses import put_address
from tenant_apps.clients.verbs.bulk import begin_bulk
from tenant_apps.clients.verbs.documents import add_document
from tenant_apps.clients.verbs.notes import add_note
from tenant_apps.clients.verbs.sorting import put_field, put_group, put_tag
from tenant_apps.clients.verbs.take_along import ask_for_export
from tenant_apps.orders.announcements import announce_receipt
from tenant_apps.orders.verbs import LineDraft, credit_invoice
from tenant_apps.orders.verbs.manual import DraftWish, write_draft
from tenant_apps.pricing.verbs import put_coupon, put_tax_rule
from tenant_apps.pricing.verbs.terms import terms_in_force
from tenant_apps.sign_on import verbs as sign_on
from tenant_apps.sign_on.tokens import Identity as Account
from tenant_apps.tickets import verbs as tickets
from tenant_apps.tickets.models import Department
from tenants.context import acting_in, acting_on_shared_data, current_tenant
from tenants.models import Domain, Tenant
from tenants.records import TenantRecord
from tests.guards.crawl import PORTAL
from tests.shared_apps.partner_store.store.stage import stock as fill_the_store
from tests.shared_apps.settlement.till import Till
from tests.tenant_apps.orders import stage

PLATFORM = "Zzyzx Platform"
OPERATOR, OPERATORS_HOST = "Qwyxo Company", "qwyxo.example"
BULK = UUID("b0000000-0000-4000-8000-000000000001")


@pytest.fixture
def reseller(in_shared_setup: None, settings: Any) -> TenantRecord:
    """Alpha (as beta) on a domain of its own, on a platform and with an operator whose names would stand out."""
    settings.PLATFORM_NAME = PLATFORM
    with acting_on_shared_data():
        Tenant.objects.filter(kind="operator").update(name=OPERATOR)
        hosts = {"operator": OPERATORS_HOST, "beta": "shop.abr.localhost", "alpha": PORTAL}
        for slug, host in hosts.items():
            tenant = Tenant.objects.get(slug=slug)
            tenant.domains.update(is_canonical=False)
            Domain.objects.create(tenant=tenant, host=host, is_canonical=True)
        return tenant.record


@pytest.fixture
def lived_in(
    shop: Any, carl: Any, sam: Any, carls_client: Any, sams_client: Any, reseller: TenantRecord, settings: Any
) -> Any:
    """A shop in which everything has happened once, so that every page has something to show."""
    settings.VITRINE_DNS_SERVERS = ["127.0.0.1:1"]
    domains.share(domains.claim("shop.acme.example", by=stage.BY)[0], by=stage.BY)
    payments.connect_stripe(
        "sk_test_alpha", webhook_url=f"http://{PORTAL}:8000/webhooks/stripe/", by=stage.BY
    )
    words = {"en": "Pay within a week."}
    fields = {"logo": picture(), "terms": words, "privacy": words, "support_email": "help@bulut.example"}
    save_brand(reseller, fields=fields, by=stage.BY)
    link = commissions.visit(commissions.code_of(carl.uuid, name=carl.name), fingerprint="x")
    friend = Identity(sam.uuid, sam.email)
    commissions.attribute(client_uuid=sams_client.uuid, referred=friend, token=link)
    shop.paid(sams_client, shop.wish("hosting-m", 20, "backups-m"))
    shop.paid(carls_client, shop.wish("training"))
    recommend(carl)
    shop.order(carls_client, shop.wish("mail-m", 3))
    withdraw(carl)
    waiting = shop.start(shop.invoice(carls_client, shop.wish("training")), "bank")
    receipt = SimpleUploadedFile("receipt.png", picture())
    payments.add_receipt(waiting.payment_uuid, receipt, by=carl.actor)
    announce_receipt(payments.payment(waiting.payment_uuid))
    sign_in_elsewhere(carl)
    hire(carl, carls_client, reseller)
    visit(carl, carls_client, reseller)
    ask_something(carl, carls_client)
    plant_statement(by=stage.BY)
    credit_and_draft(shop, carls_client)
    put_prices()
    write_help()
    plant_deal("acme", by=stage.BY)
    plant_terms("acme", by=stage.BY)
    plant_extra("acme")
    file_away(carls_client, carl)
    sort_clients()
    upload("checked.csv")
    move(carls_client)
    choose_a_package(reseller)
    announce_prices()
    fill_the_store()
    pay_the_operator(shop.gateway, reseller)
    run_due()
    leave_moving(carls_client, reseller)
    return shop


def credit_and_draft(shop: Any, client: Any) -> None:
    """Part of an open invoice is taken off, another is being written."""
    lowered = shop.invoice(client, shop.wish("training"))
    credit_invoice(lowered, Money(1000, "TRY"), reason="Late", to="none", by=stage.BY)
    wish = DraftWish([LineDraft("Advice", 1, Money(5000, "TRY"))], now())
    write_draft(client, wish, by=stage.BY)


def put_prices() -> None:
    """A coupon, a tax of a place where nobody lives, and the terms as somebody accepted them."""
    put_tax_rule({"name": "Ice", "country": "AQ", "basis_points": 1000}, by=stage.BY)
    put_coupon({"code": "WELCOME", "kind": "percent", "basis_points": 1000, "currency": "TRY"}, by=stage.BY)
    terms_in_force()


def file_away(client: Any, person: Any) -> None:
    """What is kept of Carl, and what he takes along."""
    where = dict.fromkeys(("postal_code", "city", "region", "country"), "")
    where |= {"kind": "service", "label": "Yard", "street": "Yard 1"}
    put_address(client, where, address=None, by=stage.BY)
    paper = SimpleUploadedFile("paper.png", picture())
    add_document(client, paper, kind="contract", title="Paper", is_shared=True, by=stage.BY)
    add_note(client, text="Noted", by=stage.BY)
    ask_for_export(client, by=person.actor)


def sort_clients() -> None:
    put_group(ClientGroup(name="Group"), by=stage.BY)
    put_tag(Tag(name="Tag"), by=stage.BY)
    put_field(CustomField(), {"label": "Field"}, by=stage.BY)


def upload(name: str) -> ClientImport:
    """A row that is right and one that is not, being tried out."""
    content = b"Name;E-mail\nRow;row@acme.example\nWrong;nowhere\n"
    batch = take_file(content, name=name, by=stage.BY)
    wish = {"duplicates": batch.duplicates, "country": batch.country, "encoding": batch.encoding}
    match_columns(batch, batch.columns, **wish, has_heads=batch.has_heads, by=stage.BY)
    return batch


def choose_a_package(tenant: TenantRecord) -> None:
    """A package on trial, and another one to change to."""
    for sku, minor in (("small", 30_000), ("large", 60_000)):
        package = PlatformPlan.objects.create(sku=sku, names={"en": sku.title()}, seats=20)
        package.prices.create(currency="TRY", period="month", amount_minor=minor)
    begin_subscription(Tenant.objects.get(pk=tenant.id), plan_sku="small", by=stage.BY)


def announce_prices() -> None:
    """Training is to cost the shop 55.00 instead of 50.00, as it was told an hour ago."""
    with acting_on_shared_data():
        version = catalog.draft_version(by=stage.BY)
        price = Price.objects.get(plan__sku="training", currency="TRY")
        catalog.put_lines(version, {price.pk: Amounts(5_500, 6_500, 9_000, 18_000)}, by=stage.BY)
        catalog.weigh(version, by=stage.BY)
        run_due()
        terms = {"notice_days": 30, "for_renewals": True, "note": {"en": "Costs rose."}}
        move_by(lambda: timedelta(hours=-2))  # so that the notice, an hour later, is due by now
        catalog.publish(version, effective_at=now() + timedelta(days=30, hours=1), **terms, by=stage.BY)
        move_by(shift)


def pay_the_operator(gateway: Any, tenant: TenantRecord) -> None:
    """A bill that was paid by card, one with a transfer under way, and one that is open."""
    with acting_on_shared_data():
        alpha, operator = (Tenant.objects.get(slug=slug) for slug in ("alpha", "operator"))
    till = Till(gateway, operator.record, alpha)
    by_card = till.start(till.bill().uuid)
    till.pay_at_gateway(by_card.redirect_url)
    go_on_paying(by_card.payment_uuid, tenant_uuid=tenant.uuid, by=stage.BY)
    till.start(till.bill().uuid, "bank")
    till.bill()


def leave_moving(client: Any, tenant: TenantRecord) -> None:
    """What nobody has carried out yet, and cards: no gateway knows them, so nothing may be due on them."""
    upload("moving.csv")
    begin_bulk(Client.objects.all(), action="tag", details={"tag": "Tag"}, key=BULK, by=stage.BY)
    payments.plant_card(client.uuid, "card", by=stage.BY)
    with at_operator():
        payments.plant_card(tenant.uuid, "card of the office", by=stage.BY)


def ask_something(carl: Any, client: Any) -> None:
    """Carl asks, with a file; the shop, which has a department, answers and closes."""
    tickets.save_department(Department(name="Help desk"), by=stage.BY)
    file = SimpleUploadedFile("question.txt", b"Words")
    wish = tickets.TicketWish("How?", tickets.Saying("Like this?", [file]))
    ticket = tickets.open_ticket(client, wish, by=carl.actor, opened_by=carl)
    tickets.answer(ticket, tickets.Saying("Like that."), by=stage.BY)
    tickets.close(ticket, by=stage.BY, tells_client=True)
    tickets.ask(ticket, tickets.Saying("And then?"), by=carl.actor)


def sign_in_elsewhere(person: Any) -> None:
    """A provider of the reseller's own for clients, and the platform's for staff."""
    fields = {
        "audience": "clients",
        "kind": "custom",
        "name": "Bulut ID",
        "issuer": "https://id.bulut.example",
    }
    provider = sign_on.add_provider({**fields, "client_id": "shop"}, secret="s3cret", by=stage.BY)
    type(provider).objects.update(is_active=True, checked_at=provider.created_at)
    sign_on.connect(person, provider, Account("s-1", person.email, ""), by=person.actor)
    sign_on.switch_partner_account_on(by=stage.BY)


def hire(carl: Any, client: Any, tenant: TenantRecord) -> None:
    """The shop has a role of its own making, and Carl has invited somebody."""
    with acting_in(tenant):
        olga = User.objects.get(email="olga@example.com")
        wish = {"name": "Front desk", "base": "support"}
        make_role(**wish, permissions=["clients.view"], giver=olga, by=olga.actor)
        invite_contact(client, email="friend@acme.example", role="billing", by=carl.actor)


def visit(carl: Any, client: Any, tenant: TenantRecord) -> None:
    """Olga asks to act for Carl."""
    with acting_in(tenant):
        olga = User.objects.get(email="olga@example.com")
        here, there = (crossings.Party(tenant, each.uuid, str(each)) for each in (olga, carl))
        wish = crossings.Wish("office_client", here, there, "A question", client_uuid=client.uuid)
        ask(wish, consent="ask", by=olga.actor)


def recommend(person: Any) -> None:
    """A campaign, a question about what was earned, and texts of the office's own."""
    start_campaign(code_for(person.uuid), tag="Newsletter", by=person.actor)
    say_in_dispute(Earning.objects.get(), "Why so little?", name=person.name, by=person.actor)
    put_ready_texts(usual_texts(current_tenant().default_language), by=stage.BY)


def withdraw(person: Any) -> None:
    """20 × 100.00 + 20.00 = 2,020.00 were bought; of the 404.00 earned 300.00 are asked for."""
    run_due()
    move_by(lambda: timedelta(days=31))
    number = "TR33 0006 1005 1978 6457 8413 26"
    method = add_method(person.uuid, kind="iban", number=number, holder=person.name, by=person.actor)
    wish = WithdrawalWish(person.uuid, person.name, Money(30_000, "TRY"), method.uuid, uuid4())
    asked = request_withdrawal(wish, by=person.actor)
    move_by(shift)
    pay_out(asked, method, person)


def pay_out(paid: Any, method: Any, person: Any) -> None:
    """300.00 are paid in a batch with a statement; of the 104.00 left, 50.00 wait for a batch and 50.00 for a word."""
    begin_approval(Withdrawal.objects.filter(pk=paid.pk), key=BULK, by=stage.BY)
    approve_withdrawal(paid, by=stage.BY)
    batch = make_batch(BatchWish(uuid4(), "TRY", now().date()), by=stage.BY)
    line = batch.lines.get()
    answer = f"id,status,reference\n{line.code},paid,TR-1\n"
    import_result(batch, name="answer.csv", content=answer.encode(), by=stage.BY)
    pay_line(line, reference="TR-1", by=stage.BY)
    put_rule({"name": "Tax", "basis_points": 1000, "since": now().date()}, by=stage.BY)
    with mock.patch.object(ProgrammeVersion, "minimum", Money(1, "TRY")):
        for _each in range(2):
            wish = WithdrawalWish(person.uuid, person.name, Money(5_000, "TRY"), method.uuid, uuid4())
            last = request_withdrawal(wish, by=person.actor)
    approve_withdrawal(last, by=stage.BY)


def move(client: Any) -> None:
    """Somebody comes from another provider, and Carl thinks about going to one."""
    with acting_on_shared_data():
        beta = Tenant.objects.get(slug="beta").record
    plant_move("Daria")
    ClientMove.objects.update(tenant_id=beta.id)
    code = moves.make_code(client.uuid, client.name, by=stage.BY)
    with acting_in(beta):
        in_a_month = now() + timedelta(days=30)
        moves.propose(moves.look_up(code).uuid, terms=[], cut_over_at=in_a_month, by=stage.BY)


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (96, 96), "#7c3aed").save(content, "PNG")
    return content.getvalue()


def write_help() -> None:
    """What the operator writes for partners and for clients, with covers."""
    with acting_on_shared_data():
        shelf = help_verbs.put_category("start", name={"en": "Begin"}, by=stage.BY)
        cover = keep_cover(SimpleUploadedFile("cover.png", picture()))
        for audience in ("clients", "partners"):
            words = {"en": help_verbs.Words(f"For {audience}", "Short.", "Ask **{brand}**.")}
            wish = help_verbs.ArticleWish(audience, shelf, audience, words, cover=cover)
            help_verbs.publish_article(help_verbs.put_article(None, wish, by=stage.BY), by=stage.BY)
