"""Whole pages under the server of the product, beside an empty view on the same server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client as Browser
from django.urls import reverse

from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client, Contact
from tenant_apps.orders.models import Invoice
from tenant_apps.storefront.queries import listed
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant
from tenants.records import TenantRecord

from .checkout import PAGES, checkouts_per_second
from .children import ROOT
from .load import requests_per_second
from .report import Figure, heading, note, show
from .rows import copy_first

PORT = int(os.environ.get("BENCH_PORT", "18320"))
CLIENTS = 50_000
INVOICES = 500_000
BUYERS = 4
WARM_UP_SECONDS = 3.0


def run() -> None:
    heading(
        f"Whole pages under granian, 2 workers; {CLIENTS:,} clients and {INVOICES:,} invoices in the office"
    )
    tenant = _demonstration()
    _many_rows(tenant)
    with _server(), acting_in(tenant):
        owner = _sign_in(User.objects.filter(role="owner").first(), tenant)
        client = _sign_in(Contact.objects.select_related("person").first().person, tenant)
        host = tenant.canonical_host
        empty = _rate(host, "/bench/empty/", "")
        show(Figure("empty view", f"{empty:,.0f} /s"))
        for what, path, cookie in (
            ("storefront", _path("store_home"), ""),
            ("client dashboard", _path("client_home"), client),
            ("office, list of clients", _path("office_clients"), owner),
            ("office, list of invoices", _path("office_invoices"), owner),
        ):
            rate = _rate(host, path, cookie)
            show(
                Figure(
                    what,
                    f"{rate:,.0f} /s",
                    f"empty view {empty:,.0f} /s",
                    f"{rate / empty:.2f}",
                    "≥ 0.50",
                    rate / empty >= 0.5,
                )
            )
        _checkout(tenant, host, empty)


def _checkout(tenant: TenantRecord, host: str, empty: float) -> None:
    """Beside as many empty views as an order takes requests."""
    buyers = Contact.objects.filter(role="owner", client__currency=tenant.currency).select_related("person")
    cookies = [_sign_in(each.person, tenant) for each in buyers.order_by("client_id")[:BUYERS]]
    offer = next(one for one in listed() if not one.has_trial and not one.tld)
    rate = checkouts_per_second(PORT, host, str(offer.uuid), cookies)
    show(
        Figure(
            "checkout end to end, orders placed",
            f"{rate:,.1f} /s",
            f"{PAGES} empty views {empty / PAGES:,.0f} /s",
            f"{rate * PAGES / empty:.3f}",
        )
    )


def _rate(host: str, path: str, cookie: str) -> float:
    requests_per_second(PORT, host, path, cookie, seconds=WARM_UP_SECONDS)
    return requests_per_second(PORT, host, path, cookie)


def _demonstration() -> TenantRecord:
    note("loading the demonstration")
    with acting_on_shared_data():
        call_command("load_demo", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
        offering = [
            each.record for each in Tenant.objects.filter(kind="reseller", status="live").order_by("pk")
        ]
    for tenant in offering:
        with acting_in(tenant):
            if Contact.objects.exists():
                return tenant
    raise RuntimeError("The demonstration has no reseller with clients.")


def _many_rows(tenant: TenantRecord) -> None:
    with acting_in(tenant):
        copy_first(
            Client,
            CLIENTS,
            uuid="gen_random_uuid()",
            name="name || ' ' || n",
            search_name="search_name || ' ' || n",
            email="n || email",
            mobile="''",
            created_at="now() - n * interval '1 minute'",
        )
        clients = Client.objects.order_by("-pk").values_list("pk", flat=True)[0] - CLIENTS
        note(f"writing {INVOICES:,} invoices")
        copy_first(
            Invoice,
            INVOICES,
            uuid="gen_random_uuid()",
            number="'N-' || n",
            client_id=f"{clients} + n % {CLIENTS} + 1",
            issued_at="now() - n * interval '1 minute'",
        )


def _sign_in(person: Any, tenant: TenantRecord) -> str:
    browser = Browser(HTTP_HOST=tenant.canonical_host)
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def _path(name: str) -> str:
    return reverse(name, urlconf="bench.urls")


@contextmanager
def _server() -> Iterator[None]:
    command = [
        sys.executable,
        "-m",
        "granian",
        "config.wsgi:application",
        "--interface=wsgi",
        "--host=127.0.0.1",
        "--no-ws",
        f"--port={PORT}",
        "--workers=2",
        "--blocking-threads=8",
        "--log-level=critical",
    ]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    )
    try:
        _wait_for_it()
        yield
    finally:
        server.terminate()
        server.wait()


def _wait_for_it() -> None:
    until = monotonic() + 60
    while monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", PORT)):
            return
        sleep(0.2)
    raise RuntimeError("The server did not start.")
