"""Pages of who runs a programme: the same in a reseller's office and in the console, each behind its own gate."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from tenants.access import View

from ..views import answering, directory, member, review, texts
from . import programme

Gate = Callable[[str], Callable[[View], View]]

_ONE = "<uuid:uuid>/"


def patterns(gate: Gate) -> list[URLPattern]:
    """Every page that both have; `gate` takes a permission."""
    see, edit = gate("affiliates.view"), gate("affiliates.edit")
    return [
        path("", see(directory.affiliates), name="office_affiliates"),
        path("review/", see(review.reviews), name="office_affiliate_reviews"),
        path("review/settings/", edit(review.watch_settings), name="office_affiliate_watch"),
        path(f"review/{_ONE}release/", edit(review.review_release), name="office_review_release"),
        path(f"review/{_ONE}rejection/", edit(review.review_rejection), name="office_review_rejection"),
        path("disputes/", see(answering.office_disputes), name="office_disputes"),
        path(f"disputes/{_ONE}", see(answering.office_dispute), name="office_dispute"),
        path(f"disputes/{_ONE}answer/", edit(answering.office_dispute_answer), name="office_dispute_answer"),
        path("texts/", see(texts.ready_texts), name="office_affiliate_texts"),
        path("texts/new/", edit(texts.ready_text_new), name="office_affiliate_text_new"),
        path("texts/own/", edit(texts.ready_texts_begin), name="office_affiliate_texts_own"),
        path(
            "texts/restoration/",
            edit(texts.ready_texts_restoration),
            name="office_affiliate_texts_restoration",
        ),
        path(f"texts/{_ONE}", edit(texts.ready_text), name="office_affiliate_text"),
        path(f"texts/{_ONE}removal/", edit(texts.ready_text_removal), name="office_affiliate_text_removal"),
        path(f"people/{_ONE}", see(member.affiliate), name="office_affiliate"),
        path(f"people/{_ONE}standing/", edit(member.standing), name="office_affiliate_status"),
        path(f"people/{_ONE}notes/", edit(member.note), name="office_affiliate_note"),
        path(f"people/{_ONE}clients/", edit(member.given_client), name="office_affiliate_client"),
        path(
            f"people/{_ONE}earnings/<uuid:earning>/hold/",
            edit(member.earning_hold),
            name="office_affiliate_earning_hold",
        ),
        *programme.patterns(gate),
    ]
