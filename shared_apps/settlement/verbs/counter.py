"""The operator's till: the one place where an office's request steps into the operator's tenant to pay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tenants.context import acting_in
from tenants.models import Tenant
from tenants.records import TenantRecord


@contextmanager
def at_operator() -> Iterator[TenantRecord]:
    """Act in the operator's tenant. Not within a transaction of another tenant: that raises."""
    operator = Tenant.objects.get(kind=Tenant.Kind.OPERATOR).record
    with acting_in(operator):
        yield operator
