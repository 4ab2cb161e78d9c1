"""`/r/<code>/`: a click is counted, remembered in a cookie, and goes on to the shop."""

from __future__ import annotations

import pytest

from shared_apps.commissions.models import Visit
from shared_apps.commissions.verbs import code_for
from tenants.context import acting_in


@pytest.fixture
def code(reseller, carl) -> str:
    with acting_in(reseller):
        return code_for(carl.uuid).code


def clicks(reseller) -> int:
    with acting_in(reseller):
        return sum(Visit.objects.filter(tenant_id=reseller.id).values_list("clicks", flat=True))


@pytest.mark.parametrize("end", ["/", ""])
def test_a_click_leaves_a_cookie_and_goes_to_the_shop(browse, reseller, code, end) -> None:
    answer = browse(None, reseller).get(f"/r/{code}{end}")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    cookie = answer.cookies["ref"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["max-age"], cookie["path"]) == ("Lax", 90 * 86_400, "/")
    assert "no-store" in answer["Cache-Control"]
    assert clicks(reseller) == 1


def test_the_cookie_names_nobody_in_clear(browse, reseller, code, carl) -> None:
    cookie = browse(None, reseller).get(f"/r/{code}/").cookies["ref"].value
    assert str(carl.uuid) not in cookie
    assert cookie.count(":") == 2


def test_a_code_is_read_in_either_case(browse, reseller, code) -> None:
    assert "ref" in browse(None, reseller).get(f"/r/{code.upper()}/").cookies


def test_an_unknown_code_only_goes_on(browse, reseller) -> None:
    answer = browse(None, reseller).get("/r/nobody/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "ref" not in answer.cookies


def test_a_code_of_another_reseller_is_unknown(browse, other_reseller, code) -> None:
    assert "ref" not in browse(None, other_reseller).get(f"/r/{code}/").cookies


@pytest.mark.parametrize("path", ["/plans/", "/?x=1#y"])
def test_it_goes_on_to_a_page_of_this_host(browse, reseller, code, path) -> None:
    assert browse(None, reseller).get(f"/r/{code}/", {"next": path})["Location"] == path


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "https://beta.vitrine.localhost/",
        "javascript:alert(1)",
        "http:///evil.example",
        "\x00//evil.example",
    ],
)
def test_it_goes_on_to_no_other_host(browse, reseller, code, target) -> None:
    assert browse(None, reseller).get(f"/r/{code}/", {"next": target})["Location"] == "/"


def test_looking_at_headers_or_fetching_ahead_is_no_click(browse, reseller, code) -> None:
    browser = browse(None, reseller)
    assert browser.head(f"/r/{code}/").status_code == 302
    assert "ref" not in browser.get(f"/r/{code}/", headers={"Sec-Purpose": "prefetch;prerender"}).cookies
    assert clicks(reseller) == 0


def test_it_rejects_post(browse, reseller, code) -> None:
    assert browse(None, reseller).post(f"/r/{code}/").status_code == 405


@pytest.mark.parametrize("code", ["x" * 300, "%00", "' OR 1=1 --", "ویترین"])
def test_strange_codes_only_go_on(browse, reseller, code) -> None:
    assert browse(None, reseller).get(f"/r/{code}/").status_code == 302
