from django.db import connection

from tenants.context import acting_in


def test_a_missing_schema_is_a_problem_that_says_when_to_come_back(browse, adel, reseller):
    browser = browse(adel, reseller)
    browser.raise_request_exception = False
    with acting_in(reseller), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE storefront_offer RENAME TO gone")
    answer = browser.get("/api/v1/offers/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert int(answer["Retry-After"]) > 0
