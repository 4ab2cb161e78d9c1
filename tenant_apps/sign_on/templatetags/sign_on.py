"""What account pages, which every tenant has, show of sign-on where there is some."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from tenant_apps.accounts.models import User

from .. import presets
from ..models import Connection, Provider
from ..queries import audience_of, open_to

register = template.Library()


@register.inclusion_tag("sign_on/_buttons.html", takes_context=True)
def sign_on_buttons(context: Any, audience: str = Provider.Audience.CLIENTS) -> dict[str, Any]:
    """A button for each provider of an audience; `has_staff`: whether staff have any."""
    request = context["request"]
    offered = {"providers": [], "has_staff": False} if _has_none(request) else _offered(audience)
    wish = request.POST.get("next") or request.GET.get("next") or ""
    return {**offered, "audience": audience, "wish": wish, "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def has_sign_on(context: Any) -> bool:
    """Whether the signed-in person has or may connect an account of a provider."""
    request = context["request"]
    if _has_none(request) or not isinstance(request.user, User):
        return False
    mine = Connection.objects.filter(person=request.user)
    return open_to(audience_of(request.user)).exists() or mine.exists()


@register.filter
def provider_icon(provider: Provider) -> str:
    return presets.ICONS[Provider.Kind(provider.kind)]


def _has_none(request: HttpRequest) -> bool:
    """Providers lie in resellers' schemas alone."""
    tenant = getattr(request, "tenant", None)
    return tenant is None or tenant.is_operator


def _offered(audience: str) -> dict[str, Any]:
    found = list(Provider.objects.filter(is_active=True).order_by("created_at", "pk"))
    shown = [each for each in found if each.audience == audience]
    return {"providers": shown, "has_staff": any(each.audience == Provider.Audience.STAFF for each in found)}
