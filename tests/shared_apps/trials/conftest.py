"""Trials of several resellers as rows of the board, and one that really runs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared_apps.kernel.clock import now
from shared_apps.trials.models import TrialRow
from tenants.context import acting_on_shared_data

BOARD = "/console/trials/"


def make_row(tenant: Any, **changes: Any) -> TrialRow:
    """A trial's row alone: the service that it names exists only where a test makes it."""
    at = now()
    fields = {
        "kind": "service",
        "tenant_id": tenant.id,
        "subject_uuid": uuid4(),
        "sku": "mail-m",
        "plan": "Web Mail",
        "client": "Carl Client",
        "started_at": at - timedelta(days=4),
        "ends_at": at + timedelta(days=11),
        "total_days": 15,
        "step_days": 15,
        "max_days": 60,
        "last_activity_at": at - timedelta(days=2),
        **changes,
    }
    with acting_on_shared_data():
        return TrialRow.objects.create(**fields)


@pytest.fixture
def as_opal(browse: Any, opal: Any, operator: Any) -> Any:
    return browse(opal, operator)
