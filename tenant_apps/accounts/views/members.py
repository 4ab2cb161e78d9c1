"""Those who work here: the list, invitations, one member. The office and the console share these views."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shared_apps.kernel.history import history_of
from shared_apps.kernel.paging import page_of

from ..forms.members import InviteForm, RoleForm
from ..limits import may_invite
from ..member_history import told
from ..models import SecurityPolicy
from ..queries import member_or_404, members, role_choices, within_reach_of
from ..seats import NoSeatLeft, seats_left
from ..verbs import invitations, protection, staff
from .acting import done_to, no_seat_left, page, refused_out_of_reach, to
from .person import person_in

LONGEST = 100


@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, searched and filtered by role and status."""
    wish = {name: request.GET.get(name, "").replace("\x00", "")[:LONGEST] for name in ("q", "role", "status")}
    found = members(text=wish["q"].strip(), role=wish["role"], status=wish["status"])
    context = {
        "page": page_of(found, request.GET),
        "roles": role_choices(),
        "wish": wish,
        "tabs": _tabs(wish["status"]),
        "all_must": SecurityPolicy.asks_second_step(),
        "seats_left": seats_left(),
    }
    return page(request, "list", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = InviteForm(request.POST or None, choices=within_reach_of(person_in(request)))
    if request.method == "POST" and form.is_valid() and _invite(request, form):
        messages.success(request, _("The invitation is on its way."))
        return to(request, "members")
    return page(request, "invite", {"form": form}, status=422 if form.errors else 200)


@require_safe
def member(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One member: role, security, history, and what one may do about them."""
    person, me = member_or_404(uuid), person_in(request)
    is_me, is_reached = person == me, person.permissions <= me.permissions
    context = {
        "member": person,
        "is_me": is_me,
        "may_edit": is_reached,
        "may_protect": me.is_top and not is_me,
        "may_ask": me.is_top or not person.must_use_second_step,
        "form": RoleForm(initial={"role": person.role_key}, choices=within_reach_of(me)),
        "history": told(history_of(person)[:50]),
        "all_must": SecurityPolicy.asks_second_step(),
    }
    return page(request, "member", context)


@require_POST
@refused_out_of_reach
def member_role(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change the role, in force from the member's next request."""
    person = member_or_404(uuid)
    wish = request.POST.get("role", "")
    return done_to(request, person, staff.change_role, _("The role is changed."), role=wish)


@require_POST
@refused_out_of_reach
def member_invitation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the invitation again."""
    person, me = member_or_404(uuid), person_in(request)
    if person.is_invited and not may_invite(request, person.email, sender="staff", key=str(me.uuid)):
        messages.error(request, _("Too many attempts. Wait a few minutes and try again."))
        return to(request, "member", person.uuid)
    sent = _("The invitation is on its way.")
    return done_to(request, person, invitations.resend_invitation, sent)


@require_POST
@refused_out_of_reach
def member_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Withdraw the invitation; its link opens nothing any more."""
    answer = done_to(
        request, member_or_404(uuid), invitations.withdraw_invitation, _("The invitation is withdrawn.")
    )
    return to(request, "members") if not members().filter(uuid=uuid).exists() else answer


@require_POST
@refused_out_of_reach
def member_closure(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Switch the account off."""
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:500]
    return done_to(
        request, member_or_404(uuid), staff.deactivate, _("The account is switched off."), reason=reason
    )


@require_POST
@refused_out_of_reach
def member_opening(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Switch the account on again."""
    return done_to(request, member_or_404(uuid), staff.reactivate, _("The account is switched on again."))


@require_POST
@refused_out_of_reach
def member_sign_out(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Sign the member out on every device."""
    return done_to(request, member_or_404(uuid), staff.end_sessions, _("Signed out everywhere."))


@require_POST
@refused_out_of_reach
def member_second_step(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask a member for a second step, or no longer."""
    required = request.POST.get("required") == "1"
    return done_to(
        request, member_or_404(uuid), protection.require_second_step, _("Saved."), required=required
    )


@require_POST
@refused_out_of_reach
def member_second_step_reset(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Remove a lost second step."""
    return done_to(
        request, member_or_404(uuid), protection.reset_second_step, _("The second step is removed.")
    )


@require_POST
@refused_out_of_reach
def second_step_of_all(request: HttpRequest) -> HttpResponse:
    """Ask all staff for a second step, or no longer."""
    me = person_in(request)
    required = request.POST.get("required") == "1"
    protection.require_second_step_of_all(required=required, giver=me, by=me.actor)
    messages.success(request, _("Saved."))
    return to(request, "members")


def _invite(request: HttpRequest, form: InviteForm) -> bool:
    me, typed = person_in(request), form.cleaned_data
    if not may_invite(request, typed["email"], sender="staff", key=str(me.uuid)):
        form.add_error(None, _("Too many attempts. Wait a few minutes and try again."))
        return False
    try:
        invitations.invite(**typed, giver=me, by=me.actor)
    except invitations.AddressTaken:
        form.add_error("email", _("Somebody here has this address already."))
    except NoSeatLeft:
        form.add_error(None, no_seat_left())
    return not form.errors


def _tabs(here: str) -> list[dict[str, Any]]:
    labels = {"": _("All"), "active": _("Active"), "invited": _("Invited"), "off": _("Switched off")}
    return [
        {"label": label, "url": f"?status={value}" if value else "?", "current": value == here}
        for value, label in labels.items()
    ]
