"""How often one may try. The counts lie in the tenant's own cache: nobody is locked out next door.

A guess counts for the visitor's address, for account and address together, and for the account alone. The last is
slow, and does not hold a browser back that its owner used before: guessing from everywhere locks no owner out
(RELIABILITY 30). Where Redis is away nothing can be counted, and nobody may try (503, RELIABILITY 19).
"""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WAIT_SECONDS = 300
_APP = "allauth.account"


def too_many(request: HttpRequest) -> HttpResponse:
    """The page that asks to wait."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(WAIT_SECONDS)
    return response


def may_invite(request: HttpRequest, email: str, *, sender: str, key: str) -> bool:
    """Whether an invitation may be mailed now, and count it: an address gets one an hour, whoever asks; a sender
    (`client`, `staff`; `key` says which) has so many a day. What is said must not depend on who has the address.
    """
    usage = ratelimit.consume(request, app=_APP, action="invite_address", key=email.lower())
    if usage is None:
        return False
    if ratelimit.consume(request, app=_APP, action=f"invite_by_{sender}", key=key) is None:
        usage.rollback()
        return False
    return True


def may_search(request: HttpRequest) -> bool:
    """Whether a visitor may look for a domain name now, and count it: each search asks the registrar."""
    return ratelimit.consume(request, app=_APP, action="domain_search") is not None


def may_try_coupon(request: HttpRequest) -> bool:
    """Whether a visitor may type a coupon's code now, and count it: otherwise codes could be guessed."""
    return ratelimit.consume(request, app=_APP, action="coupon") is not None


class Guess:
    """A password that is about to be tried for an account; `is_one_too_many` where it must not be."""

    def __init__(self, request: HttpRequest, login: str, *, is_known_browser: bool) -> None:
        self.request = request
        here = f"{login.lower()}|{ratelimit.get_ip(request)}"
        counts = [("login_failed", here)]
        if not is_known_browser:
            counts.append(("login_failed_account", login.lower()))
        self._used: list[Any] = []
        self.is_one_too_many = not all(self._count(action, key) for action, key in counts)

    def rollback(self) -> None:
        """It was right: it does not count. The name is allauth's."""
        for usage in self._used:
            usage.rollback()

    def _count(self, action: str, key: str) -> bool:
        usage = ratelimit.consume(self.request, app=_APP, action=action, key=key)
        if usage is not None:
            self._used.append(usage)
        return usage is not None


def forgive(request: HttpRequest, login: str) -> None:
    """After a new password earlier guesses do not count any more."""
    here = f"{login.lower()}|{ratelimit.get_ip(request)}"
    for action, key in (("login_failed", here), ("login_failed_account", login.lower())):
        ratelimit.clear(request, app=_APP, action=action, key=key)
