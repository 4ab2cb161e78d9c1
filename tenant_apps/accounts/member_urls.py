"""Those who work here: the same pages in the office and in the console, each behind its own gate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from .views import member_password, member_roles, members

Gate = Callable[[Callable[..., Any]], Callable[..., Any]]


def member_patterns(area: str, gate: Gate) -> list[URLPattern]:
    """The addresses of an area; their names begin with it."""
    pages: dict[str, tuple[str, Callable[..., Any]]] = {
        "": ("members", members.member_list),
        "new/": ("member_invite", members.invite),
        "second-step/": ("members_second_step", members.second_step_of_all),
        "roles/": ("roles", member_roles.roles),
        "roles/new/": ("role_new", member_roles.role_new),
        "roles/<uuid:uuid>/": ("role", member_roles.role),
        "roles/<uuid:uuid>/deletion/": ("role_deletion", member_roles.role_deletion),
        "<uuid:uuid>/": ("member", members.member),
        "<uuid:uuid>/role/": ("member_role", members.member_role),
        "<uuid:uuid>/invitation/": ("member_invitation", members.member_invitation),
        "<uuid:uuid>/withdrawal/": ("member_withdrawal", members.member_withdrawal),
        "<uuid:uuid>/closure/": ("member_closure", members.member_closure),
        "<uuid:uuid>/opening/": ("member_opening", members.member_opening),
        "<uuid:uuid>/sign-out/": ("member_sign_out", members.member_sign_out),
        "<uuid:uuid>/password/": ("member_password", member_password.member_password),
        "<uuid:uuid>/second-step/": ("member_second_step", members.member_second_step),
        "<uuid:uuid>/second-step/reset/": ("member_second_step_reset", members.member_second_step_reset),
    }
    return [path(route, gate(view), name=f"{area}_{name}") for route, (name, view) in pages.items()]
