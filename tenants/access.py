"""Gates: who may pass a view. Deny by default; every view wears exactly one (DESIGN, "Gates").

A gate asks the signed-in person two questions, `may_enter(area)` and `can(permission)`; the answers are in
`tenant_apps/accounts/roles.py`. A stranger to an area gets 404, a member without the permission 403, and
whoever has a `duty` first, such as to set up a second step, is led there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, overload

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from shared_apps.kernel.actor import only_oneself

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Gate:
    """What a view asks for: an area (empty for anybody signed in), in it a permission, and `oneself`, that
    nobody acts for the person (crossings)."""

    area: str
    permission: str = ""
    oneself: bool = False

    def admit(self, request: HttpRequest) -> None:
        """Raise 404 for a stranger to the area, 403 for a member without the permission or for who acts."""
        person: Any = request.user
        if self.oneself:
            only_oneself(person.actor)
        if self.area and not person.may_enter(self.area):
            raise Http404
        if self.permission and not person.can(self.permission):
            raise PermissionDenied

    def duty_before(self, request: HttpRequest) -> str:
        """The page, by URL name, that the person must go to first; pages about the account stay open."""
        person: Any = request.user
        return "" if self.oneself or person.actor.acting_for else str(person.duty)


PUBLIC = Gate("public")


def gate_of(view: View) -> Gate | None:
    """The gate that a view wears."""
    found: Gate | None = getattr(view, "gate", None)
    return found


def public(view: View) -> View:
    """Anybody, signed in or not."""

    @wraps(view)
    def passed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _wear(passed, view, PUBLIC)


def signed_in(view: View) -> View:
    """Anybody with an account in this tenant."""
    return _guard(view, Gate(""))


def oneself(view: View) -> View:
    """Anybody with an account in this tenant, but nobody who acts for them: pages about the account itself."""
    return _guard(view, Gate("", oneself=True))


@overload
def client(asked: View) -> View: ...
@overload
def client(asked: str) -> Callable[[View], View]: ...
def client(asked: View | str) -> View | Callable[[View], View]:
    """A contact of a client, in the client portal: any of them, or those with a permission."""
    if isinstance(asked, str):
        return lambda view: _guard(view, Gate("client", asked))
    return _guard(asked, Gate("client"))


def partner(view: View) -> View:
    """A partner's or applicant's account on the platform's own site."""
    return _guard(view, Gate("partner"))


def office(permission: str) -> Callable[[View], View]:
    """Staff of the reseller with a permission, in the office."""
    return lambda view: _guard(view, Gate("office", permission))


def console(permission: str) -> Callable[[View], View]:
    """Staff of the operator with a permission, in the master console."""
    return lambda view: _guard(view, Gate("console", permission))


def _guard(view: View, gate: Gate) -> View:
    @wraps(view)
    def passed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        gate.admit(request)
        if duty := gate.duty_before(request):
            return _lead_to(duty, request)
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return _wear(passed, view, gate)


def _wear(passed: View, view: View, gate: Gate) -> View:
    if gate_of(view) is not None:
        raise TypeError(f"{view.__name__} wears two gates.")
    passed.gate = gate  # type: ignore[attr-defined]
    return passed


def _lead_to(page: str, request: HttpRequest) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        raise PermissionDenied
    return redirect(page)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        raise PermissionDenied
    return redirect_to_login(request.get_full_path(), reverse("account_login"))
