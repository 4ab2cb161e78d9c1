"""The queue of transfers: narrowed, and several approved at once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4


def test_several_transfers_are_approved_and_one_that_is_decided_stays(
    shop: Any, as_olga: Any, carls_client: Any
) -> None:
    invoices = [shop.invoice(carls_client) for _ in range(3)]
    started = [str(shop.start(invoice, "bank").payment_uuid) for invoice in invoices]
    as_olga.post(f"/office/payments/{started[0]}/refusal/", {"reason": "Not found"})
    page = as_olga.post(
        "/office/payments/together/", {"payment": [*started, "x", str(uuid4())]}, follow=True
    ).content.decode()
    for invoice in invoices:
        invoice.refresh_from_db()
    assert [invoice.status for invoice in invoices] == ["open", "paid", "paid"]
    assert "2 transfers are approved." in page
    assert "Some no longer await approval." in page


def test_payments_are_narrowed(shop: Any, as_olga: Any, carls_client: Any, sams_client: Any) -> None:
    mine, other = shop.invoice(carls_client), shop.invoice(sams_client)
    shop.start(mine, "bank")
    shop.start(other)

    def shown(query: str) -> tuple[bool, bool]:
        page = as_olga.get(f"/office/payments/?{query}").content.decode().split("Latest payments", 1)[1]
        return mine.label in page, other.label in page

    assert shown("") == (True, True)
    assert shown("method=stripe") == (False, True)
    assert shown("status=pending") == (True, False)
    assert shown(f"q={other.number}") == (False, True)
    assert shown("q=zzz%00&status=x&method=%00") == (False, False)
