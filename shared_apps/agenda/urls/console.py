from django.urls import path

from shared_apps.agenda import views

urlpatterns = [
    path("", views.agenda, name="console_agenda"),
    path("<int:entry>/retry/", views.retry_entry, name="console_agenda_retry"),
    path("clock/", views.clock, name="console_clock"),
]
