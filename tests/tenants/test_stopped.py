"""The way into a tenant that serves nobody: for one that may come back, and for no other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from tenants.context import (
    TenantUnavailable,
    TransactionSpansTenants,
    acting_in,
    acting_in_stopped,
    current_tenant,
)


@pytest.mark.parametrize("status", ["suspended", "archived"])
def test_a_stopped_tenant_is_entered_on_purpose_alone(status: str, reseller: Any) -> None:
    stopped = replace(reseller, status=status)
    with pytest.raises(TenantUnavailable), acting_in(stopped):
        pass
    with acting_in_stopped(stopped), connection.cursor() as cursor:
        assert current_tenant() == stopped
        cursor.execute("SELECT count(*) FROM accounts_user")
        assert cursor.fetchone()[0]


@pytest.mark.parametrize("status", ["live", "provisioning", "deleting", "closed"])
def test_no_other_is(status: str, reseller: Any) -> None:
    with pytest.raises(TenantUnavailable), acting_in_stopped(replace(reseller, status=status)):
        pass


def test_it_keeps_to_one_tenant_a_transaction(reseller: Any, other_reseller: Any) -> None:
    with acting_in(other_reseller), transaction.atomic(), pytest.raises(TransactionSpansTenants):
        with acting_in_stopped(replace(reseller, status="suspended")):
            pass
