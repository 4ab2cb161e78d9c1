from __future__ import annotations

import pytest

from tenants.models import Tenant


@pytest.fixture
def alpha(in_reseller):
    return Tenant.objects.get(pk=in_reseller.id)
