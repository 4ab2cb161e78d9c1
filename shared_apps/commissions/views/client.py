"""The member's pages: overview and histories (REQUIREMENTS S1.13–S1.27)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shared_apps.kernel.clock import now
from shared_apps.kernel.paging import page_of

from .. import door
from ..currencies import chosen, currencies_of, switch
from ..income import income_of
from ..members import unread_disputes
from ..payees import payee_rules
from ..places import link_url
from ..queries import earnings_of, payouts_of, referrals_of, withdrawals_of
from ..rows import earning_row, referral_row
from ..sections import sections
from ..tracing import OWN_COOKIE, OWN_LIFETIME, own_token
from ..verbs import code_for

REFERRALS = 10


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The programme at a glance: account credit, income, who came through me, my link, the terms."""
    person: Any = request.user
    offered = currencies_of(person.uuid)
    currency = chosen(request.GET, offered)
    found = door.overview(person.uuid, name=str(person), currency=currency)
    member = code_for(person.uuid)
    page = page_of(referrals_of(person.uuid, currency), request.GET, size=REFERRALS)
    context = {
        "overview": found,
        "member": member,
        "currency": currency,
        "currencies": switch(offered, currency),
        "balances": found.balances,
        "link": link_url(found.code),
        "income": income_of(person.uuid, currency) if found.purchases else None,
        "page": page,
        "referrals": [referral_row(one, currency) for one in page.rows],
        "unread_disputes": unread_disputes(person.uuid),
    }
    answer = _page(request, "affiliate_overview", "overview", context)
    if not person.actor.acting_for:
        answer.set_cookie(
            OWN_COOKIE,
            own_token(member),
            max_age=OWN_LIFETIME,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


@require_safe
def earnings(request: HttpRequest) -> HttpResponse:
    """A row for each commission, added by itself at each purchase."""
    person: Any = request.user
    page = page_of(earnings_of(person.uuid), request.GET)
    at = now()
    context = {"page": page, "earnings": [earning_row(one, at) for one in page.rows]}
    return _page(request, "affiliate_earnings", "earnings", context)


@require_safe
def withdrawals(request: HttpRequest) -> HttpResponse:
    """Every request with its state, and why it was rejected."""
    person: Any = request.user
    page = page_of(withdrawals_of(person.uuid), request.GET)
    return _page(request, "affiliate_withdrawals", "withdrawals", {"page": page})


@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Money that was sent to me."""
    person: Any = request.user
    page = page_of(payouts_of(person.uuid), request.GET)
    documents = payee_rules().documents(page.rows)
    context = {"page": page, "payouts": [(payout, documents.get(payout.pk)) for payout in page.rows]}
    return _page(request, "affiliate_payments", "payments", context)


def _page(request: HttpRequest, name: str, template: str, context: dict[str, Any]) -> HttpResponse:
    context = {**context, "sections": sections(name)}
    return render(request, f"client/affiliate/{template}.html", context)
