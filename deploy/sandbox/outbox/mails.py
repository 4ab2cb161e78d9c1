"""Mails read from a folder: `<name>.eml`, and beside it `<name>.json` with {tenant, to}."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import Any

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]*")
LINK = re.compile(r"https?://[^\s<>\"')\]]+")


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    content: bytes


class Mail:
    """One mail; parts that cannot be read are empty, never an error."""

    def __init__(self, path: Path) -> None:
        self.id = path.stem
        self._raw = path.read_bytes()
        self._side = _side(path.with_suffix(".json"))

    @cached_property
    def message(self) -> EmailMessage:
        """The parsed message."""
        parsed = BytesParser(policy=policy.default).parsebytes(self._raw)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def raw(self) -> str:
        """The mail as written."""
        return self._raw.decode("utf-8", "replace")

    @property
    def tenant(self) -> str:
        """Whose mail it is."""
        return str(self._side.get("tenant") or "")

    @property
    def to(self) -> list[str]:
        """Who received it: the envelope, else the header."""
        to = self._side.get("to") or self.header("To").split(",")
        return [str(each).strip() for each in ([to] if isinstance(to, str) else to)]

    @property
    def subject(self) -> str:
        """The subject line."""
        return self.header("Subject")

    @property
    def sender(self) -> str:
        """The From line."""
        return self.header("From")

    @property
    def at(self) -> str:
        """When it was written: the Date header as ISO, else the file's name."""
        try:
            return parsedate_to_datetime(self.header("Date")).isoformat()
        except ValueError:
            return self.id

    @cached_property
    def html(self) -> str:
        """The HTML part."""
        return self._body("html")

    @cached_property
    def text(self) -> str:
        """The text part."""
        return self._body("plain")

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        """Every header line."""
        return [(name, _safely(value)) for name, value in self.message.raw_items()]

    @cached_property
    def attachments(self) -> list[Attachment]:
        """Files that came with it."""
        return [_attachment(part, at) for at, part in enumerate(self.message.iter_attachments(), 1)]

    def inline(self, content_id: str) -> EmailMessage | None:
        """The picture the HTML part names by `cid:`."""
        for part in self.message.walk():
            if (part.get("Content-ID") or "").strip("<>") == content_id and isinstance(part, EmailMessage):
                return part
        return None

    def header(self, name: str) -> str:
        """A header's decoded text."""
        try:
            return _safely(self.message.get(name, ""))
        except (ValueError, IndexError, TypeError):
            return ""

    def matches(self, *, query: str = "", tenant: str = "", to: str = "") -> bool:
        """Whether it is one of those looked for."""
        if tenant and tenant != self.tenant:
            return False
        if to and not any(to.lower() in each.lower() for each in self.to):
            return False
        where = "\n".join((self.subject, self.sender, *self.to, self.text)).lower()
        return all(word in where for word in query.lower().split())

    def as_json(self) -> dict[str, Any]:
        """The mail for programs; `links` holds every address in it, in order."""
        found = LINK.findall(self.text) or LINK.findall(self.html.replace("&amp;", "&"))
        return {
            "id": self.id, "at": self.at, "tenant": self.tenant, "to": self.to, "from": self.sender,
            "subject": self.subject, "text": self.text, "html": self.html,
            "links": list(dict.fromkeys(found)),
            "headers": dict(self.headers), "attachments": [each.name for each in self.attachments],
        }  # fmt: skip

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        if part is None:
            return ""
        content = part.get_payload(decode=True)
        try:
            return bytes(content or b"").decode(part.get_content_charset() or "utf-8", "replace")
        except LookupError:
            return bytes(content or b"").decode("utf-8", "replace")


class Folder:
    """The folder of mails; a mail is read once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[str, Mail] = {}

    def mails(self, **wanted: str) -> list[Mail]:
        """Newest first, those that match."""
        names = sorted((entry.name for entry in self.path.glob("*.eml")), reverse=True)
        return [mail for name in names if (mail := self.mail(name[:-4])) and mail.matches(**wanted)]

    def mail(self, id: str) -> Mail | None:
        """One mail by its name; nothing outside the folder."""
        path = self.path / f"{id}.eml"
        if not NAME.fullmatch(id) or not path.is_file():
            return None
        if id not in self._read:
            self._read[id] = Mail(path)
        return self._read[id]


def _side(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _attachment(part: Any, at: int) -> Attachment:
    content = part.get_payload(decode=True)
    return Attachment(str(part.get_filename() or f"attachment-{at}"), bytes(content or b""))


def _safely(value: Any) -> str:
    return re.sub(r"\s+", " ", str(value)).strip()
