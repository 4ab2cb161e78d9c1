"""Terms and privacy: in the reader's language, else in the shop's; linked where they are written."""

from __future__ import annotations

from typing import Any

import pytest

from branding.queries import legal_page
from branding.verbs import save_brand
from shared_apps.kernel.actor import Actor
from tenants.context import acting_on_shared_data

pytestmark = pytest.mark.django_db

JOB = Actor.system("tests")


def write(tenant: Any, **fields: Any) -> None:
    from branding.queries import forget_brand

    with acting_on_shared_data():
        save_brand(tenant, fields=fields, by=JOB)
    forget_brand(tenant)


def test_a_page_that_is_not_written_is_not_there(browse: Any, reseller: Any) -> None:
    nobody = browse(None, reseller)
    assert nobody.get("/terms/").status_code == 404
    assert nobody.get("/privacy/").status_code == 404
    assert b"/terms/" not in nobody.get("/").content


def test_the_readers_language_comes_first_then_the_shops(browse: Any, reseller: Any) -> None:
    shops = reseller.default_language
    other = "th" if shops != "th" else "tr"
    write(reseller, terms={shops: "the shop's", "fa": "## شرایط"})
    nobody = browse(None, reseller)
    persian = nobody.get("/terms/", headers={"Cookie": "language=fa"}).content.decode()
    assert '<div class="article" lang="fa" dir="rtl"><h2>شرایط</h2>' in persian
    fallen_back = nobody.get("/terms/", headers={"Cookie": f"language={other}"}).content.decode()
    assert f'lang="{shops}" dir="ltr"><p>the shop' in fallen_back


def test_any_language_is_better_than_none(in_shared: None, reseller: Any) -> None:
    save_brand(reseller, fields={"privacy": {"th": "ไทย"}}, by=JOB)
    page = legal_page(reseller, "privacy", "fa")
    assert page is not None
    assert (page.language, page.markdown) == ("th", "ไทย")


@pytest.mark.parametrize(("who", "path"), [(None, "/"), (None, "/accounts/signup/"), ("carl", "/my/")])
def test_what_is_written_is_linked(
    who: str | None, path: str, browse: Any, reseller: Any, request: pytest.FixtureRequest
) -> None:
    write(reseller, terms={"en": "T"}, privacy={"en": "P"})
    if who:
        request.getfixturevalue("carls_client")
    person = request.getfixturevalue(who) if who else None
    page = browse(person, reseller).get(path).content.decode()
    assert 'href="/terms/"' in page
    assert 'href="/privacy/"' in page


def test_the_operator_keeps_its_own_terms(browse: Any, operator: Any) -> None:
    write(operator, terms={"en": "T"})
    assert 'href="/privacy/"' not in browse(None, operator).get("/").content.decode()


def test_a_page_of_one_shop_is_not_the_others(browse: Any, reseller: Any, other_reseller: Any) -> None:
    write(reseller, terms={"en": "T"})
    assert browse(None, other_reseller).get("/terms/").status_code == 404


def test_it_rejects_post(browse: Any, reseller: Any) -> None:
    assert browse(None, reseller).post("/terms/").status_code == 405
