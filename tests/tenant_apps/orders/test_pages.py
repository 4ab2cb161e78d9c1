"""Every page answers whoever may see it, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.payments import door as payments
from tenant_apps.orders.models import Service
from tenants.context import acting_in


@pytest.fixture
def things(shop: Any, carls_client: Any, reseller: Any) -> dict[str, str]:
    """A paid order with its service, and an open invoice with a transfer under way."""
    paid = shop.paid(carls_client, shop.wish("hosting-m", 2, "backups-m"))
    waiting = shop.invoice(carls_client)
    transfer = shop.start(waiting, "bank")
    run_due()
    with acting_in(reseller):
        return {
            "client": str(carls_client.uuid),
            "order": str(paid.order.uuid),
            "invoice": str(paid.uuid),
            "open": str(waiting.uuid),
            "service": str(Service.objects.get().uuid),
            "payment": str(payments.payments_of(paid.uuid)[0].uuid),
            "transfer": str(transfer.payment_uuid),
        }


CLIENT_PAGES = [
    "/my/", "/my/services/", "/my/services/{service}/", "/my/orders/", "/my/orders/{order}/",
    "/my/orders/{order}/state/", "/my/invoices/", "/my/invoices/{invoice}/", "/my/invoices/{open}/",
    "/my/payments/{payment}/", "/my/payments/{transfer}/", "/my/payments/{transfer}/state/", "/my/profile/",
]  # fmt: skip
OFFICE_PAGES = [
    "/office/", "/office/clients/", "/office/clients/?q=carl&kind=person&sort=-name", "/office/clients/new/",
    "/office/clients/{client}/", "/office/clients/{client}/edit/", "/office/clients/{client}/orders/",
    "/office/clients/{client}/invoices/", "/office/clients/{client}/services/", "/office/clients/{client}/log/",
    "/office/orders/", "/office/orders/{order}/", "/office/invoices/", "/office/invoices/{invoice}/",
    "/office/invoices/{invoice}/refund/", "/office/payments/", "/office/payments/{payment}/",
    "/office/payments/{transfer}/", "/office/payments/methods/", "/office/services/",
    "/office/services/{service}/", "/office/services/?status=active&sort=-quantity&q=host",
]  # fmt: skip


def test_a_client_sees_its_own_pages_and_a_stranger_none_of_them(
    things: dict[str, str], as_carl: Any, browse: Any, sam: Any, olga: Any, reseller: Any
) -> None:
    as_sam, as_olga = browse(sam, reseller), browse(olga, reseller)
    for page in CLIENT_PAGES:
        path = page.format(**things)
        assert as_carl.get(path).status_code == 200, path
        if "{" in page:
            assert as_sam.get(path).status_code == 404, path
        assert as_olga.get(path).status_code == 404, path


def test_the_office_sees_its_pages_and_neither_clients_nor_other_resellers_do(
    things: dict[str, str], as_carl: Any, as_olga: Any, browse: Any, peer: Any, other_reseller: Any
) -> None:
    as_peer = browse(peer, other_reseller)
    for page in OFFICE_PAGES:
        path = page.format(**things)
        assert as_olga.get(path).status_code == 200, path
        assert as_carl.get(path).status_code == 404, path
        if "{" in page:
            assert as_peer.get(path).status_code == 404, path


def test_nobody_signed_in_is_asked_to_sign_in(things: dict[str, str], browse: Any, reseller: Any) -> None:
    visitor = browse(None, reseller)
    for page in CLIENT_PAGES + OFFICE_PAGES:
        assert visitor.get(page.format(**things)).status_code == 302
