"""An unfinished application, kept in the applicant's session: nothing typed is lost (S5.6)."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

_KEY = "partner_application_draft"
_NOT_KEPT = {"csrfmiddlewaretoken", "terms", "draft"}
_LONGEST = 20_000


def keep_draft(request: HttpRequest, typed: QueryDict) -> None:
    """Remember what was typed, right or wrong; the acceptance of the terms is given anew each time."""
    kept = {name: value for name, value in typed.items() if name not in _NOT_KEPT and isinstance(value, str)}
    if sum(map(len, kept.values())) <= _LONGEST:
        request.session[_KEY] = kept


def draft_of(request: HttpRequest) -> dict[str, str]:
    found: dict[str, str] = request.session.get(_KEY, {})
    return found


def drop_draft(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
