"""Where the programme's pages lie on each kind of host: one implementation, mounted twice."""

from __future__ import annotations

from tenants.context import current_tenant
from tenants.hosts import portal_url


def member_path(page: str = "") -> str:
    """A page of a member: in the client portal, or in a partner's account on the operator's host."""
    return f"{'/partners' if current_tenant().is_operator else '/my'}/affiliate/{page}"


def office_url(page: str = "") -> str:
    """A page of who runs the programme, with its host: in the office or in the console."""
    return staff_url(f"affiliates/{page}")


def staff_url(page: str) -> str:
    """Any page of the office or of the console, with its host."""
    area = "console" if current_tenant().is_operator else "office"
    return portal_url(current_tenant(), f"/{area}/{page}")


def link_url(code: str) -> str:
    """The address that a member gives away."""
    return portal_url(current_tenant(), f"/r/{code}/")
