"""The terms that are in force, kept as they are once somebody accepts them."""

from __future__ import annotations

import json
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Max

from branding.queries import legal_texts
from tenants.context import current_tenant

from ..models import TermsVersion
from ..taxes import price_settings


def terms_in_force() -> TermsVersion | None:
    """The reseller's terms as a version that orders may point to; None where none are written."""
    texts = legal_texts(current_tenant(), "terms")
    if not texts:
        return None
    digest = sha256(json.dumps(texts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return TermsVersion.objects.filter(digest=digest).first() or _write(texts, digest)


def must_accept_terms() -> bool:
    """Whether a client has to accept terms to order: they are written, and the reseller asks for it."""
    return bool(price_settings().asks_terms and legal_texts(current_tenant(), "terms"))


def _write(texts: dict[str, str], digest: str) -> TermsVersion:
    """The next version. Of two at once, the second finds the first's row, or takes the number after it."""
    last = TermsVersion.objects.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            return TermsVersion.objects.create(number=last + 1, digest=digest, texts=texts)
    except IntegrityError:
        return TermsVersion.objects.filter(digest=digest).first() or _write(texts, digest)
