"""Setting up how a reseller takes money."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.kernel.secrets import SecretUnreadable
from shared_apps.payments import door as payments
from shared_apps.payments.models import GatewayAccount
from tenants.context import acting_in
from tests.tenant_apps.orders.stage import BY, HOST

PAGE = "/office/payments/methods/"


def test_a_key_is_taken_sealed_and_never_shown(gateway: Any, in_reseller: Any, as_olga: Any) -> None:
    assert as_olga.post(f"{PAGE}card/", {"secret_key": "sk_test_alpha"}).status_code == 302
    account = GatewayAccount.objects.get()
    assert account.is_enabled
    assert account.secrets["webhook_secret"].startswith("whsec_")
    assert "sk_test_alpha" not in account.sealed + str(account.details)
    page = as_olga.get(PAGE).content.decode()
    assert "sk_test_alpha" not in page
    assert account.secrets["webhook_secret"] not in page
    assert "…lpha" in page


def test_keys_of_one_tenant_do_not_open_in_another(gateway: Any, reseller: Any, other_reseller: Any) -> None:
    with acting_in(reseller):
        payments.connect_stripe("sk_test_alpha", webhook_url=f"{HOST}/webhooks/stripe/", by=BY)
        account = GatewayAccount.objects.get()
    with acting_in(other_reseller), pytest.raises(SecretUnreadable):
        _ = account.secrets


@pytest.mark.parametrize("key", ["pk_test_alpha", "sk_wrong", "sk_test_a b", ""])
def test_a_key_that_is_none_is_refused(gateway: Any, in_reseller: Any, as_olga: Any, key: str) -> None:
    assert as_olga.post(f"{PAGE}card/", {"secret_key": key}).status_code == 400
    assert not GatewayAccount.objects.exists()


def test_the_same_key_again_keeps_the_endpoint(gateway: Any, in_reseller: Any) -> None:
    for _ in range(2):
        payments.connect_stripe("sk_test_alpha", webhook_url=f"{HOST}/webhooks/stripe/", by=BY)
    from deploy.sandbox.stripe.account import Account

    assert len(Account(gateway.store, "alpha").all("webhook_endpoint", status="enabled")) == 1


def test_bank_words_by_language(in_reseller: Any, as_olga: Any) -> None:
    assert as_olga.post(f"{PAGE}bank/", {"en": " ", "fa": ""}).status_code == 400
    as_olga.post(f"{PAGE}bank/", {"en": "To TR33.", "fa": "به TR33."})
    from django.utils import translation

    with translation.override("fa"):
        assert payments.instructions("bank") == "به TR33."
    with translation.override("en"):
        assert payments.instructions("bank") == "To TR33."


def test_switching_on_and_off(in_reseller: Any, as_olga: Any) -> None:
    as_olga.post(f"{PAGE}credit/switch/")
    assert GatewayAccount.objects.get(gateway="credit").is_enabled
    as_olga.post(f"{PAGE}credit/switch/")
    assert not GatewayAccount.objects.get(gateway="credit").is_enabled
    assert as_olga.post(f"{PAGE}stripe/switch/").status_code == 404
    assert as_olga.post(f"{PAGE}bitcoin/switch/").status_code == 404


def test_only_who_may_edit_settings(browse: Any, adel: Any, carl: Any, reseller: Any) -> None:
    assert browse(adel, reseller).get(PAGE).status_code == 403
    assert browse(carl, reseller).post(f"{PAGE}card/", {"secret_key": "sk_test_x"}).status_code == 404
