"""A real SMTP server on loopback, with TLS and accounts, that can be told to refuse."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "mailer", "s3cret-passphrase"
HOST = "127.0.0.1"


@dataclass
class Handler:
    """Keeps what it is given. `answers` are given first, one for each mail; `refused` recipients never."""

    got: list[Envelope] = field(default_factory=list)
    hellos: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.hellos.append(hostname)
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answers and not (answer := self.answers.pop(0)).startswith("250"):
            return answer
        self.got.append(envelope)
        return f"250 queued as {len(self.got)}"


class LoopbackController(Controller):
    def factory(self) -> SMTP:
        return SMTP(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        """Look whether it runs at the port that it was given."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    is_right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@dataclass
class MailHost:
    """A running server and what it got."""

    controller: Controller
    handler: Handler
    is_stopped: bool = False

    @property
    def port(self) -> int:
        return int(self.controller.port)

    @property
    def got(self) -> list[Envelope]:
        return self.handler.got

    def stop(self) -> None:
        if not self.is_stopped:
            self.controller.stop()
        self.is_stopped = True


def serve(folder: Path, *, is_tls: bool = False, name: str = HOST) -> MailHost:
    """Start a server whose certificate names `name`; `ca.pem` in the folder vouches for it."""
    context = server_context(folder, name)
    handler = Handler()
    options: dict[str, Any] = {"auth_required": True, "authenticator": authenticate}
    if is_tls:
        options |= {"ssl_context": context, "auth_require_tls": False}
    else:
        options |= {"tls_context": context, "require_starttls": True}
    controller = LoopbackController(handler, hostname=HOST, port=0, **options)
    controller.start()
    return MailHost(controller, handler)


def server_context(folder: Path, name: str) -> ssl.SSLContext:
    """A certificate that is its own authority, written to `ca.pem`."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    try:
        told: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        told = x509.DNSName(name)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([told]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "ca.pem").write_bytes(pem)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context
