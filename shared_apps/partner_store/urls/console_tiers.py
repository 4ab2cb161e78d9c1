from django.urls import path

from ..views import tier_review

urlpatterns = [
    path("", tier_review.console_tier_review, name="console_tier_review"),
    path("run/", tier_review.console_tier_review_run, name="console_tier_review_run"),
    path("<uuid:uuid>/decision/", tier_review.console_tier_decision, name="console_tier_decision"),
]
