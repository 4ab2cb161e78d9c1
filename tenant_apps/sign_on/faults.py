"""What can be wrong, each with a code, and the words for it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SignOnRefused(Exception):
    """Nobody is signed in by this. `code` is one of `REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ProviderFault(SignOnRefused):
    """The provider does not do what OpenID Connect asks of it. `code` is one of `FAULTS`."""


# What a look at a provider can find (the office reads these).
FAULTS: dict[str, str | Promise] = {
    "address": _("The address does not begin with https://, or holds more than a host and a path."),
    "refused": _("The address leads to a host that is not on the public internet."),
    "unreachable": _("Nobody answers at this address."),
    "tls": _("The certificate of the host is not right."),
    "timeout": _("The provider took too long."),
    "redirect": _("The provider sends us to another address. Enter that one."),
    "too_large": _("The answer was too large."),
    "broken": _("The answer could not be read."),
    "not_json": _("The answer could not be read."),
    "status": _("The provider answered with an error."),
    "issuer": _("The provider calls itself by another issuer address."),
    "endpoint": _("An address that the provider names is missing or does not begin with https://."),
    "algorithm": _("The provider signs in no way that we accept (RS256, ES256 or EdDSA)."),
    "keys": _("The provider publishes no key that we can use."),
}

# What somebody who wants in reads. Everything about a token reads the same: the details are in the log.
REFUSALS: dict[str, str | Promise] = {
    "lost": _("This attempt is too old or was begun in another window. Try again."),
    "declined": _("The sign-in was cancelled."),
    "token": _("The answer of the provider was not accepted. Try again."),
    "provider": _("The provider does not answer as it should. Try again later."),
    "unverified": _(
        "The provider does not say that your e-mail address is verified, so it cannot be used here."
    ),
    "domain": _("Accounts of this e-mail domain cannot be used here."),
    "not_invited": _("No member of staff has this e-mail address. Ask the owner to invite you."),
    "unconfirmed": _(
        "The account with this e-mail address is not confirmed yet. Sign in with the password first."
    ),
    "other_audience": _("This way of signing in is not for your account."),
    "other_person": _("This account has another e-mail address than yours. Change one of them first."),
    "taken": _("This account is connected to somebody else here, or you have connected another one."),
}


def fault_text(code: str) -> str:
    """What a look at a provider found, in words."""
    return str(FAULTS.get(code, FAULTS["broken"]))


def refusal_text(code: str) -> str:
    """Why somebody was not let in, in words."""
    return str(REFUSALS.get(code, REFUSALS["provider"]))
