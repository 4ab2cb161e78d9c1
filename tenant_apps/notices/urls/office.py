from django.urls import path

from tenant_apps.notices import views

urlpatterns = [
    path("", views.mail_log, name="office_mail"),
    path("<uuid:uuid>/", views.mail, name="office_mail_message"),
]
