from __future__ import annotations

import pytest

from tenants.models import Tenant
from tests.tenant_apps.orders.stage import gateway, provisioner, shop

__all__ = ["gateway", "provisioner", "shop"]


@pytest.fixture
def alpha(in_reseller):
    return Tenant.objects.get(pk=in_reseller.id)
