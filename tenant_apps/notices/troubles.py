"""Why a mail could not be handed over, as a code to keep and as words to show."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REASONS = {
    "name": _("This is not the name of a host."),
    "port": _("Mail is not handed over on this port."),
    "private": _("The host leads to an address that is not on the public internet."),
    "silence": _("The DNS did not answer the question for the host. That says nothing about the host."),
    "unresolved": _("The DNS knows no address of the host."),
    "connect": _("Nobody answered at this host and port."),
    "timeout": _("The server took too long to answer."),
    "closed": _("The server closed the connection."),
    "greeting": _("What answered did not speak like a mail server."),
    "no_starttls": _(
        "The server offers no STARTTLS on this port. Perhaps it expects TLS from the start, on port 465."
    ),
    "certificate": _("The server's certificate is not valid for this host."),
    "tls": _("No encryption could be agreed on. Perhaps this port wants the other kind."),
    "no_sign_in": _("The server offers no way to sign in here."),
    "sign_in": _("The server did not accept the user name or the password."),
    "secret": _("The password that was kept cannot be read any more. Enter it again."),
    "sender": _("The server does not let us send from this address."),
    "recipient": _("The server did not take the recipient's address."),
    "content": _("The server did not take the mail."),
    "platform": _("The portal's mail server did not take it."),
}


class Trouble(Exception):
    """A mail was not handed over. `is_final`: the recipient or the mail itself was refused for good."""

    def __init__(self, step: str, code: str, answer: str = "", *, is_final: bool = False) -> None:
        super().__init__(f"{step}: {code} {answer}".strip())
        self.step, self.code, self.answer, self.is_final = step, code, answer[:1000], is_final


def reason_of(code: str) -> str:
    """The words of a code; empty for none."""
    return str(REASONS.get(code, ""))
