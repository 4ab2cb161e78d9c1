from __future__ import annotations

from django.test import RequestFactory

from config.logs import RequestLogMiddleware


def test_a_request_is_logged_without_its_query():
    request = RequestFactory().get("/accounts/welcome/", {"token": "secret"})
    assert RequestLogMiddleware(lambda _: None).format_request(request) == "GET /accounts/welcome/"
