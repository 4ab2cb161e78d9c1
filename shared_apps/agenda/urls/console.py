from django.urls import path

from shared_apps.agenda import views

urlpatterns = [
    path("", views.agenda, name="console_agenda"),
    path("<int:entry>/", views.agenda_entry, name="console_agenda_entry"),
    path("<int:entry>/retry/", views.retry_entry, name="console_agenda_retry"),
    path("<int:entry>/cancel/", views.cancel_entry, name="console_agenda_cancel"),
    path("retry/", views.retry_task, name="console_agenda_retry_task"),
    path("clock/", views.clock, name="console_clock"),
]
