"""Which clients shown on a page have a trial that the reader may extend; pages of clients know no orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from shared_apps.trials import door as trials
from tenant_apps.clients.models import Client
from tenants.context import current_tenant

register = template.Library()


@register.simple_tag(takes_context=True)
def trials_to_extend(context: dict[str, Any], *clients: Client) -> list[trials.RunningTrial]:
    """The running trials of a client; none for who may not extend them. One query."""
    if not context["request"].user.can("trials.extend"):
        return []
    return trials.running_of(current_tenant().id, [client.uuid for client in clients])


@register.simple_tag(takes_context=True)
def clients_on_trial(context: dict[str, Any], clients: Sequence[Client]) -> set[Any]:
    """The uuids of those clients that have a trial to extend. One query."""
    return {one.client_uuid for one in trials_to_extend(context, *clients) if one.can_extend}
