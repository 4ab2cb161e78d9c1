"""Nothing that a client or staff of a reseller can see, get or inspect names the platform (DESIGN, "White label").

The platform and the operator are given names that occur nowhere else, the reseller a domain of its own; then everything
is read: pages and what they load, headers, cookies, refusals, faults, the API, and every header and part of every mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core import mail
from django.core.cache import caches
from django.db import OperationalError
from django.test import Client as Browser
from django.urls import reverse

from shared_apps.agenda.door import run_due
from shared_apps.payments import door as payments
from shared_apps.payments.models import SavedCard
from shared_apps.payouts.models import ResultImport
from tenant_apps.accounts.commands import create_owner
from tenant_apps.accounts.models import User
from tenant_apps.notices.models import MailMessage
from tenant_apps.notices.texts import TEXTS
from tenant_apps.orders.models import Invoice
from tenants import host_cache
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant
from tenants.records import TenantRecord
from tests.guards.crawl import ADDRESSES, PORTAL, URLCONF, body_of, crawl, is_led_on, name_of, signed_in
from tests.guards.lived_in import BULK, OPERATOR, OPERATORS_HOST, lived_in, reseller
from tests.tenant_apps.accounts.soft_authenticator import made_for
from tests.tenant_apps.orders import stage
from tests.tenant_apps.orders.stage import gateway, open_shop, provisioner, shop

__all__ = ["gateway", "lived_in", "open_shop", "provisioner", "reseller", "shop"]

# Names of the platform and of what runs it: the kind of server is nobody's business either.
SOFTWARE = ("zzyzx", "vitrine", "django", "allauth", "gunicorn", "granian", "celery", "stripe-python")
NAMES = (*SOFTWARE, "qwyxo")
# Addresses that only lead to others, or that need a state of their own which other tests have.
PASSING = {
    "account_home", "account_email_verification_sent", "account_set_password", "account_welcome", "mfa_authenticate",
    "account_confirm_login_code", "mfa_login_webauthn",
    "mfa_reauthenticate", "office_invoices_pdf", "order_begin", "referral_link",
    "contact_join", "crossing_answer", "sign_on_back", "sign_on_confirm", "sign_on_join",
}  # fmt: skip
# Back from the gateway: what became of a card is said on the page that follows.
LEADING = {"client_card", "office_billing_card"}
# The operator's own papers to the reseller, which no client can open: there the operator stands as their issuer, in
# the head, on the foot of each page and in what the file says of its author.
PAPERS = {"office_bill_pdf", "office_billing_receipt"}
AS_ISSUER = re.compile(
    rf"Issued by\n{OPERATOR}\n|^Q {OPERATOR} (?:Bill|Statement|Receipt)\n|^{OPERATOR} Page \d+ of \d+$"
    rf"|/(?:Author|Title|T) ?\({OPERATOR}\)|'/Author': '{OPERATOR}'|<rdf:li>{OPERATOR}</rdf:li>".encode(),
    re.MULTILINE,
)


def test_no_page_names_the_platform(lived_in: Any, olga: Any) -> None:
    telling, read, has_no_page = [], set(), set(PASSING)
    loaded: set[str] = set()
    for name in ("", "carl", "olga", "adel"):
        browser = signed_in(name)
        if name == "olga":
            TOTP.activate(olga, generate_totp_secret())
            RecoveryCodes.activate(olga)
            WebAuthn.add(olga, "Phone", made_for(f"http://{PORTAL}"))
            browser.post("/office/store/selection/", {"item": ["seats", "set-up"]})
        for path, answer in crawl(browser, loaded, *seldom_linked()):
            telling += leaks_of(path, answer)
            if is_led_on(answer) and name_of(path) in LEADING:
                read.add(name_of(path))
            {200: read, 405: has_no_page}.get(answer.status_code, set()).add(name_of(path))
    assert not telling, "\n".join(telling)
    unread = {address.name for address in ADDRESSES} - read - has_no_page
    assert not unread, f"Nobody could read {sorted(unread)}: let it happen in `lived_in`."


def seldom_linked() -> list[str]:
    """What no page leads to: where a form leads, parts of a preview, what a payment or a card leads back to."""
    with acting_on_shared_data():
        alpha = Tenant.objects.get(slug="alpha").record
        cards = list(SavedCard.objects.values_list("uuid", flat=True))
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
        *((name, card) for name in sorted(LEADING) for card in cards),
    ]
    return [reverse(name, args=arguments, urlconf=URLCONF) for name, *arguments in wanted]


def leaks_of(path: str, answer: Any) -> list[str]:
    """Every place of an answer that tells who runs it."""
    body = body_of(answer)
    if name_of(path) in PAPERS and answer.status_code == 200:
        body, places = AS_ISSUER.subn(b"", body)
        assert places > 2, f"{path} does not say who issued it."
    parts = {
        "body": body,
        "headers": "\n".join(f"{name}: {value}" for name, value in answer.items()).encode(),
        "cookies": answer.cookies.output().encode(),
    }
    return [
        f"{path} ({answer.status_code}), {part}: {found!r}"
        for part, content in parts.items()
        for found in told_in(content)
    ]


def told_in(content: bytes, names: tuple[str, ...] = NAMES) -> Iterator[bytes]:
    """Each of the names that stands in a text, in any case, with what stands around it."""
    low = content.lower()
    for name in names:
        at = low.find(name.encode())
        while at >= 0:
            yield content[max(0, at - 60) : at + len(name) + 40]
            at = low.find(name.encode(), at + 1)


def test_no_mail_names_the_platform(lived_in: Any, carl: Any) -> None:
    """Headers as they are sent, and what they and the parts say once decoded."""
    browser = signed_in("")
    browser.post(
        "/accounts/signup/", {"name": "New", "email": "new@example.com", "password1": "a blue kettle sings"}
    )
    browser.post("/accounts/password/reset/", {"email": carl.email})
    create_owner(by=stage.BY, email="second@example.com", name="Second Owner")
    run_due()
    letters = letters_of_the_operator()
    by_the_portal = [one for one in mail.outbox if one.extra_headers.get("Message-ID") not in letters]
    assert len({message.subject for message in by_the_portal}) > 10
    assert len(by_the_portal) < len(mail.outbox)
    for message in mail.outbox:
        names = SOFTWARE if message.extra_headers.get("Message-ID") in letters else NAMES
        sent = message.message()
        parts = [part.get_payload(decode=True) or b"" for part in sent.walk()]
        headers = "\n".join(f"{name}: {make_header(decode_header(value))}" for name, value in sent.items())
        for content in (sent.as_bytes(), headers.encode(), *parts):
            assert not (found := list(told_in(content, names))), f"{message.subject}: {found}"


def letters_of_the_operator() -> set[str]:
    """The Message-IDs of what the operator writes to resellers' owners and to its own staff, and to nobody else.

    There it may name itself as who sends them; what it runs is not named even there.
    """
    with acting_on_shared_data():
        operator = Tenant.objects.get(slug="operator").record
        resellers = [one.record for one in Tenant.objects.filter(kind="reseller")]
    owners = set()
    for each in resellers:
        with acting_in(each):
            owners |= set(User.objects.filter(role="owner").values_list("email", flat=True))
    with acting_in(operator):
        letters = list(MailMessage.objects.all())
        staff = set(User.objects.values_list("email", flat=True))
    assert all(TEXTS[one.template].is_of_partners and one.to_email in owners | staff for one in letters)
    assert owners & {one.to_email for one in letters}
    return {f"<{one.uuid}@{OPERATORS_HOST}>" for one in letters}


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
