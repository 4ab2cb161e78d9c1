"""Hand one mail to somebody else's SMTP server, step by step: guarded, encrypted, with its certificate verified."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from io import BufferedReader
from threading import Timer

from django.utils.encoding import punycode

from shared_apps.kernel.outside import SMTP_PORTS, Refused, checked_addresses, open_checked

from .troubles import Trouble

SECONDS_OF_SILENCE = 10
# A reply may have many lines; more than this is no reply.
MOST_BYTES_OF_REPLY = 64 * 1024
# In all, whatever the server does: shorter than the agenda's lease, so that nobody sends the same mail meanwhile.
SECONDS_IN_ALL = 60


class Step(StrEnum):
    """What happens between us and a server, in this order."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    TLS = "tls"
    SIGN_IN = "sign_in"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Account:
    """Where and as whom to hand mail over; `is_tls` is TLS from the start, else STARTTLS. `hello` is our name."""

    host: str
    port: int
    is_tls: bool
    user: str
    password: str
    hello: str


Report = Callable[[Step], None]


def hand_over(
    account: Account, *, sender: str, recipient: str, content: bytes, report: Report = lambda step: None
) -> str:
    """Send a mail and return what the server answered. `report` hears of each step as it begins.

    Raises `Trouble`, which names the step.
    """
    with _step(Step.RESOLVE, report):
        addresses = checked_addresses(account.host, account.port, ports=SMTP_PORTS)
    with _step(Step.CONNECT, report):
        line = open_checked(addresses, account.port, SECONDS_OF_SILENCE)
    with closing(line), _limited(line), closing(_Client(account, line)) as client:
        _introduce(client, is_tls=account.is_tls, report=report)
        with _step(Step.SIGN_IN, report):
            if account.user:
                client.login(account.user, account.password)
        with _step(Step.ACCEPTED, report):
            return client.post(sender, recipient, content)


def _introduce(client: _Client, *, is_tls: bool, report: Report) -> None:
    """Agree on encryption and greet: nothing is said in the clear but the wish for it."""
    if is_tls:
        with _step(Step.TLS, report):
            client.encrypt()
    with _step(Step.CONNECT, lambda step: None):
        client.greet()
    if not is_tls:
        with _step(Step.TLS, report):
            client.starttls(context=ssl.create_default_context())
            client.ehlo()


class _Client(smtplib.SMTP):
    """The library's client on a line that is open already: it looks nothing up and connects to nothing."""

    def __init__(self, account: Account, line: socket.socket) -> None:
        super().__init__(local_hostname=account.hello, timeout=SECONDS_OF_SILENCE)
        self._host = account.host  # what STARTTLS expects the certificate to name
        self._line = line

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._line

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Bounded(self.sock.makefile("rb"))
        if isinstance(self.file, _Bounded):
            self.file.left = MOST_BYTES_OF_REPLY
        return super().getreply()

    def encrypt(self) -> None:
        context = ssl.create_default_context()
        self._line = context.wrap_socket(self._line, server_hostname=self._host)

    def greet(self) -> None:
        code, answer = self.connect("checked", 0)
        if code != 220:
            raise smtplib.SMTPConnectError(code, answer)
        self.ehlo_or_helo_if_needed()

    def post(self, sender: str, recipient: str, content: bytes) -> str:
        """The envelope and the mail; what is refused says who or what."""
        options = ["BODY=8BITMIME"] if self.has_extn("8bitmime") else []
        self._ask("sender", self.mail(_ascii(sender), options))
        self._ask("recipient", self.rcpt(_ascii(recipient)))
        code, answer = self._ask("content", _data(self, content))
        with suppress(smtplib.SMTPException, OSError):
            self.quit()
        return f"{code} {_text(answer)}"[:250]

    @staticmethod
    def _ask(what: str, reply: tuple[int, bytes]) -> tuple[int, bytes]:
        code, answer = reply
        if 200 <= code < 300:
            return reply
        is_final = code >= 500 and what != "sender"
        raise Trouble(Step.ACCEPTED, what, f"{code} {_text(answer)}", is_final=is_final)


class _Bounded:
    """What a server says, as far as a reply may go: the library reads on for as long as lines come."""

    def __init__(self, file: BufferedReader) -> None:
        self._file = file
        self.left = 0

    def readline(self, size: int = -1) -> bytes:
        line = self._file.readline(size)
        self.left -= len(line)
        if self.left < 0:
            raise smtplib.SMTPServerDisconnected("The reply has no end.")
        return line

    def close(self) -> None:
        self._file.close()


def _data(client: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
    try:
        return client.data(content)
    except smtplib.SMTPDataError as refused:
        return refused.smtp_code, _bytes(refused.smtp_error)


@contextmanager
def _step(step: Step, report: Report) -> Iterator[None]:
    """Name what goes wrong in a step."""
    report(step)
    try:
        yield
    except Refused as refused:
        raise Trouble(step, str(refused.code)) from refused
    except ssl.SSLCertVerificationError as wrong:
        raise Trouble(step, "certificate", wrong.verify_message) from wrong
    except ssl.SSLError as wrong:
        raise Trouble(step, "tls", wrong.reason or "") from wrong
    except TimeoutError as late:
        raise Trouble(step, "timeout") from late
    except smtplib.SMTPNotSupportedError as missing:
        raise Trouble(step, "no_starttls" if step is Step.TLS else "no_sign_in") from missing
    except smtplib.SMTPAuthenticationError as wrong:
        answer = f"{wrong.smtp_code} {_text(_bytes(wrong.smtp_error))}"
        raise Trouble(step, "sign_in", answer) from wrong
    except smtplib.SMTPServerDisconnected as gone:
        raise Trouble(step, "closed") from gone
    except smtplib.SMTPResponseException as refused:
        answer = f"{refused.smtp_code} {_text(_bytes(refused.smtp_error))}"
        raise Trouble(step, _CODES[step], answer) from refused
    except (smtplib.SMTPException, ValueError) as wrong:
        raise Trouble(step, _CODES[step]) from wrong
    except OSError as fault:
        raise Trouble(step, "connect" if step is Step.CONNECT else "closed") from fault


_CODES = {
    Step.RESOLVE: "name",
    Step.CONNECT: "greeting",
    Step.TLS: "tls",
    Step.SIGN_IN: "sign_in",
    Step.ACCEPTED: "content",
}


@contextmanager
def _limited(line: socket.socket) -> Iterator[None]:
    """Hang up after a while: a server that sends a byte now and then would hold a worker for ever."""
    # A second handle, since TLS takes the first one over.
    handle = line.dup()
    timer = Timer(SECONDS_IN_ALL, _hang_up, [handle])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        handle.close()


def _hang_up(handle: socket.socket) -> None:
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


def _ascii(address: str) -> str:
    name, _, domain = address.rpartition("@")
    return f"{name}@{punycode(domain)}"


def _bytes(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()


def _text(answer: bytes) -> str:
    words = " ".join(answer.decode("utf-8", "replace").split())
    # A server may say anything, and PostgreSQL keeps no NUL.
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in words)
