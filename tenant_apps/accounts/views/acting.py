"""What the pages about members share: their shell, their addresses, and how refusals are told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..models import User
from ..seats import NoSeatLeft
from ..verbs import LastOwner, RoleOutOfReach
from ..verbs.invitations import NotInvited
from .person import person_in

View = Callable[..., HttpResponse]


def page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of `templates/members/` in the shell of the person's area; `area` begins its URL names."""
    area = person_in(request).area
    context = {**context, "area": area, "shell": f"shells/{area}.html"}
    return render(request, f"members/{name}.html", context, status=status)


def to(request: HttpRequest, name: str, *args: Any) -> HttpResponse:
    """To a page of the person's area."""
    return redirect(f"{person_in(request).area}_{name}", *args)


def refused_out_of_reach(view: View) -> View:
    """403 where somebody reaches above themselves, whatever they sent (RELIABILITY 33)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except RoleOutOfReach as refused:
            raise PermissionDenied from refused

    return guarded


def no_seat_left() -> str:
    """Why nobody more can work here, and what to do about it."""
    return _("As many people work here as your plan allows. Switch somebody off, or order more seats.")


def done_to(
    request: HttpRequest, person: User, verb: Callable[..., Any], done: str, **arguments: Any
) -> HttpResponse:
    """Run a verb on a member and go back to their page with what came of it."""
    me = person_in(request)
    try:
        verb(person, giver=me, by=me.actor, **arguments)
    except LastOwner:
        messages.error(
            request, _("Somebody who may do everything must stay. Give another member that role first.")
        )
    except NoSeatLeft:
        messages.error(request, no_seat_left())
    except NotInvited:
        messages.error(request, _("This invitation is not open any more."))
    else:
        messages.success(request, done)
    return to(request, "member", person.uuid)
