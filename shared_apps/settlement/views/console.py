"""Settlement in the console: all resellers, one of them, its terms and its money."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from branding import formats
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import history_of
from shared_apps.kernel.paging import page_of
from tenants.access import console
from tenants.models import Tenant

from ..errors import NothingOwed, StatementPaid
from ..forms import PaidForm, TermsForm, TransferForm
from ..models import SettlementTerms, Statement
from ..queries import resellers, standings_of, standings_of_all, statements_of, terms_of, transfers_of
from ..verbs import pay_out, pay_statement, set_terms, top_up


@console("settlement.view")
@require_GET
def console_settlements(request: HttpRequest) -> HttpResponse:
    """Every reseller with its terms and how it stands."""
    wanted = resellers()
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:100]:
        wanted = wanted.filter(name__icontains=text)
    page = page_of(wanted, request.GET, order="name", rises=True)
    standings = standings_of_all(tenant.pk for tenant in page.rows)
    rows = [(tenant, _terms(tenant), standings.get(tenant.pk, [])) for tenant in page.rows]
    return render(request, "console/settlement/list.html", {"page": page, "rows": rows})


@console("settlement.view")
@require_GET
def console_settlement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One reseller: terms, balances, statements, transfers."""
    return _page(request, _reseller(uuid))


@console("settlement.edit")
@require_POST
def console_settlement_terms(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Agree other terms."""
    tenant = _reseller(uuid)
    form = TermsForm(request.POST, tenant=tenant)
    if not form.is_valid():
        return _page(request, tenant, terms_form=form)
    set_terms(tenant, form.wish, by=_actor(request))
    messages.success(request, _("The changes are saved."))
    return redirect("console_settlement", uuid)


@console("settlement.edit")
@require_POST
def console_settlement_top_up(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Money has come from the reseller."""
    tenant = _reseller(uuid)
    form = TransferForm(request.POST, tenant=tenant, prefix="top_up")
    if not form.is_valid():
        return _page(request, tenant, top_up_form=form)
    top_up(tenant, form.wish, by=_actor(request))
    messages.success(request, _("The top-up is recorded."))
    return redirect("console_settlement", uuid)


@console("settlement.edit")
@require_POST
def console_settlement_payout(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Money was sent to the reseller."""
    tenant = _reseller(uuid)
    form = TransferForm(request.POST, tenant=tenant, prefix="payout")
    if form.is_valid():
        try:
            pay_out(tenant, form.wish, by=_actor(request))
        except NothingOwed as refusal:
            form.add_error("amount", _("At most %(most)s is owed.") % {"most": formats.money(refusal.most)})
        else:
            messages.success(request, _("The payout is recorded."))
            return redirect("console_settlement", uuid)
    return _page(request, tenant, payout_form=form)


@console("settlement.edit")
@require_POST
def console_statement_payment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A statement was paid."""
    statement = get_object_or_404(Statement.objects.select_related("tenant"), uuid=uuid)
    form = PaidForm(request.POST)
    if form.is_valid():
        try:
            pay_statement(statement, **form.cleaned_data, by=_actor(request))
        except StatementPaid:
            messages.warning(request, _("This statement was paid before."))
        else:
            messages.success(request, _("The payment is recorded."))
    else:
        messages.error(request, _("Please check the form"))
    return redirect("console_statement", uuid)


def _page(request: HttpRequest, tenant: Tenant, **forms: Any) -> HttpResponse:
    terms = terms_of(tenant.pk)
    person: Any = request.user
    context = {
        "tenant": tenant,
        "terms": terms,
        "standings": standings_of(tenant.pk),
        "statements": statements_of(tenant.pk)[:24],
        "transfers": transfers_of(tenant.pk)[:24],
        "history": history_of(terms)[:20] if terms.pk else [],
        "may_edit": person.can("settlement.edit"),
        "terms_form": TermsForm(instance=terms, tenant=tenant),
        "top_up_form": TransferForm(tenant=tenant, prefix="top_up"),
        "payout_form": TransferForm(tenant=tenant, prefix="payout"),
        **forms,
    }
    return render(request, "console/settlement/detail.html", context, status=422 if forms else 200)


def _terms(tenant: Tenant) -> SettlementTerms:
    found: SettlementTerms | None = getattr(tenant, "settlement_terms", None)
    return found or SettlementTerms(tenant=tenant)


def _reseller(uuid: UUID) -> Tenant:
    return get_object_or_404(resellers(), uuid=uuid)


def _actor(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
