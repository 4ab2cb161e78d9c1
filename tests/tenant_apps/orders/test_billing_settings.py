"""The billing settings' page: what is chosen is kept, what makes no sense is said, staff without the right stay out."""

from __future__ import annotations

from typing import Any

import pytest

from tenant_apps.orders.billing_form import BillingForm
from tenant_apps.orders.models import BillingSettings
from tenants.context import acting_in


@pytest.fixture
def typed(in_reseller: Any) -> dict[str, Any]:
    """The form as it is sent without a change."""
    form = BillingForm(instance=BillingSettings(pk=1))
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    return {**sent, "fee_amount": "0"}


def test_what_is_chosen_is_kept_and_written_down(as_olga: Any, typed: dict[str, Any], reseller: Any) -> None:
    wish = {"retries": "۲، ۴ 9", "late_fee": "percent", "fee_percent": "2.5", "invoice_prefix": "INV-",
            "days_0": "5", "when_0": "before", "mail_0": "payment_overdue_last"}  # fmt: skip
    assert as_olga.post("/office/settings/billing/", {**typed, **wish}).status_code == 302
    with acting_in(reseller):
        kept = BillingSettings.current()
    assert (kept.retry_days, kept.late_fee_bp, kept.invoice_prefix) == ([2, 4, 9], 250, "INV-")
    assert kept.dunning[0] == {"days": -5, "mail": "payment_overdue_last"}
    page = as_olga.get("/office/settings/billing/").content.decode()
    assert "INV-2026" in page
    assert "The billing settings were changed" in page


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"retries": "1, x"}, "retries"),
        ({"retries": "0"}, "retries"),
        ({"fee_percent": "101"}, "fee_percent"),
        ({"fee_percent": "NaN"}, "fee_percent"),
        ({"late_fee": "amount"}, "fee_amount"),
        ({"mail_3": "payment_overdue", "days_3": ""}, "days_3"),
        ({"days_0": "90", "when_0": "before"}, "days_0"),
        ({"invoice_prefix": "<b>"}, "invoice_prefix"),
        ({"anchor_day": "31"}, "anchor_day"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(
    typed: dict[str, Any], wish: dict[str, str], field: str
) -> None:
    form = BillingForm({**typed, **wish}, instance=BillingSettings(pk=1))
    assert list(form.errors) == [field]


def test_without_the_right_nobody_sees_the_page(browse: Any, adel: Any, reseller: Any) -> None:
    assert browse(adel, reseller).get("/office/settings/billing/").status_code == 403
