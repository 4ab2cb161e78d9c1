"""An account that a provider vouched for and nobody has confirmed: it waits in the session for a few minutes."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import asdict, dataclass, replace

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from shared_apps.kernel.clock import now
from tenants.tokens import salt

from .flow import Flow
from .models import Provider
from .tokens import Identity

_KEY = "sign_on_pending"
SECONDS = 900
MOST_TRIES = 5
MOST_MAILS = 3


@dataclass(frozen=True, slots=True)
class Pending:
    """What is to be confirmed. `person`: whose account it shall open; empty for a newcomer.

    `code`: a digest of the code that was mailed; `tries` and `mails` count.
    """

    provider: str
    subject: str
    email: str
    name: str
    person: str
    wish: str
    at: float
    code: str = ""
    tries: int = 0
    mails: int = 0

    @property
    def identity(self) -> Identity:
        return Identity(self.subject, self.email, self.name)

    @property
    def may_mail(self) -> bool:
        return self.mails < MOST_MAILS


def keep(request: HttpRequest, provider: Provider, identity: Identity, flow: Flow, *, person: str) -> None:
    """Let an account wait for its confirmation; it takes the place of any other."""
    made = Pending(
        provider=str(provider.uuid),
        subject=identity.subject,
        email=identity.email,
        name=identity.name,
        person=person,
        wish=flow.wish,
        at=now().timestamp(),
    )
    request.session[_KEY] = asdict(made)


def pending_in(request: HttpRequest) -> Pending | None:
    """What waits in this session; None where nothing does, or has for too long."""
    found = request.session.get(_KEY)
    if not isinstance(found, dict) or found["at"] < now().timestamp() - SECONDS:
        return None
    return Pending(**found)


def drop(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def new_code(request: HttpRequest, pending: Pending) -> str:
    """Six digits to mail to the address; earlier ones work no more, and mistakes go on being counted."""
    code = f"{secrets.randbelow(10**6):06}"
    request.session[_KEY] = asdict(replace(pending, code=_digest(pending, code), mails=pending.mails + 1))
    return code


def is_right_code(request: HttpRequest, pending: Pending, code: str) -> bool:
    """Whether this is the code that was mailed; after five wrong ones nothing waits any more."""
    if pending.code and hmac.compare_digest(pending.code, _digest(pending, code)):
        return True
    tried = replace(pending, tries=pending.tries + 1)
    if tried.tries >= MOST_TRIES:
        drop(request)
    else:
        request.session[_KEY] = asdict(tried)
    return False


def _digest(pending: Pending, code: str) -> str:
    return salted_hmac(
        salt("sign_on.code"), f"{pending.provider}:{pending.subject}:{code.strip()}"
    ).hexdigest()
