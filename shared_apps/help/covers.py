"""Cover pictures: drawn anew, so that nothing but pixels is kept, and served by their content (RELIABILITY 8)."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from PIL import Image

from branding.portal.answers import A_DAY, file
from shared_apps.kernel.papers import JPEG, PaperRefused, read_paper

from .models import Article, Cover

WIDEST = 1600


def keep_cover(upload: UploadedFile[Any]) -> Cover:
    """Keep a picture as a cover; the same one is kept once. Raises `PaperRefused`."""
    paper = read_paper(upload, otherwise="cover")
    if paper.content_type != JPEG:
        raise PaperRefused(_("Choose a picture (JPEG, PNG or WebP)."))
    with Image.open(BytesIO(paper.content)) as image:
        image.thumbnail((WIDEST, WIDEST))
        out = BytesIO()
        image.save(out, "JPEG", quality=82, optimize=True, progressive=True)
        size = {"width": image.width, "height": image.height}
    drawn = out.getvalue()
    kept, _is_new = Cover.objects.get_or_create(
        sha256=sha256(drawn).hexdigest(), defaults={"data": drawn, **size}
    )
    return kept


def cover_answer(article: Article | None) -> HttpResponse:
    """The cover of an article that the reader may see. Raises `Http404` where there is none."""
    if article is None or article.cover_id is None:
        raise Http404
    data = Cover.objects.values_list("data", flat=True).get(pk=article.cover_id)
    answer = file(bytes(data), JPEG, A_DAY)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
