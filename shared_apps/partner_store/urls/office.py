from django.urls import URLPattern, URLResolver, path

from ..views import requests, store, subscriptions

_ONE = "store/requests/<uuid:uuid>/"
_EXTRA = "subscriptions/<uuid:uuid>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("store/", store.office_store, name="office_store"),
    path("store/selection/", store.office_store_selection, name="office_store_selection"),
    path("store/compare/", store.office_store_compare, name="office_store_compare"),
    path("store/summary/", store.office_store_summary, name="office_store_summary"),
    path("store/submission/", store.office_store_submission, name="office_store_submission"),
    path("store/requests/", requests.office_store_requests, name="office_store_requests"),
    path(_ONE, requests.office_store_request, name="office_store_request"),
    path(f"{_ONE}answer/", requests.office_store_answer, name="office_store_answer"),
    path(f"{_ONE}withdrawal/", requests.office_store_withdrawal, name="office_store_withdrawal"),
    path("subscriptions/", subscriptions.office_subscriptions, name="office_subscriptions"),
    path(f"{_EXTRA}cancellation/", subscriptions.office_extra_cancellation, name="office_extra_cancellation"),
    path(f"{_EXTRA}continuation/", subscriptions.office_extra_continuation, name="office_extra_continuation"),
]
