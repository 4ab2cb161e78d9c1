"""The icon of browser tabs: the one that was given, else drawn from the logo, else the initial."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from branding.images import clean_icon, clean_picture, icon_from
from branding.models import BrandImage
from branding.queries import brand_of, forget_brand
from branding.verbs import save_brand
from shared_apps.kernel.actor import Actor

JOB = Actor.system("tests")


def picture(size: tuple[int, int], colour: str = "#0f766e") -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", size, colour).save(out, "PNG")
    return out.getvalue()


def icon(tenant: Any, **fields: Any) -> str:
    save_brand(tenant, fields=fields, by=JOB)
    forget_brand(tenant)
    return brand_of(tenant).favicon_sha256


@pytest.mark.django_db
def test_the_icon_follows_what_was_given(in_shared: None, reseller: Any) -> None:
    assert icon(reseller, logo=None, favicon=None) == ""
    assert brand_of(reseller).favicon_url.startswith("/brand/icon.svg")
    drawn = icon(reseller, logo=picture((200, 100)))
    image = BrandImage.objects.get(tenant_id=reseller.id, sha256=drawn)
    assert (image.width, image.height) == (256, 256)
    given = icon(reseller, favicon=picture((64, 64), "red"))
    assert given not in ("", drawn)
    assert icon(reseller, favicon=None) == drawn


@pytest.mark.django_db
def test_a_long_word_mark_leaves_the_initial(in_shared: None, reseller: Any) -> None:
    assert icon(reseller, logo=picture((600, 100))) == ""


def test_a_logo_in_an_empty_frame_is_cut_out_first() -> None:
    image = Image.new("RGBA", (400, 100))
    image.paste(Image.new("RGBA", (80, 80), "red"), (10, 10))
    out = io.BytesIO()
    image.save(out, "PNG")
    drawn = icon_from(out.getvalue())
    assert drawn is not None
    assert Image.open(io.BytesIO(drawn.data)).getpixel((128, 128)) == (255, 0, 0, 255)


def test_an_icon_is_square() -> None:
    made = clean_icon(picture((300, 120)))
    assert (made.width, made.height) == (256, 256)
    assert Image.open(io.BytesIO(made.data)).getpixel((128, 5))[3] == 0  # type: ignore[index]


def test_an_empty_picture_makes_an_icon_without_a_fault() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (64, 64)).save(out, "PNG")
    assert icon_from(clean_picture(out.getvalue()).data) is not None


def test_cleaning_twice_changes_nothing() -> None:
    once = clean_picture(picture((900, 300)))
    assert clean_picture(once.data).sha256 == once.sha256
