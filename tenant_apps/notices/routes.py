"""The ways by which mail leaves: the reseller's own server, or the portal's under the reseller's name."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives, get_connection

from shared_apps.kernel.secrets import SecretUnreadable
from tenants.context import current_tenant

from .models import MailMessage, MailServer
from .smtp import Account, Report, Step, hand_over
from .troubles import Trouble


def _silent(step: Step) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Platform:
    """The portal's server. Sends from an address of the portal's own host."""

    via = MailMessage.Via.PLATFORM

    @property
    def sender(self) -> str:
        return f"no-reply@{current_tenant().canonical_host}"

    def send(self, mail: EmailMultiAlternatives, recipient: str, report: Report = _silent) -> str:
        try:
            get_connection().send_messages([mail])
        except smtplib.SMTPRecipientsRefused as refused:
            code, _answer = next(iter(refused.recipients.values()))
            # What it said may name hosts of the platform: the number alone goes to the reseller.
            raise Trouble(Step.ACCEPTED, "recipient", str(code), is_final=code >= 500) from refused
        except (smtplib.SMTPException, OSError) as fault:
            # What it said may name hosts of the platform: it is kept for its log alone.
            raise Trouble(Step.ACCEPTED, "platform") from fault
        return ""


@dataclass(frozen=True, slots=True)
class Own:
    """The reseller's server."""

    server: MailServer
    via = MailMessage.Via.OWN

    @property
    def sender(self) -> str:
        return self.server.sender_email

    def send(self, mail: EmailMultiAlternatives, recipient: str, report: Report = _silent) -> str:
        account = account_of(self.server)
        content = mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        return hand_over(account, sender=self.sender, recipient=recipient, content=content, report=report)


def account_of(server: MailServer) -> Account:
    """What is needed to hand mail over to a server. Raises `Trouble` where its password cannot be read."""
    try:
        password = server.password()
    except SecretUnreadable as unreadable:
        raise Trouble(Step.SIGN_IN, "secret") from unreadable
    return Account(
        host=server.host,
        port=server.port,
        is_tls=server.security == MailServer.Security.TLS,
        user=server.user,
        password=password,
        hello=current_tenant().canonical_host,
    )
