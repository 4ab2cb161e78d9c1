"""Files that come with messages: taken in within limits, handed out as downloads alone (RELIABILITY 9, 28)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from .errors import AttachmentRefused
from .models import Attachment, Message

LARGEST_BYTES = 5 * 1024 * 1024
MOST_FILES = 5
Files = Sequence["UploadedFile[Any]"]


def check_files(files: Files) -> None:
    """Raise `AttachmentRefused` for too many files, an empty or a large one."""
    if len(files) > MOST_FILES:
        raise AttachmentRefused(_("Attach at most 5 files."))
    if any(not 0 < (file.size or 0) <= LARGEST_BYTES for file in files):
        raise AttachmentRefused(_("Choose files of at most 5 MB each."))


def keep_files(message: Message, files: Files) -> None:
    """Keep checked files with their message."""
    for file in files:
        content = file.read(LARGEST_BYTES + 1)
        name = safe_name(file.name or "")
        Attachment.objects.create(message=message, name=name, size=len(content), content=content)


def download(attachment: Attachment) -> HttpResponse:
    """The file as bytes to save: whatever it claims to be, no browser shows or runs it."""
    answer = HttpResponse(bytes(attachment.content), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, attachment.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def safe_name(given: str) -> str:
    """The file's name without anything that a header or a file system could read otherwise."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    return re.sub(r"[^\w.\- ]+", "_", last).strip(". ")[-120:] or "file"
