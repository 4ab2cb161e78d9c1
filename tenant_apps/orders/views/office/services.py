"""Services in the office: the list, one of them, and what staff do with it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_apps.kernel.history import history_of
from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.sheets import table_answer
from tenant_apps.clients.people import person_of
from tenant_apps.clients.typed import typed
from tenants.access import office

from ...errors import ChangeRefused, ServiceIsOver
from ...history import told
from ...models import Service
from ...queries import services_with_prices
from ...service_lists import HEADS, cells, listed_services, plans_in_use, states
from ...verbs import cancel_change, cancel_service, keep_service, renew_early
from ...verbs.pause import resume_by_hand, suspend_by_hand
from ..changing import change_page
from .tables import status_tabs, wished_order
from .trials import extend_and_tell

_SORTS = {"created": "created_at", "quantity": "quantity"}
MOST_ROWS = 20_000


@office("services.view")
@require_GET
def office_services(request: HttpRequest) -> HttpResponse:
    """Every service, newest first."""
    order = wished_order(request.GET, _SORTS, "-created_at")
    context = {
        "page": page_of(listed_services(request.GET), request.GET, order=order),
        "tabs": status_tabs(request.GET, states()),
        "plans": plans_in_use(),
        "query": request.GET.urlencode(),
    }
    return render(request, "office/services/list.html", context)


@office("services.view")
@require_GET
def office_services_export(request: HttpRequest) -> HttpResponse:
    """The filtered list as a table, at most `MOST_ROWS` rows."""
    services = listed_services(request.GET).order_by("-created_at", "-pk")[:MOST_ROWS]
    return table_answer(request.GET.get("as", ""), "services", HEADS, cells(services))


@office("services.view")
@require_GET
def office_service(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One service: its state, what it is made of, its invoices, what its provisioner was told, what happened."""
    service = _service(uuid)
    person = person_of(request)
    context = {
        "service": service,
        "items": service.current_items,
        "change": service.changes.filter(status__in=["waiting", "scheduled"]).first(),
        "operations": service.operations.order_by("-pk")[:20],
        "order": service.order_line.order,
        "invoices": _invoices(service),
        "events": told(history_of(service)[:50]),
        "can_extend": person.can("trials.extend"),
        "can_edit": person.can("services.edit"),
    }
    return render(request, "office/services/detail.html", context)


@office("trials.extend")
@require_POST
def office_service_trial(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Extend a trial by one step (REQUIREMENTS S5.41)."""
    extend_and_tell(request, get_object_or_404(Service, uuid=uuid))
    return redirect("office_service", uuid)


@office("services.edit")
@require_http_methods(["GET", "POST"])
def office_service_change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another plan, period, number of seats or add-ons (REQUIREMENTS S5.20, S5.21)."""
    person = person_of(request)
    return change_page(
        request,
        _service(uuid),
        by=person.actor,
        template="office/services/change.html",
        back="office_service",
        may_credit=person.can("payments.approve"),
    )


@office("services.edit")
@require_POST
def office_service_change_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back a change that has not happened yet."""
    change = _service(uuid).changes.filter(status__in=["waiting", "scheduled"]).first()
    if change:
        by = person_of(request).actor
        _do(request, lambda: cancel_change(change, by=by), _("The change is cancelled."))
    return redirect("office_service", uuid)


@office("services.edit")
@require_POST
def office_service_renewal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Issue the invoice for the next period now."""
    service, by = _service(uuid), person_of(request).actor
    _do(request, lambda: renew_early(service, by=by), _("The invoice for the next period is issued."))
    return redirect("office_service", uuid)


@office("services.edit")
@require_http_methods(["GET", "POST"])
def office_service_cancellation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End a service, now or with what is paid; who may give credit may give what is not used as credit."""
    service, by = _service(uuid), person_of(request).actor
    may_credit = person_of(request).can("payments.approve")
    reason = typed(request.POST, "reason")
    if request.method == "GET" or not reason:
        if request.method == "POST":
            messages.error(request, _("Give a reason: the client will read it."))
        return render(
            request, "office/services/cancellation.html", {"service": service, "gives_back": may_credit}
        )
    sent = request.POST
    _do(
        request,
        lambda: cancel_service(
            service,
            now_at_once=sent.get("when") == "now",
            gives_back=may_credit and bool(sent.get("gives_back")),
            reason=reason,
            by=by,
        ),
        _("The service is cancelled."),
    )
    return redirect("office_service", uuid)


@office("services.edit")
@require_POST
def office_service_continuation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep a service that was to end."""
    service, by = _service(uuid), person_of(request).actor
    _do(request, lambda: keep_service(service, by=by), _("The service goes on."))
    return redirect("office_service", uuid)


@office("services.edit")
@require_POST
def office_service_suspension(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Suspend a running service, with a reason."""
    service, by = _service(uuid), person_of(request).actor
    reason = typed(request.POST, "reason") or _("By the office")
    _do(request, lambda: suspend_by_hand(service, reason=reason, by=by), _("The service is suspended."))
    return redirect("office_service", uuid)


@office("services.edit")
@require_POST
def office_service_resumption(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let a suspended service run again, whatever is unpaid."""
    service, by = _service(uuid), person_of(request).actor
    _do(request, lambda: resume_by_hand(service, by=by), _("The service runs again."))
    return redirect("office_service", uuid)


def _do(request: HttpRequest, verb: Callable[[], object], said: str) -> None:
    """Call a verb and say what came of it."""
    try:
        verb()
    except ChangeRefused as refused:
        messages.error(request, refused.words)
    except (ServiceIsOver, IllegalMove):
        messages.error(request, _("Somebody else was faster, or this is not possible now."))
    else:
        messages.success(request, said)


def _service(uuid: UUID) -> Service:
    return get_object_or_404(services_with_prices(Service.objects.all()), uuid=uuid)


def _invoices(service: Service) -> list[object]:
    lines = service.invoice_lines.select_related("invoice").order_by("-invoice__pk")
    return list(dict.fromkeys(line.invoice for line in lines))
