from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "shared_apps.help"
    label = "help"
    default_auto_field = "django.db.models.BigAutoField"
