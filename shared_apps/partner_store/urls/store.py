"""The Partner Store in the console."""

from django.urls import URLPattern, URLResolver, path

from ..views import items, review

_ONE = "requests/<uuid:uuid>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("requests/", review.console_requests, name="console_requests"),
    path("requests/export/", review.console_requests_export, name="console_requests_export"),
    path("requests/work/", review.console_store_work, name="console_store_work"),
    path("requests/work/<uuid:uuid>/", review.console_store_work_done, name="console_store_work_done"),
    path(_ONE, review.console_request, name="console_request"),
    path(f"{_ONE}checks/", review.console_request_checks, name="console_request_checks"),
    path(f"{_ONE}question/", review.console_request_question, name="console_request_question"),
    path(f"{_ONE}approval/", review.console_request_approval, name="console_request_approval"),
    path(f"{_ONE}rejection/", review.console_request_rejection, name="console_request_rejection"),
    path(f"{_ONE}withdrawal/", review.console_request_withdrawal, name="console_request_withdrawal"),
    path("store/", items.console_store, name="console_store"),
    path("store/new/", items.console_store_new, name="console_store_new"),
    path("store/order/", items.console_store_order, name="console_store_order"),
    path("store/<uuid:uuid>/", items.console_store_item, name="console_store_item"),
]
