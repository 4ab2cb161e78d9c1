"""Help articles: written by the operator, read in the office and, under the shop's brand, by clients (S4.26)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags
from PIL import Image

from shared_apps.help import verbs
from shared_apps.help.models import Article, Cover
from shared_apps.help.naming import names_the_platform
from shared_apps.help.verbs import ArticleWish, Words
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.context import acting_in, acting_on_shared_data

pytestmark = pytest.mark.django_db
BY = Actor.system("tests")
CONSOLE = "/console/help/"
WORDS = {"en": Words("Pay an invoice at {brand}", "In three steps.", "# Begin\n\nOpen **Invoices**.")}


@pytest.fixture
def category(in_shared_setup: None) -> Any:
    with acting_on_shared_data():
        return verbs.put_category("payments", name={"en": "Payments", "fa": "پرداخت"}, by=BY)


def article(category: Any, slug: str = "pay", audience: str = "clients", **more: Any) -> Article:
    wish = ArticleWish(slug, category, audience, more.pop("words", WORDS), **more)
    with acting_on_shared_data():
        made = verbs.put_article(None, wish, by=BY)
        verbs.publish_article(made, by=BY)
    return made


def picture(kind: str = "PNG") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (1800, 900), "teal").save(out, kind)
    return SimpleUploadedFile("cover.png", out.getvalue())


def test_clients_read_it_under_the_shops_brand(
    category: Any, browse: Any, carl: Any, reseller: Any, settings: Any
) -> None:
    article(category)
    article(category, "partners-only", "partners")
    for person in (None, carl):
        browser = browse(person, reseller)
        text = strip_tags(browser.get("/help/").content.decode())
        assert "Pay an invoice at Alpha Bulut" in text
        assert "Payments" in text
        page = browser.get("/help/pay/").content.decode()
        assert "<strong>Invoices</strong>" in page
        assert settings.PLATFORM_NAME.lower() not in page.lower().replace(settings.PLATFORM_DOMAIN, "")
        assert browser.get("/help/partners-only/").status_code == 404


def test_search_and_category_narrow_it_and_nonsense_is_no_fault(
    category: Any, browse: Any, reseller: Any
) -> None:
    """RELIABILITY 35."""
    article(category)
    browser = browse(None, reseller)
    assert "Pay an invoice" in browser.get("/help/", {"q": "invoices"}).content.decode()
    assert "No article fits" in browser.get("/help/", {"q": "domains"}).content.decode()
    assert "Pay an invoice" in browser.get("/help/", {"category": "payments"}).content.decode()
    for query in ({"q": "%\\'\x00"}, {"category": "'"}, {"after": "x"}, {"before": "%00"}):
        assert browser.get("/help/", query).status_code == 200


def test_a_draft_and_one_of_tomorrow_are_not_found(category: Any, browse: Any, reseller: Any) -> None:
    article(category, "tomorrow", published_at=now() + timedelta(days=1))
    made = article(category)
    with acting_on_shared_data():
        verbs.withdraw_article(made, by=BY)
    browser = browse(None, reseller)
    assert browser.get("/help/tomorrow/").status_code == 404
    assert browser.get("/help/pay/").status_code == 404
    assert "No articles yet" in browser.get("/help/").content.decode()


def test_it_is_read_in_the_readers_language_and_direction(category: Any, browse: Any, reseller: Any) -> None:
    article(category, words={**WORDS, "fa": Words("پرداخت صورتحساب", "", "متن")})
    browser = browse(None, reseller)
    assert 'dir="ltr">' in browser.get("/help/pay/").content.decode()
    page = browser.get("/help/pay/", headers={"Accept-Language": "fa"}).content.decode()
    assert "پرداخت صورتحساب" in page or "Pay an invoice" in page


def test_a_reseller_hides_an_article_from_its_own_clients_alone(
    category: Any, browse: Any, olga: Any, adel: Any, reseller: Any, other_reseller: Any
) -> None:
    article(category)
    assert browse(adel, reseller).post("/office/help/pay/hiding/", {"hidden": "yes"}).status_code == 403
    browser = browse(olga, reseller)
    assert browser.post("/office/help/pay/hiding/", {"hidden": "yes"}).status_code == 302
    assert browse(None, reseller).get("/help/pay/").status_code == 404
    assert browse(None, other_reseller).get("/help/pay/").status_code == 200
    assert "Your clients do not find" in browser.get("/office/help/pay/").content.decode()
    assert "Hidden" in browser.get("/office/help/", {"audience": "clients"}).content.decode()
    browser.post("/office/help/pay/hiding/", {"hidden": "no"})
    assert browse(None, reseller).get("/help/pay/").status_code == 200


def test_what_clients_read_must_not_name_the_platform(
    category: Any, browse: Any, opal: Any, operator: Any, settings: Any
) -> None:
    told = {"en": Words("Help", "", f"Ask {settings.PLATFORM_NAME.upper()}.")}
    with acting_on_shared_data():
        assert names_the_platform(["a", settings.PLATFORM_DOMAIN])
        assert not names_the_platform(["a shop"])
        with pytest.raises(verbs.NamesThePlatform):
            verbs.put_article(None, ArticleWish("x", category, "clients", told), by=BY)
        verbs.put_article(None, ArticleWish("x", category, "partners", told), by=BY)
    body = {
        "category": category.pk,
        "audience": "clients",
        "en-title": "T",
        "en-body": settings.PLATFORM_NAME,
    }
    answer = browse(opal, operator).post(f"{CONSOLE}new/", body)
    assert answer.status_code == 422
    assert "must not name the platform" in answer.content.decode()


def test_markup_of_the_author_is_text_and_links_are_safe(category: Any, browse: Any, reseller: Any) -> None:
    """RELIABILITY 8, 10."""
    article(category, words={"en": Words("T", "", "<script>1</script> [x](javascript:1) {{ settings }}")})
    page = browse(None, reseller).get("/help/pay/").content.decode()
    assert "<script>1" not in page
    assert 'href="javascript' not in page
    assert "{{ settings }}" in page


def test_opal_writes_publishes_withdraws_and_deletes(
    category: Any, browse: Any, opal: Any, operator: Any, reseller: Any
) -> None:
    browser = browse(opal, operator)
    body = {"category": category.pk, "audience": "clients", "en-title": "Open a ticket", "en-body": "Text"}
    assert browser.post(f"{CONSOLE}new/", {**body, "fa-title": "نیمه"}).status_code == 422
    made = browser.post(f"{CONSOLE}new/", {**body, "cover": picture()})
    assert made.status_code == 302
    with acting_on_shared_data():
        written = Article.objects.get(slug="open-a-ticket")
        cover = Cover.objects.get()
        assert (cover.width, cover.height) == (1600, 800)
        assert bytes(cover.data).startswith(b"\xff\xd8")
    page = made.url
    assert "Draft" in browser.get(page).content.decode()
    assert browser.post(f"{page}publication/").status_code == 302
    shop = browse(None, reseller)
    assert shop.get("/help/open-a-ticket/").status_code == 200
    assert shop.get("/help/open-a-ticket/cover.jpg")["Content-Type"] == "image/jpeg"
    browser.post(f"{page}removal/")
    assert browser.get(page).status_code == 200
    again = browser.post(f"{CONSOLE}new/", {**body, "slug": "open-a-ticket"})
    assert again.status_code == 422
    browser.post(f"{page}withdrawal/")
    assert shop.get("/help/open-a-ticket/cover.jpg").status_code == 404
    browser.post(f"{page}removal/")
    with acting_on_shared_data():
        assert not Article.objects.filter(pk=written.pk).exists()


def test_a_cover_that_is_no_picture_is_refused(category: Any, browse: Any, opal: Any, operator: Any) -> None:
    """RELIABILITY 8, 28."""
    body = {"category": category.pk, "audience": "partners", "en-title": "T", "en-body": "B"}
    for content in (b"<svg onload=alert(1)/>", b"%PDF-1.4", b"GIF89a"):
        wrong = SimpleUploadedFile("cover.png", content)
        assert browse(opal, operator).post(f"{CONSOLE}new/", {**body, "cover": wrong}).status_code == 422
    with acting_on_shared_data():
        assert not Article.objects.exists()


def test_a_category_with_articles_stays(category: Any, browse: Any, opal: Any, operator: Any) -> None:
    made = article(category)
    browser = browse(opal, operator)
    assert browser.post(f"{CONSOLE}categories/", {"slug": "start", "name_en": "Start"}).status_code == 302
    browser.post(f"{CONSOLE}categories/payments/removal/")
    browser.post(f"{CONSOLE}categories/start/removal/")
    text = browser.get(f"{CONSOLE}categories/").content.decode()
    assert "payments" in text
    assert "start" not in strip_tags(text)
    assert made.category_id == category.pk


def test_strangers_write_nothing(
    category: Any, browse: Any, olga: Any, carl: Any, operator: Any, reseller: Any
) -> None:
    made = article(category)
    assert browse(None, operator).get(CONSOLE).status_code == 302
    for person in (olga, carl):
        assert browse(person, reseller).get(CONSOLE).status_code == 404
    assert browse(carl, reseller).get("/office/help/").status_code == 404
    assert browse(None, operator).post(f"{CONSOLE}{made.uuid}/withdrawal/").status_code == 302
    with acting_on_shared_data():
        assert Article.objects.get().status == "published"


def test_a_list_takes_the_same_queries_however_many_there_are(
    category: Any, browse: Any, olga: Any, opal: Any, reseller: Any, operator: Any,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(8):
        article(category, f"guide-{number}")
    for person, tenant, address in (
        (None, reseller, "/help/"),
        (olga, reseller, "/office/help/?audience=clients"),
        (opal, operator, CONSOLE),
    ):
        browser = browse(person, tenant)
        browser.get(address)
        with django_assert_max_num_queries(14):
            browser.get(address)


def test_the_shelf_of_a_deleted_article_goes_with_what_was_hidden(category: Any, reseller: Any) -> None:
    made = article(category)
    with acting_in(reseller):
        verbs.set_hidden(reseller.id, made, is_hidden=True, by=BY)
        verbs.set_hidden(reseller.id, made, is_hidden=True, by=BY)
        verbs.withdraw_article(made, by=BY)
        verbs.delete_article(made, by=BY)
        assert not Article.objects.exists()
