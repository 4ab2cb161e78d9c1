"""Nothing that a client or staff of a reseller can see, get or inspect names the platform (DESIGN, "White label").

The platform is given a name that occurs nowhere else, the reseller a domain of its own; then everything is read:
pages and what they load, headers, cookies, refusals, faults, the API, and every header and part of every mail.
"""

from __future__ import annotations

import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from datetime import timedelta
from email.header import decode_header, make_header
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urljoin, urlsplit
from uuid import UUID, uuid4

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.core import mail
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from PIL import Image
from pypdf import PdfReader

from branding.verbs import save_brand
from shared_apps.agenda.clock import shift
from shared_apps.agenda.door import run_due
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
from shared_apps.payments import door as payments
from shared_apps.payouts.models import ResultImport
from shared_apps.payouts.verbs import BatchWish, begin_approval, import_result, make_batch, pay_line, put_rule
from tenant_apps.accounts.commands import create_owner
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
from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.texts import TEXTS
from tenant_apps.orders.announcements import announce_receipt
from tenant_apps.orders.models import Invoice
from tenant_apps.orders.verbs import LineDraft, credit_invoice
from tenant_apps.orders.verbs.manual import DraftWish, write_draft
from tenant_apps.pricing.verbs import put_coupon, put_tax_rule
from tenant_apps.pricing.verbs.terms import terms_in_force
from tenant_apps.sign_on import verbs as sign_on
from tenant_apps.sign_on.tokens import Identity as Account
from tenant_apps.tickets import verbs as tickets
from tenant_apps.tickets.models import Department
from tenants import host_cache
from tenants.context import acting_in, acting_on_shared_data, current_tenant
from tenants.models import Domain, Tenant
from tenants.records import TenantRecord
from tests.conftest import PASSWORD
from tests.guards.urls import every_address
from tests.tenant_apps.accounts.soft_authenticator import made_for
from tests.tenant_apps.orders import stage
from tests.tenant_apps.orders.stage import gateway, open_shop, provisioner, shop

__all__ = ["gateway", "open_shop", "provisioner", "shop"]

PORTAL = "shop.bulut.localhost"
PLATFORM = "Zzyzx Platform"
URLCONF = "config.urls.reseller"
# The kind of server is nobody's business either.
TELLING = re.compile(rb"zzyzx|vitrine|django|allauth|gunicorn|granian|celery|stripe-python", re.IGNORECASE)
# One client speaks for all: of each kind of address, or of each parameter of its query, so many are read.
MOST_ALIKE = 2
# Addresses that only lead to others, or that need a state of their own which other tests have.
PASSING = {
    "account_home", "account_email_verification_sent", "account_set_password", "account_welcome", "mfa_authenticate",
    "account_confirm_login_code", "mfa_login_webauthn",
    "mfa_reauthenticate", "office_invoices_pdf", "order_begin", "referral_link",
    "client_card", "contact_join", "crossing_answer", "sign_on_back", "sign_on_confirm", "sign_on_join",
}  # fmt: skip
# The operator's own papers to the reseller, which no client can open: there it may say its name.
FROM_THE_OPERATOR = {"office_bill_pdf"}
# A reseller's dealings with the operator that need a payment, a package, a choice or a batch under way: their own
# tests read them.
WITH_THE_OPERATOR = {
    "office_billing_card", "office_billing_payment", "office_billing_payment_state", "office_billing_receipt",
    "office_plan", "office_plan_change", "office_price_change", "office_store_summary", "office_payout_batch_new",
}  # fmt: skip
# Parts of pages that ask for themselves while something moves.
BULK = UUID("b0000000-0000-4000-8000-000000000001")
PARTS = re.compile(r"/my/(orders|payments)/[0-9a-f-]{36}/")


@pytest.fixture
def reseller(in_shared_setup: None, settings: Any) -> TenantRecord:
    """Alpha on a domain of its own, on a platform whose name would stand out."""
    settings.PLATFORM_NAME = PLATFORM
    with acting_on_shared_data():
        Tenant.objects.filter(kind="operator").update(name=PLATFORM)
        alpha = Tenant.objects.get(slug="alpha")
        alpha.domains.update(is_canonical=False)
        Domain.objects.create(tenant=alpha, host=PORTAL, is_canonical=True)
        return alpha.record


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
    run_due()
    leave_moving(carls_client)
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


def leave_moving(client: Any) -> None:
    """What nobody has carried out yet, and a card: no gateway knows it, so nothing may be due on it."""
    upload("moving.csv")
    begin_bulk(Client.objects.all(), action="tag", details={"tag": "Tag"}, key=BULK, by=stage.BY)
    payments.plant_card(client.uuid, "card", by=stage.BY)


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


def test_no_page_names_the_platform(lived_in: Any, olga: Any) -> None:
    telling, read, has_no_page = [], set(), PASSING | WITH_THE_OPERATOR
    for name in ("", "carl", "olga", "adel"):
        browser = signed_in(name)
        if name == "olga":
            TOTP.activate(olga, generate_totp_secret())
            RecoveryCodes.activate(olga)
            WebAuthn.add(olga, "Phone", made_for(f"http://{PORTAL}"))
        for path, answer in crawl(browser, *seldom_linked()):
            telling += leaks_of(path, answer) if name_of(path) not in FROM_THE_OPERATOR else []
            {200: read, 405: has_no_page}.get(answer.status_code, set()).add(name_of(path))
    assert not telling, "\n".join(telling)
    unread = {address.name for address in every_address() if address.kind == "reseller"} - read - has_no_page
    assert not unread, f"Nobody could read {sorted(unread)}: let it happen in `lived_in`."


def seldom_linked() -> list[str]:
    """What two of a kind may not lead to: what to do with a bill, parts of a preview, a page one is led to."""
    with acting_on_shared_data():
        alpha = Tenant.objects.get(slug="alpha").record
    with acting_in(alpha):
        bills = list(Invoice.objects.values_list("uuid", flat=True))
        tries = [one for bill in bills for one in payments.payments_of(bill)]
        answers = list(ResultImport.objects.select_related("batch"))
    wanted = [
        ("office_clients_bulk_state", BULK),
        ("office_bulk_approval", BULK),
        ("office_bulk_approval_progress", BULK),
        *(("office_payout_batch_progress", one.batch.uuid) for one in answers),
        *(("office_payout_result_progress", one.batch.uuid, one.uuid) for one in answers),
        ("office_brand_invoice", "now"),
        ("office_brand_mail_css", "now", "light"),
        *(("office_invoice_edit", bill) for bill in bills),
        *(("office_invoice_refund", bill) for bill in bills),
        *(("office_invoice_received", bill) for bill in bills),
        *(("client_receipt_pdf", one.uuid) for one in tries if one.is_received),
    ]
    return [reverse(name, args=arguments, urlconf=URLCONF) for name, *arguments in wanted]


def write_help() -> None:
    """What the operator writes for partners and for clients, with covers."""
    with acting_on_shared_data():
        shelf = help_verbs.put_category("start", name={"en": "Begin"}, by=stage.BY)
        cover = keep_cover(SimpleUploadedFile("cover.png", picture()))
        for audience in ("clients", "partners"):
            words = {"en": help_verbs.Words(f"For {audience}", "Short.", "Ask **{brand}**.")}
            wish = help_verbs.ArticleWish(audience, shelf, audience, words, cover=cover)
            help_verbs.publish_article(help_verbs.put_article(None, wish, by=stage.BY), by=stage.BY)


def signed_in(name: str) -> Browser:
    """A browser on the portal; signed in by its pages, and a moment ago, as second steps ask for."""
    browser = Browser(HTTP_HOST=PORTAL)
    if name:
        typed = {"login": f"{name}@example.com", "password": PASSWORD}
        assert browser.post("/accounts/login/", typed).status_code == 302
        assert browser.post("/accounts/confirm/", typed).status_code == 302
    return browser


def name_of(path: str) -> str:
    found = pattern_of(path)
    return (found.url_name or "") if found else ""


def pattern_of(path: str) -> ResolverMatch | None:
    try:
        return resolve(urlsplit(path).path, urlconf=URLCONF)
    except Resolver404:
        return None


def crawl(browser: Browser, *more: str) -> Iterator[tuple[str, Any]]:
    """Every link on the portal's pages and everything that they load, each once and as far as they are not alike.

    Addresses that no link has led to are asked for in the name of nobody's things.
    """
    addresses = [address for address in every_address() if address.kind == "reseller"]
    waiting = deque(["/", *(address.path for address in addresses if not address.parameters)])
    nobodys = [address.path for address in addresses if address.parameters]
    seen: set[str] = set()
    alike: Counter[str] = Counter()
    for path in more:
        seen.add(path)
        answer = browser.get(path)
        yield path, answer
        waiting += links_of(path, answer)
    while waiting:
        path = waiting.popleft()
        kinds = kinds_of(path)
        if path not in seen and any(alike[kind] < most for kind, most in kinds.items()):
            seen.add(path)
            alike.update(kinds.keys())
            answer = static_file(path) if path.startswith("/static/") else browser.get(path)
            yield path, answer
            waiting += links_of(path, answer)
        if not waiting:
            waiting += [one for one in nobodys if not any(alike[kind] for kind in kinds_of(one))]
            nobodys = []


def kinds_of(path: str) -> dict[str, int]:
    """What an address is alike to others in, and how many of those are enough: its pattern, or each parameter."""
    found, parts = pattern_of(path), urlsplit(path)
    pattern = found.route if found else parts.path
    if not parts.query:
        return {pattern: MOST_ALIKE}
    return {f"{pattern}?{name}": 1 for name in parse_qs(parts.query, keep_blank_values=True)}


def static_file(path: str) -> Any:
    found = finders.find(path.removeprefix("/static/"))
    assert found, f"{path} is nowhere"
    with open(str(found), "rb") as file:
        return HttpResponse(file.read(), content_type="text/plain")


def links_of(path: str, answer: Any) -> Iterator[str]:
    """The addresses on this host that an answer names, and the parts that it asks for while things move."""
    if PARTS.fullmatch(path):
        yield f"{path}state/"
    if answer.get("Location"):
        yield from own(path, [answer["Location"]])
    if "html" in answer.get("Content-Type", ""):
        page = BeautifulSoup(body_of(answer), "html.parser")
        for name in ("href", "src", "hx-get"):
            yield from own(path, [str(tag[name]) for tag in page.find_all(attrs={name: True})])


def own(path: str, links: Iterable[str]) -> Iterator[str]:
    for link in links:
        parts = urlsplit(urljoin(f"http://{PORTAL}{path}", link))
        if parts.hostname == PORTAL and parts.scheme.startswith("http"):
            # One page of a list speaks for all of them.
            yield parts.path + (
                f"?{parts.query}" if parts.query.startswith(("offer=", "period=", "status=")) else ""
            )


def leaks_of(path: str, answer: Any) -> list[str]:
    """Every place of an answer that tells who runs it."""
    parts = {
        "body": body_of(answer),
        "headers": "\n".join(f"{name}: {value}" for name, value in answer.items()).encode(),
        "cookies": answer.cookies.output().encode(),
    }
    return [
        f"{path} ({answer.status_code}), {part}: {content[max(0, found.start() - 60) : found.end() + 40]!r}"
        for part, content in parts.items()
        for found in TELLING.finditer(content)
    ]


def body_of(answer: Any) -> bytes:
    body = b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
    return body + words_of_pdf(body) if body.startswith(b"%PDF-") else body


def words_of_pdf(content: bytes) -> bytes:
    """What a document says and tells of itself, which lies packed in the file."""
    reader = PdfReader(io.BytesIO(content))
    return f"{reader.metadata} {[page.extract_text() for page in reader.pages]}".encode()


def test_no_mail_names_the_platform(lived_in: Any, carl: Any) -> None:
    """Headers as they are sent, and what they and the parts say once decoded."""
    browser = signed_in("")
    browser.post(
        "/accounts/signup/", {"name": "New", "email": "new@example.com", "password1": "a blue kettle sings"}
    )
    browser.post("/accounts/password/reset/", {"email": carl.email})
    create_owner(by=stage.BY, email="second@example.com", name="Second Owner")
    run_due()
    letters = letters_to_owners()
    sent_by_portal = [one for one in mail.outbox if one.extra_headers.get("Message-ID") not in letters]
    assert len({message.subject for message in sent_by_portal}) > 10
    for message in sent_by_portal:
        sent = message.message()
        parts = [part.get_payload(decode=True) or b"" for part in sent.walk()]
        headers = "\n".join(f"{name}: {make_header(decode_header(value))}" for name, value in sent.items())
        for content in (sent.as_bytes(), headers.encode(), *parts):
            assert not (found := TELLING.search(content)), f"{message.subject}: {found}"


def letters_to_owners() -> set[str]:
    """What the operator itself writes to a reseller's owners, and to nobody else: there it may say its name."""
    with acting_on_shared_data():
        operator, alpha = (Tenant.objects.get(slug=slug).record for slug in ("operator", "alpha"))
    with acting_in(alpha):
        owners = set(User.objects.filter(role="owner").values_list("email", flat=True))
    with acting_in(operator):
        letters = list(MailMessage.objects.all())
        # What it writes to its own staff is no reseller's affair.
        own = set(User.objects.values_list("email", flat=True))
    assert letters
    assert all(TEXTS[one.template].is_of_partners and one.to_email in owners | own for one in letters)
    return {f"<{one.uuid}@{operator.canonical_host}>" for one in letters}


def test_no_refusal_names_the_platform(
    lived_in: Any, monkeypatch: pytest.MonkeyPatch, reseller: TenantRecord
) -> None:
    """Refusals, faults and outages, of pages and of the API."""
    nobody, adel = signed_in(""), signed_in("adel")
    guarded = Browser(HTTP_HOST=PORTAL, enforce_csrf_checks=True)
    nobody.raise_request_exception = False
    answers = {
        404: nobody.get("/nowhere/"),
        403: adel.get("/office/payments/methods/"),
        403.1: guarded.post("/accounts/login/", {"login": "x"}),
        405: nobody.post("/"),
        400: nobody.post("/webhooks/stripe/", b"{}", content_type="application/json"),
        404.3: nobody.get("/", headers={"Host": "bad host"}),
        404.1: nobody.get("/api/v1/nowhere/"),
        403.2: nobody.get("/api/v1/me/"),
        405.1: adel.post("/api/v1/me/"),
        404.2: nobody.get("/", headers={"Host": "unknown.example"}),
        503: _broken(nobody, monkeypatch, OperationalError("connection to server at db-1 failed")),
        500: _broken(nobody, monkeypatch, RuntimeError("secret detail")),
    }
    answers[410] = _suspended(nobody)
    for status, answer in answers.items():
        assert answer.status_code == int(status), f"{status}: {answer.status_code}"
        assert not leaks_of(str(status), answer)
        assert b"secret detail" not in body_of(answer)


def _broken(browser: Browser, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> Any:
    """The front page while something is wrong below it."""

    def fail(*_asked: object, **_more: object) -> None:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr("tenant_apps.storefront.views.site.queries.listed", fail)
        return browser.get("/")


def _suspended(browser: Browser) -> Any:
    with acting_on_shared_data():
        Tenant.objects.filter(slug="alpha").update(status=Tenant.Status.SUSPENDED)
    host_cache.near.clear()
    caches["shared"].clear()
    return browser.get("/")
