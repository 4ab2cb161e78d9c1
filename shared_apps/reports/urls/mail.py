from django.urls import URLPattern, URLResolver, path

from ..views import mail

urlpatterns: list[URLPattern | URLResolver] = [path("", mail.mail_log, name="console_mail")]
