"""The period of a statement as it was typed, and the account over it: for the portal and the office."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from tenant_apps.clients.models import Client

from ..account import Account, AccountTooLong, accounts_of
from ..forms import PeriodForm


def period_of(query: QueryDict) -> PeriodForm:
    """The form with what was typed; with this year of the reader's calendar while nothing was."""
    typed = query if "start" in query or "end" in query else None
    return PeriodForm(typed)


def statement_context(client: Client, query: QueryDict) -> dict[str, Any]:
    """What the page shows: the form, the accounts of a good period, and whether they fit a document."""
    form = period_of(query)
    accounts: list[Account] = []
    if not form.is_bound or form.is_valid():
        try:
            accounts = accounts_of(client, *form.period)
        except AccountTooLong:
            form = _too_long(form)
    return {"form": form, "accounts": accounts, "client": client, "query": form.query}


def _too_long(form: PeriodForm) -> PeriodForm:
    start, end = form.period
    bound = PeriodForm({"start": start, "end": end})
    bound.full_clean()
    bound.add_error(None, _("There is too much in this period for one statement. Choose a shorter one."))
    return bound
