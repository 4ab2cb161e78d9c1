"""Mails, whose words a reseller may change, and the server that they leave by."""

from .message import MailMessage
from .server import MailServer
from .text import MailText

__all__ = ["MailMessage", "MailServer", "MailText"]
