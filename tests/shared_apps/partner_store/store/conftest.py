from __future__ import annotations

import pytest

from shared_apps.kernel import clock
from tenants.models import Tenant

from .stage import stock


@pytest.fixture
def alpha(in_reseller):
    return Tenant.objects.get(pk=in_reseller.id)


@pytest.fixture
def items(alpha):
    return stock()


@pytest.fixture
def days_later():
    from datetime import timedelta

    yield lambda days: clock.move_by(lambda: timedelta(days=days))
    clock.move_by(timedelta)
