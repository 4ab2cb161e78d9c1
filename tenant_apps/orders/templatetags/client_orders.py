"""What pages of a client show that belongs to orders; clients know none."""

from __future__ import annotations

from django import template

from tenant_apps.clients.models import Client

from ..models import Service, ServiceItem

register = template.Library()


@register.simple_tag
def registered_names(client: Client) -> list[Service]:
    """The domain names that a client has registered here, those that ended too. One query."""
    named = client.services.filter(items__kind=ServiceItem.Kind.DOMAIN).distinct()
    return list(named.order_by("label", "pk")[:200])
