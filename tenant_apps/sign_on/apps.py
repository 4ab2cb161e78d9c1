from django.apps import AppConfig


class SignOnConfig(AppConfig):
    name = "tenant_apps.sign_on"
    default_auto_field = "django.db.models.BigAutoField"
