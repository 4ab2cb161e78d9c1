"""The tickets tab of a client's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenant_apps.clients.sections import Section, add_section

from .queries import count_open

add_section(
    Section(
        "tickets", _("Tickets"), "office_client_tickets", 120, permission="tickets.view", count=count_open
    )
)
