"""What can be done with mail: announce, send again, change words, bring an own server."""

from .mails import (
    CannotSendAgain,
    Recipient,
    UnsafeHeader,
    forget_addresses,
    mail_staff,
    recipient_of,
    send_again,
    send_mail,
)
from .servers import TestRunning, mark_tested, remove_server, save_server, start_test
from .texts import reset_text, save_text

__all__ = [
    "CannotSendAgain",
    "Recipient",
    "TestRunning",
    "UnsafeHeader",
    "forget_addresses",
    "mail_staff",
    "mark_tested",
    "recipient_of",
    "remove_server",
    "reset_text",
    "save_server",
    "save_text",
    "send_again",
    "send_mail",
    "start_test",
]
