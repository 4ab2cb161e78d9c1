import pytest
from django.core.cache import caches
from rest_framework.throttling import UserRateThrottle


@pytest.fixture
def two_a_minute(db, monkeypatch):
    caches["shared"].clear()
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})


def statuses(browser, count, **headers):
    return [browser.get("/api/v1/health/", **headers).status_code for _ in range(count)]


def test_too_many_requests_get_a_problem_that_says_when_to_come_back(browse, reseller, two_a_minute):
    browser = browse(None, reseller)
    assert statuses(browser, 2) == [200, 200]
    answer = browser.get("/api/v1/health/")
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert int(answer["Retry-After"]) > 0


def test_one_tenants_traffic_does_not_slow_another(browse, reseller, other_reseller, two_a_minute):
    assert statuses(browse(None, reseller), 3)[-1] == 429
    assert statuses(browse(None, other_reseller), 1) == [200]


def test_a_made_up_forwarded_address_is_not_counted_on_its_own(browse, reseller, two_a_minute):
    browser = browse(None, reseller)
    for number in range(2):
        statuses(browser, 1, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert statuses(browser, 1, HTTP_X_FORWARDED_FOR="203.0.113.99") == [429]
