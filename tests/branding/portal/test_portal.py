"""The files of a portal: each host has its own, under its own brand, and nobody else's."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from branding.portal import drawing
from branding.portal.addresses import key_of
from branding.queries import brand_of
from branding.verbs import save_brand
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant

JOB = Actor.system("tests")
EVERYWHERE = (
    "/robots.txt",
    "/sitemap.xml",
    "/offline/",
    "/service-worker.js",
    "/brand/app.webmanifest",
    "/favicon.ico",
)


def png(colour: str, size: tuple[int, int] = (256, 256)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def dressed(reseller: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Puts a brand on a tenant and gives its look."""

    def dress(tenant: Any, **fields: Any) -> Any:
        with acting_on_shared_data(), django_capture_on_commit_callbacks(execute=True):
            save_brand(tenant, fields=fields, by=JOB)
        with acting_in(tenant):
            return brand_of(tenant)

    return dress


@pytest.fixture
def visitor(browse: Any, reseller: Any) -> Any:
    return browse(None, reseller)


def picture(answer: Any) -> Image.Image:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(answer.content)).convert("RGBA")


# Icons -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", drawing.ICONS)
def test_icons_have_their_size_and_the_brands_colour(
    name: str, dressed: Any, reseller: Any, visitor: Any
) -> None:
    look = dressed(reseller, name="ابرنما", colour="#c2410c")
    answer = visitor.get(f"/brand/icon/{key_of(look)}/{name}.png")
    shown = picture(answer)
    side = drawing.ICONS[name].side
    assert shown.size == (side, side)
    assert shown.getpixel((side // 2, side // 8)) == (0xC2, 0x41, 0x0C, 255)
    assert (shown.getpixel((0, 0))[3] == 255) is drawing.ICONS[name].is_full
    assert "immutable" in answer["Cache-Control"]


def test_the_icon_that_was_given_is_worn(dressed: Any, reseller: Any, visitor: Any) -> None:
    look = dressed(reseller, favicon=png("#00ff00"))
    shown = picture(visitor.get(f"/brand/icon/{key_of(look)}/maskable-512.png"))
    assert shown.getpixel((256, 256))[:3] == (0, 255, 0)
    assert shown.getpixel((0, 0))[:3] == (0, 255, 0)


def test_an_old_address_shows_the_present_icon_for_a_minute(visitor: Any) -> None:
    answer = visitor.get("/brand/icon/deadbeef/32.png")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=60"
    assert visitor.get("/brand/icon/deadbeef/33.png").status_code == 404


def test_the_old_favicon_holds_three_sizes(visitor: Any) -> None:
    answer = visitor.get("/favicon.ico")
    assert answer["Content-Type"] == "image/x-icon"
    with Image.open(io.BytesIO(answer.content)) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert picture(visitor.get("/apple-touch-icon.png")).size == (180, 180)


def test_two_tenants_of_one_version_never_share_what_is_kept(
    dressed: Any, reseller: Any, other_reseller: Any, browse: Any
) -> None:
    own = dressed(reseller, name="Kuzey", colour="#0f766e")
    peers = dressed(other_reseller, name="Zümrüt", colour="#0f766e")
    assert own.css_hash == peers.css_hash
    addresses = (f"/brand/icon/{key_of(own)}/192.png", f"/brand/sharing/{key_of(own)}.png", "/favicon.ico")
    for path in addresses:
        first, second = browse(None, reseller).get(path), browse(None, other_reseller).get(path)
        assert first.content != second.content, path
        assert browse(None, reseller).get(path).content == first.content
    names = [
        browse(None, tenant).get("/brand/app.webmanifest").json()["name"]
        for tenant in (reseller, other_reseller)
    ]
    assert names == ["Kuzey", "Zümrüt"]


def test_what_was_drawn_once_is_kept_and_asks_nothing(
    dressed: Any, reseller: Any, visitor: Any, monkeypatch: Any
) -> None:
    look = dressed(reseller, favicon=png("#00ff00"), logo=png("#ff0000", (300, 100)))
    paths = [f"/brand/icon/{key_of(look)}/192.png", f"/brand/sharing/{key_of(look)}.png"]
    for path in paths:
        visitor.get(path)
    monkeypatch.setattr(drawing, "picture", None)
    monkeypatch.setattr(drawing, "logo_of", None)
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(path).status_code == 200
        assert not queries.captured_queries, path


def test_when_the_shared_cache_is_away_each_process_draws_once(
    dressed: Any, reseller: Any, monkeypatch: Any
) -> None:
    look, drawn = dressed(reseller, name="Kuzey"), []
    monkeypatch.setattr(drawing, "_near", {})
    monkeypatch.setattr(drawing, "picture", lambda *_, **__: drawn.append(1) or b"png")
    with acting_in(reseller):
        for _ in range(3):
            caches["shared"].clear()
            assert drawing.icon(reseller, look, "192") == b"png"
    assert len(drawn) == 1


def test_the_address_of_a_picture_follows_what_it_shows(dressed: Any, reseller: Any) -> None:
    first = key_of(dressed(reseller, name="Kuzey"))
    assert key_of(dressed(reseller, footer="©")) == first
    assert key_of(dressed(reseller, tagline="x")) != first


def test_without_the_press_an_icon_is_late_and_not_broken(visitor: Any, monkeypatch: Any) -> None:
    from branding.documents import DocumentFailed

    def fail(*_: Any, **__: Any) -> bytes:
        raise DocumentFailed("no")

    drawing._near.clear()
    monkeypatch.setattr(drawing, "picture", fail)
    answer = visitor.get("/favicon.ico")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


# Manifest, head ----------------------------------------------------------------------------------


def test_the_manifest_is_the_brands_in_the_readers_language(
    dressed: Any, reseller: Any, visitor: Any
) -> None:
    look = dressed(reseller, name="Kuzey Bulut", tagline="Buluttan", colour="#0f766e")
    answer = visitor.get("/brand/app.webmanifest", headers={"Accept-Language": "fa"})
    manifest = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["lang"], manifest["dir"], manifest["id"], manifest["scope"]) == ("fa", "rtl", "/", "/")
    assert (manifest["name"], manifest["description"], manifest["theme_color"]) == (
        "Kuzey Bulut", "Buluttan", "#0f766e",
    )  # fmt: skip
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        assert picture(visitor.get(icon["src"])).width == int(icon["sizes"].split("x")[0])
        assert key_of(look) in icon["src"]
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == ["/my/services/", "/my/invoices/"]


def test_pages_for_everybody_can_be_shared_and_found(dressed: Any, reseller: Any, visitor: Any) -> None:
    dressed(reseller, name="Kuzey & Bulut", tagline='Bulut "tan"', hero_text="", colour="#0f766e")
    for path in ("/", "/accounts/signup/"):
        page = visitor.get(f"{path}?x=1", headers={"Accept-Language": "en"}).content.decode()
        host = f"//{reseller.canonical_host}"
        assert re.search(rf'<link rel="canonical" href="https?:{host}[^"?]*{path}">', page)
        assert 'property="og:site_name" content="Kuzey &amp; Bulut"' in page
        assert "Bulut &quot;tan&quot;" in page
        assert re.search(rf'property="og:image" content="https?:{host}[^"]*/brand/sharing/[^"]+\.png"', page)
        assert 'content="noindex"' not in page
        assert page.count('name="theme-color"') == 2
        assert 'media="(prefers-color-scheme: dark)"' in page
        assert "apple-touch-icon" in page


def test_a_chosen_theme_has_one_colour(visitor: Any) -> None:
    visitor.cookies["theme"] = "dark"
    assert visitor.get("/").content.decode().count('name="theme-color"') == 1


def test_the_shared_picture_has_the_size_that_networks_ask_for(
    dressed: Any, reseller: Any, visitor: Any
) -> None:
    look = dressed(
        reseller, name="ابرنما", colour="#c2410c", tagline="نرم‌افزار #eval ]", logo=png("#ff0000", (300, 100))
    )
    answer = visitor.get(f"/brand/sharing/{key_of(look)}.png")
    assert picture(answer).size == (1200, 630)
    assert len(answer.content) < 200_000


def test_pages_behind_an_account_are_not_for_an_index(
    browse: Any, carl: Any, olga: Any, reseller: Any
) -> None:
    for person, path in ((carl, "/my/"), (olga, "/office/"), (None, "/accounts/login/")):
        page = browse(person, reseller).get(path).content.decode()
        assert '<meta name="robots" content="noindex">' in page
        assert "og:" not in page


# Offline -----------------------------------------------------------------------------------------


def test_the_worker_keeps_the_offline_page_alone(visitor: Any, reseller: Any) -> None:
    answer = visitor.get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    worker = answer.content.decode()
    kept = re.search(r"const KEPT = (\[.*\]);", worker)
    assert kept
    assert '"/offline/"' in kept[1]
    assert "/my/" not in worker
    assert ".put(" not in worker


def test_the_offline_page_holds_nothing_of_a_person(browse: Any, carl: Any, reseller: Any) -> None:
    pages = [browse(person, reseller).get("/offline/") for person in (None, carl)]
    assert pages[0].content == pages[1].content
    page = pages[0].content.decode()
    assert brand_name(reseller) in page
    assert "csrf" not in page
    assert "<script" not in page
    assert "style=" not in page


def brand_name(tenant: Any) -> str:
    with acting_in(tenant):
        return str(brand_of(tenant).name)


# Crawlers ----------------------------------------------------------------------------------------


def test_robots_may_see_the_shop_and_nothing_behind_it(visitor: Any, reseller: Any) -> None:
    text = visitor.get("/robots.txt").content.decode()
    for path in ("/my/", "/office/", "/accounts/", "/order/", "/api/"):
        assert f"Disallow: {path}\n" in text
    assert "Disallow: /\n" not in text
    assert "console" not in text
    assert re.search(rf"Sitemap: https?://{reseller.canonical_host}(:\d+)?/sitemap\.xml", text)


def test_the_sitemap_lists_what_is_on_sale(
    shop: Any, visitor: Any, reseller: Any, other_reseller: Any, browse: Any
) -> None:
    answer = visitor.get("/sitemap.xml")
    assert answer["Content-Type"].startswith("application/xml")
    urls = [
        node.text or "" for node in ElementTree.fromstring(answer.content).iter() if node.tag.endswith("loc")
    ]
    assert [re.sub(r"https?://[^/]+", "", url) for url in urls] == ["/", "/plans/", "/plans/web/"]
    assert all(reseller.canonical_host in url for url in urls)
    assert answer.content.count(b"<lastmod>") == 3
    assert b"/plans/" not in browse(None, other_reseller).get("/sitemap.xml").content


def test_the_sitemap_asks_as_much_for_many_as_for_few(shop: Any, visitor: Any, reseller: Any) -> None:
    visitor.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as queries:
        visitor.get("/sitemap.xml")
    assert len(queries) <= 7


def test_a_weakness_is_told_to_who_runs_the_shop(dressed: Any, reseller: Any, visitor: Any) -> None:
    dressed(reseller, support_email="help@kuzey.example")
    text = visitor.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:help@kuzey.example\n" in text
    expires = re.search(r"Expires: (\S+)", text)
    assert expires
    left = datetime.fromisoformat(expires[1]) - now()
    assert timedelta(days=30) < left < timedelta(days=366)
    assert "Preferred-Languages: " in text
    assert f"{reseller.canonical_host}" in text
    dressed(reseller, support_email="")
    assert visitor.get("/.well-known/security.txt").status_code == 404


def test_the_operators_own_hosts_have_them_too(browse: Any, operator: Any) -> None:
    visitor = browse(None, operator)
    for path in EVERYWHERE:
        assert visitor.get(path).status_code == 200, path
    assert b"/plans/" not in visitor.get("/sitemap.xml").content
    assert visitor.get("/brand/app.webmanifest").json()["shortcuts"] != []


def test_a_suspended_portal_has_nothing(reseller: Any, visitor: Any) -> None:
    with acting_on_shared_data():
        Tenant.objects.get(pk=reseller.id).move(Tenant.Status.SUSPENDED, by=JOB)
    from tenants import host_cache

    host_cache.near.clear()
    caches["shared"].clear()
    for path in (*EVERYWHERE, "/.well-known/security.txt", "/brand/icon/x/32.png"):
        answer = visitor.get(path)
        assert answer.status_code == 410, path
        assert b"Alpha" not in answer.content


def test_an_unknown_host_has_nothing(db: None, client: Any) -> None:
    for path in EVERYWHERE:
        assert client.get(path, headers={"host": "nobody.example"}).status_code == 404


def test_nothing_names_the_platform(visitor: Any, reseller: Any, settings: Any) -> None:
    for path in (*EVERYWHERE, "/.well-known/security.txt"):
        answer = visitor.get(path)
        shown = answer.content + str(dict(answer.headers)).encode()
        for told in (f"{reseller.canonical_host}", "vitrine.localhost"):
            shown = shown.replace(told.encode(), b"")
        assert settings.PLATFORM_NAME.lower().encode() not in shown.lower(), path
