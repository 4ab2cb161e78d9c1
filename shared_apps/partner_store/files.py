"""Several papers at once in a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.papers import paper_answer

from .models import ApplicationFile


class PapersInput(forms.FileInput):
    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Any number of files; what they hold is looked at by the verb (RELIABILITY 9, 28)."""

    widget = PapersInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Papers"))
        options.setdefault("required", False)
        options.setdefault("help_text", _("At most 10 photos or PDF files of 5 MB each."))
        super().__init__(**options)
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp,application/pdf"

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        chosen = [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]
        return [super(PapersField, self).clean(file, initial) for file in chosen]


def download(paper: ApplicationFile) -> HttpResponse:
    """A paper to save, never shown inline (RELIABILITY 9)."""
    answer = paper_answer(paper.name, paper.content_type, bytes(paper.content))
    answer["Content-Type"] = "application/octet-stream"
    answer["Content-Disposition"] = answer["Content-Disposition"].replace("inline", "attachment", 1)
    return answer
