from __future__ import annotations

import pytest

from tenant_apps.tickets.verbs import Saying, TicketWish, open_ticket
from tenants.context import acting_in


@pytest.fixture
def ticket(carl, carls_client, reseller):
    """Carl asks how to move mailboxes."""
    with acting_in(reseller):
        wish = TicketWish("How do I move mailboxes?", Saying("I have ten."))
        return open_ticket(carls_client, wish, by=carl.actor, opened_by=carl)


@pytest.fixture
def as_carl(browse, carl, reseller):
    return browse(carl, reseller)


@pytest.fixture
def as_olga(browse, olga, reseller):
    return browse(olga, reseller)
