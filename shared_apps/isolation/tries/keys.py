"""What people carry: session cookies, links, signed values; used where they were not given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.signing import BadSignature

from tenants.context import acting_in
from tenants.records import TenantRecord
from tenants.tokens import sign, unsign

from ..quiet import unheard
from ..registry import Token, token_kinds
from ..report import Report
from ..sides import Side, is_refused
from ..visitor import Answer, Visitor

_ONLY_FOR_MEMBERS = ("/accounts/home/", "/accounts/profile/", "/api/v1/me/")
_MARK = "isolation-proof"


def carry_sessions(victim: Side, to: TenantRecord, report: Report, *, may_write: bool) -> None:
    """Session cookies of a tenant shown on another host; and their rows copied into its schema."""
    for key in victim.crowd.sessions:
        _show(key, to, report, "the cookie of")
        if may_write:
            with _copied(key, victim.tenant, to) as read:
                report.probe("sessions", read, what="the copied row of a session", who=to.slug)
                _show(key, to, report, "the cookie and the copied row of")


def post_from_elsewhere(victim: Side, by: Side, report: Report) -> None:
    """A form that another tenant's page sends in the name of somebody who is signed in here."""
    for member in by.crowd.members:
        answer = member.visitor.post("/language/", origin=f"http://{victim.tenant.canonical_host}")
        leaked = "" if answer.status == 403 else f"answered {answer.status}"
        report.probe("sessions", leaked, what="POST from another host's page", who=member.visitor.label)


def hand_out(side: Side) -> None:
    """Have every token made once, so that what making them writes is there before tables are compared."""
    with acting_in(side.tenant):
        for make in token_kinds().values():
            make()


def carry_tokens(victim: Side, by: Side, report: Report) -> None:
    """Every kind of token of a tenant shown to another one: it is worth as much there as a broken one."""
    for kind, make in token_kinds().items():
        with acting_in(victim.tenant):
            token = make()
        if token is None:
            continue
        accepted = _shown(token, token.value, victim.tenant)
        if accepted == _shown(token, _broken(token.value), victim.tenant):
            report.untried.append(f"token: {kind}")
            continue
        foreign = _shown(token, token.value, by.tenant)
        leaked = "" if foreign == _shown(token, _broken(token.value), by.tenant) else f"accepted: {foreign}"
        report.probe("tokens", leaked, what=f"a {kind} of the other tenant", who=by.tenant.slug)


def carry_signed_values(victim: Side, by: Side, report: Report) -> None:
    """A value that a tenant signed, read in another one: the tenant is in every salt."""
    for purpose in ("isolation.proof", "accounts.welcome", "commissions.referral", "domains.share"):
        with acting_in(victim.tenant):
            signed = sign(purpose, _MARK)
        with acting_in(by.tenant):
            try:
                leaked = f"read as {unsign(purpose, signed, max_age=60)}"
            except BadSignature:
                leaked = ""
        report.probe("tokens", leaked, what=f"a value signed for {purpose}", who=by.tenant.slug)


def read_cache(victim: Side, by: Side, report: Report) -> None:
    """What a tenant keeps under a name, asked for under the same name in another one."""
    for alias, options in settings.CACHES.items():
        if not options.get("KEY_FUNCTION"):
            continue  # what all tenants share holds hosts alone, and pages are compared elsewhere
        with acting_in(victim.tenant):
            caches[alias].set(_MARK, victim.tenant.slug, 60)
        with acting_in(by.tenant):
            found = caches[alias].get(_MARK)
        with acting_in(victim.tenant):
            caches[alias].delete(_MARK)
        report.probe("cache", f"found {found}" if found else "", what=f"cache {alias}", who=by.tenant.slug)


def _show(key: str, to: TenantRecord, report: Report, what: str) -> None:
    for path in _ONLY_FOR_MEMBERS:
        visitor = Visitor(to.canonical_host, f"a stranger at {to.slug}", {settings.SESSION_COOKIE_NAME: key})
        answer = visitor.get(path)
        leaked = "" if is_refused(answer) else f"answered {answer.status}"
        report.probe("sessions", leaked, what=f"{what} another tenant's session at {path}", who=visitor.label)


@contextmanager
def _copied(key: str, source: TenantRecord, to: TenantRecord) -> Iterator[str]:
    """Copy the row; what the other tenant reads in it (nothing, if all is well); take it away again."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    rows = store.get_model_class().objects
    with acting_in(source):
        row = rows.filter(session_key=key).values("session_key", "session_data", "expire_date").first()
    if row is None:
        yield ""
        return
    with acting_in(to), unheard():
        rows.create(**row)
        read = store().decode(row["session_data"])
    try:
        yield f"read {sorted(read)}" if read else ""
    finally:
        with acting_in(to):
            rows.filter(session_key=key).delete()


def _shown(token: Token, value: str, to: TenantRecord) -> tuple[int, str, bool]:
    """What a token brings about at a tenant, without what the token itself says."""
    visitor = Visitor(to.canonical_host, f"a stranger at {to.slug}")
    if token.cookie:
        visitor.cookies[token.cookie] = value
    answer: Answer = visitor.get(token.path.replace(token.value, value))
    return answer.status, answer.location.replace(value, ""), token.accepted_sets in answer.cookies


def _broken(value: str) -> str:
    """The same token with its middle changed, so that its shape stays."""
    middle = len(value) // 2
    return value[:middle] + ("a" if value[middle] != "a" else "b") + value[middle + 1 :]
