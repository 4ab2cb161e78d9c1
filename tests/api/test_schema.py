import json


def document(browse, tenant):
    return browse(None, tenant).get("/api/v1/schema/")


def test_it_describes_what_each_host_answers(browse, operator, reseller):
    for_reseller = document(browse, reseller).json()
    assert set(for_reseller["paths"]) == {"/api/v1/health/", "/api/v1/me/", "/api/v1/offers/"}
    assert set(document(browse, operator).json()["paths"]) == {"/api/v1/health/", "/api/v1/me/"}


def test_it_names_no_platform(browse, reseller, settings):
    text = json.dumps(document(browse, reseller).json()).lower()
    assert settings.PLATFORM_NAME.lower() not in text
    assert settings.PLATFORM_DOMAIN not in text
