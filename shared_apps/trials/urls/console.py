from django.urls import URLPattern, URLResolver, path

from ..views import board, bulk, trial

urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.console_trials, name="console_trials"),
    path("export/", board.console_trials_export, name="console_trials_export"),
    path("bulk/", bulk.console_bulk_start, name="console_bulk_start"),
    path("bulk/confirmation/", bulk.console_bulk_confirmation, name="console_bulk_confirmation"),
    path("bulk/<uuid:uuid>/", bulk.console_bulk, name="console_bulk"),
    path("bulk/<uuid:uuid>/progress/", bulk.console_bulk_progress, name="console_bulk_progress"),
    path("bulk/<uuid:uuid>/retry/", bulk.console_bulk_retry, name="console_bulk_retry"),
    path("<uuid:uuid>/", trial.console_trial, name="console_trial"),
    path("<uuid:uuid>/extension/", trial.console_trial_extension, name="console_trial_extension"),
]
