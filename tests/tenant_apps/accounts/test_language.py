import pytest


def shown(browser, **headers):
    page = browser.get("/accounts/login/", **headers)
    return page["Content-Language"]


def test_the_tenants_language_is_the_default(visit, browse, other_reseller):
    assert shown(visit) == "en"
    assert shown(browse(None, other_reseller)) == "fa"


def test_the_browsers_wish_counts_more(visit):
    assert shown(visit, HTTP_ACCEPT_LANGUAGE="fa-IR,fa;q=0.9,en;q=0.5") == "fa"


def test_an_unknown_wish_falls_back_to_the_tenant(browse, other_reseller):
    assert shown(browse(None, other_reseller), HTTP_ACCEPT_LANGUAGE="xx;q=0.9,*;q=0.1") == "fa"


def test_a_chosen_language_is_remembered(visit):
    visit.post("/language/", {"language": "fa", "next": "/accounts/login/"})
    assert shown(visit, HTTP_ACCEPT_LANGUAGE="en") == "fa"
    cookie = visit.cookies["language"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["domain"]


def test_a_persons_own_language_counts_most(browse, carl, reseller):
    browser = browse(carl, reseller)
    browser.post("/language/", {"language": "fa"})
    del browser.cookies["language"]
    page = browser.get("/accounts/profile/", HTTP_ACCEPT_LANGUAGE="en")
    assert page["Content-Language"] == "fa"


def test_a_language_that_is_not_offered_changes_nothing(visit):
    for wish in ("xx", "", "../../etc", "fa" * 300):
        assert visit.post("/language/", {"language": wish}).status_code == 302
    assert "language" not in visit.cookies


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_it_comes_back_to_this_host_only(visit, elsewhere):
    assert visit.post("/language/", {"language": "fa", "next": elsewhere})["Location"] == "/"


def test_it_rejects_get(visit):
    assert visit.get("/language/").status_code == 405


def test_caches_keep_languages_apart(visit):
    assert {"Accept-Language", "Cookie"} <= set(visit.get("/accounts/login/")["Vary"].split(", "))
