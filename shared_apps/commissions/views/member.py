"""One member, as who runs the programme sees them: links, people, earnings, withdrawals, notes, standing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shared_apps.kernel.clock import now
from shared_apps.kernel.history import history_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.paging import page_of
from tenants.context import current_tenant

from ..cards import AlreadyAttributed, Identity, OwnEarning, OwnReferral, UnknownCode
from ..currencies import chosen, currencies_of, kept, switch
from ..link_forms import HandForm, NoteForm, ReasonForm, StandingForm
from ..members import campaigns_of, people_of
from ..models import Earning, KnownPerson, ReferralCode
from ..people import digest, normal_email
from ..places import link_url
from ..queries import balances_of, earnings_of, withdrawals_of
from ..rows import earning_row, referral_row
from ..statistics import period_of, periods, reach_of, sum_of, visits_chart
from ..verbs import attribute_by_hand
from ..verbs.fraud import hold_earning
from ..verbs.members import change_standing, note_on

FEW = 10
MOST_LINKS = 100


@require_safe
def affiliate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything about a member."""
    return _show(request, _member(uuid))


@require_POST
def standing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Pause, exclude or take back in."""
    person, member = _person(request), _member(uuid)
    form = StandingForm(request.POST)
    if not form.is_valid():
        return _show(request, member, standing_form=form)
    typed = form.cleaned_data
    try:
        change_standing(member, typed["status"], reason=typed["reason"], by=person.actor)
    except IllegalMove:
        messages.warning(request, _("This was done already."))
    except OwnEarning:
        messages.error(request, _("You cannot decide on yourself."))
    else:
        messages.success(request, _("The affiliate's status is changed; they get a mail."))
    return redirect("office_affiliate", uuid)


@require_POST
def note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a note that only staff read."""
    person, member = _person(request), _member(uuid)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, member, note_form=form)
    note_on(member, form.cleaned_data["text"], by=person.actor)
    messages.success(request, _("The note is saved."))
    return redirect("office_affiliate", uuid)


@require_POST
def given_client(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Attribute a client by hand, found by its e-mail address."""
    person, member = _person(request), _member(uuid)
    form = HandForm(request.POST)
    if form.is_valid() and _give(form, member, person):
        messages.success(request, _("The client counts as theirs from now on."))
        return redirect("office_affiliate", uuid)
    return _show(request, member, hand_form=form)


@require_POST
def earning_hold(request: HttpRequest, uuid: UUID, earning: UUID) -> HttpResponse:
    """Hold one of their earnings for review."""
    person, member = _person(request), _member(uuid)
    found = earnings_of(member.person_uuid).filter(uuid=earning).first()
    form = ReasonForm(request.POST)
    if found is None:
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Say why."))
    elif _hold(found, form.cleaned_data["reason"], person):
        messages.success(request, _("The commission is held for review."))
    else:
        messages.warning(request, _("This commission cannot be held any more."))
    return redirect("office_affiliate", uuid)


def _hold(earning: Earning, reason: str, person: Any) -> bool:
    try:
        hold_earning(earning, reason=reason, by=person.actor)
    except (IllegalMove, OwnEarning):
        return False
    return True


def _show(request: HttpRequest, member: ReferralCode, **forms: Any) -> HttpResponse:
    person, offered = _person(request), currencies_of(member.person_uuid)
    currency, period = chosen(request.GET, offered), period_of(request.GET)
    campaigns = list(campaigns_of(member)[:MOST_LINKS])
    rows = reach_of(member, period, currency, campaigns)
    people = page_of(people_of(member, currency), request.GET, size=FEW)
    earned = list(earnings_of(member.person_uuid)[:FEW])
    at = now()
    context = {
        "member": member,
        "link": link_url(member.code),
        "balances": balances_of(member.person_uuid, currency),
        "period": period,
        "periods": periods(period, **kept(offered, currency)),
        "currencies": switch(offered, currency, period=period.name),
        "rows": rows,
        "sum": sum_of(rows, currency),
        "chart": visits_chart(member, period),
        "page": people,
        "people": [referral_row(one, currency) for one in people.rows],
        "earnings": [(one, earning_row(one, at)) for one in earned],
        "withdrawals": withdrawals_of(member.person_uuid)[:FEW],
        "notes": member.notes.order_by("-pk")[:FEW],
        "history": history_of(member)[:FEW],
        "may_edit": person.can("affiliates.edit"),
        "may_withdraw": person.can("withdrawals.approve"),
        "standing_form": StandingForm(),
        "note_form": NoteForm(),
        "hand_form": HandForm(),
        **forms,
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "office/affiliates/affiliate.html", context, status=status)


def _give(form: HandForm, member: ReferralCode, person: Any) -> bool:
    """Whether it was given; otherwise the form says why not."""
    email = form.cleaned_data["email"]
    known = KnownPerson.objects.filter(
        tenant_id=current_tenant().id, email_digest=digest("email", normal_email(email))
    ).exclude(client_uuid=None)
    found = known.order_by("-pk").first()
    if found is None or found.client_uuid is None:
        form.add_error("email", _("No client has signed up with this address."))
        return False
    try:
        attribute_by_hand(
            client_uuid=found.client_uuid,
            referred=Identity(found.person_uuid, email),
            code=member.code,
            reason=form.cleaned_data["reason"],
            by=person.actor,
        )
    except OwnReferral:
        form.add_error("email", _("Nobody comes through themselves."))
    except AlreadyAttributed:
        form.add_error("email", _("This client counts as theirs already."))
    except UnknownCode:
        form.add_error(None, _("The affiliate is paused or excluded."))
    return not form.errors


def _member(uuid: UUID) -> ReferralCode:
    found = ReferralCode.objects.filter(tenant_id=current_tenant().id, person_uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _person(request: HttpRequest) -> Any:
    return request.user
