"""The page that maps roles to permissions, and the tenant's own roles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..forms.members import CustomRoleForm, RoleForm, chosen_permissions
from ..models import CustomRole
from ..permission_words import groups_of
from ..queries import custom_roles, role_choices, within_reach_of
from ..roles import CLIENT_AREA, CONTACT_PERMISSIONS, CUSTOMISABLE, OFFICE_AREA
from ..verbs.custom_roles import OF_OWNERS, RoleInUse, RoleNameTaken, delete_role, edit_role, make_role
from .acting import page, refused_out_of_reach, to
from .person import person_in


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Every role of staff with what it may do; in the office also what a client's people may do."""
    me = person_in(request)
    choices = role_choices()
    context = {
        "choices": choices,
        "permission_groups": _rows(me.area, [choice.permissions for choice in choices]),
        "own": custom_roles(),
    }
    if me.area == OFFICE_AREA:
        context["contacts"] = [_contact_label(role) for role in CONTACT_PERMISSIONS]
        context["contact_groups"] = _rows(CLIENT_AREA, list(CONTACT_PERMISSIONS.values()))
    return page(request, "roles", context)


@require_http_methods(["GET", "HEAD", "POST"])
@refused_out_of_reach
def role_new(request: HttpRequest) -> HttpResponse:
    """Make a role, beginning with what a built-in one may do."""
    bases = [choice for choice in role_choices() if choice.role in CUSTOMISABLE and not choice.custom]
    wish = request.POST.get("base") or request.GET.get("base") or ""
    base = next((choice for choice in bases if choice.role == wish), bases[0])
    form = _form(request, None)
    if request.method == "POST" and form.is_valid() and _written(form, request, base=wish):
        messages.success(request, _("The role is made."))
        return to(request, "roles")
    start = base.permissions & frozenset(_grantable(request))
    context = {
        "form": form,
        "bases": bases,
        "base": base.role,
        "permission_groups": _ticks(request, form, None, start),
    }
    return page(request, "role", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@refused_out_of_reach
def role(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Rename a role of one's own making, or change what it may do."""
    found = get_object_or_404(CustomRole, uuid=uuid)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid() and _written(form, request, role=found):
        messages.success(request, _("The changes are saved."))
        return to(request, "roles")
    context = {"form": form, "role": found, "permission_groups": _ticks(request, form, found, frozenset())}
    return page(request, "role", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@refused_out_of_reach
def role_deletion(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete a role; whoever has it gets another one."""
    found, me = get_object_or_404(custom_roles(), uuid=uuid), person_in(request)
    others = [choice for choice in within_reach_of(me) if choice.custom != found]
    form = RoleForm(request.POST if request.method == "POST" else None, choices=others)
    form.fields["role"].required = bool(found.count)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            delete_role(found, instead=form.cleaned_data["role"], giver=me, by=me.actor)
        except RoleInUse:
            form.add_error("role", _("Somebody has got this role meanwhile."))
        else:
            messages.success(request, _("The role is deleted."))
            return to(request, "roles")
    return page(request, "role_deletion", {"form": form, "role": found}, 422 if form.errors else 200)


def _form(request: HttpRequest, role: CustomRole | None) -> CustomRoleForm:
    taken = [choice.label for choice in role_choices() if choice.custom is None or choice.custom != role]
    return CustomRoleForm(
        request.POST if request.method == "POST" else None,
        permissions=_grantable(request),
        taken=taken,
        initial={"name": role.name} if role else None,
    )


def _grantable(request: HttpRequest) -> list[str]:
    me = person_in(request)
    return sorted(me.permissions if me.is_top else me.permissions - OF_OWNERS)


def _written(form: CustomRoleForm, request: HttpRequest, **which: Any) -> bool:
    me = person_in(request)
    wish = {"name": form.cleaned_data["name"], "permissions": form.cleaned_data["permissions"]}
    try:
        if "role" in which:
            edit_role(which["role"], **wish, giver=me, by=me.actor)
        else:
            make_role(base=which["base"], **wish, giver=me, by=me.actor)
    except RoleNameTaken:
        form.add_error("name", _("Another role has this name."))
    return not form.errors


def _rows(area: str, held: list[frozenset[str]]) -> list[dict[str, Any]]:
    """Groups of permissions, each with one tick or none for every role."""
    return [
        {"title": title, "rows": [(words, [words.permission in one for one in held]) for words in group]}
        for title, group in groups_of(area)
    ]


def _ticks(
    request: HttpRequest, form: CustomRoleForm, role: CustomRole | None, start: frozenset[str]
) -> list[dict[str, Any]]:
    """Groups of permissions as boxes: ticked or not, and closed where the maker lacks them."""
    ticked, open_ = chosen_permissions(form, role, start), set(_grantable(request))
    return [
        {
            "title": title,
            "rows": [(words, words.permission in ticked, words.permission in open_) for words in group],
        }
        for title, group in groups_of(person_in(request).area)
    ]


def _contact_label(role: str) -> str:
    return {"owner": _("Owner"), "billing": _("Billing"), "technical": _("Technical")}[role]
