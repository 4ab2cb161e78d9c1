"""Stop an own domain of a reseller whatever its DNS says, and let it work again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shared_apps.domains.models import HELD, OwnDomain
from shared_apps.domains.verbs import restore, revoke
from shared_apps.kernel.lifecycle import IllegalMove
from tenants.access import console
from tenants.context import acting_on_shared_data

from ..forms import ReasonForm, TypedForm
from .finding import actor_of, reseller

REVOKED = OwnDomain.Trouble.REVOKED


@console("tenants.edit")
@require_http_methods(["GET", "POST"])
def console_domain_revocation(request: HttpRequest, uuid: UUID, domain: UUID) -> HttpResponse:
    """What `manage.py revoke_domain` does: visitors get 404, no certificate is fetched, nobody can claim it."""
    tenant = reseller(uuid)
    found = get_object_or_404(
        OwnDomain.objects.exclude(trouble=REVOKED), tenant=tenant, uuid=domain, status__in=HELD
    )
    form = TypedForm(request.POST or None, expected=found.host)
    return _decide(request, found, form, "revocation", revoke)


@console("tenants.edit")
@require_http_methods(["GET", "POST"])
def console_domain_return(request: HttpRequest, uuid: UUID, domain: UUID) -> HttpResponse:
    """Take a revocation back: the next look decides."""
    tenant = reseller(uuid)
    found = get_object_or_404(OwnDomain, tenant=tenant, uuid=domain, trouble=REVOKED)
    form = ReasonForm(request.POST or None)
    return _decide(request, found, form, "return", restore)


def _decide(
    request: HttpRequest,
    domain: OwnDomain,
    form: ReasonForm,
    page: str,
    act: Callable[..., None],
) -> HttpResponse:
    if not form.is_valid():
        context = {"tenant": domain.tenant, "domain": domain, "form": form}
        return render(
            request, f"console/domain_{page}.html", context, status=422 if request.method == "POST" else 200
        )
    try:
        with acting_on_shared_data():
            act(domain, by=actor_of(request), reason=form.cleaned_data["reason"])
        words = _("The domain is stopped.") if page == "revocation" else _("We look at it at once.")
        messages.success(request, words)
    except IllegalMove:
        messages.warning(request, _("Somebody else was faster, or this is not possible now."))
    return redirect("console_reseller", uuid=domain.tenant.uuid)
