"""Asking for money, from the account-credit button (REQUIREMENTS S1.25, S1.26)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from branding.formats import money as money_text
from shared_apps.kernel.money import Money

from ..cards import (
    BelowMinimum,
    InsufficientBalance,
    ProfileMissing,
    RequestKeyReused,
    UnknownMethod,
    WithdrawalWish,
)
from ..currencies import chosen, currencies_of, switch
from ..forms import WithdrawalForm
from ..payees import payee_rules
from ..queries import balances_of, methods_of, programme
from ..sections import sections
from ..verbs import request_withdrawal


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal_new(request: HttpRequest) -> HttpResponse:
    """The withdrawal form, about the balance in one currency. Sending it twice asks once."""
    person: Any = request.user
    offered = currencies_of(person.uuid)
    currency = chosen(request.POST if request.method == "POST" else request.GET, offered)
    minimum = programme().version.minimum_in(currency)
    least = minimum or Money(1, currency)
    balances = balances_of(person.uuid, currency)
    methods = list(methods_of(person.uuid))
    form = WithdrawalForm(
        request.POST if request.method == "POST" else None,
        methods=methods,
        minimum=least,
        available=balances.available,
    )
    if request.method == "POST" and form.is_valid() and _request(form, person, currency):
        messages.success(request, _("Your request is recorded. You get a mail at each step."))
        return redirect("affiliate_withdrawals")
    context = {
        "form": form,
        "methods": methods,
        "currency": currency,
        "currencies": switch(offered, currency),
        "minimum": minimum,
        "balances": balances,
        "is_enough": balances.available >= least,
        "withheld": payee_rules().withheld_from(person.uuid, max(balances.available, least, key=_size)),
        "sections": sections("affiliate_withdrawals"),
    }
    status = 422 if form.errors else 200
    return render(request, "client/affiliate/withdrawal_new.html", context, status=status)


def _size(amount: Money) -> int:
    return amount.minor


def _request(form: WithdrawalForm, person: Any, currency: str) -> bool:
    """Whether the request was recorded; otherwise the form says why not."""
    typed = form.cleaned_data
    wish = WithdrawalWish(
        person_uuid=person.uuid,
        person_name=str(person)[:120],
        amount=Money(typed["amount"], currency),
        method_uuid=UUID(typed["method"]),
        request_key=typed["request_key"],
        note=typed["note"],
    )
    try:
        request_withdrawal(wish, by=person.actor)
    except InsufficientBalance as refused:
        form.add_error("amount", _("%(amount)s is available.") % {"amount": money_text(refused.available)})
    except BelowMinimum as refused:
        least = {"amount": money_text(refused.minimum, trim=True)}
        form.add_error("amount", _("The amount must be at least %(amount)s.") % least)
    except ProfileMissing:
        form.add_error(None, _("Complete your payout profile first, then ask again."))
    except UnknownMethod:
        form.add_error("method", _("This payout method was removed. Choose another one."))
    except RequestKeyReused:
        form.add_error(None, _("This form was sent before with other data. Open it again."))
    return not form.errors
