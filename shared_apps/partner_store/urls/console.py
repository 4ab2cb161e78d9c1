from django.urls import URLPattern, URLResolver, path

from ..views import applications, console, decisions

urlpatterns: list[URLPattern | URLResolver] = [
    path("", console.console_home, name="console_home"),
    path("applications/", applications.console_applications, name="console_applications"),
    path("applications/<uuid:uuid>/", applications.console_application, name="console_application"),
    path(
        "applications/export/", applications.console_applications_export, name="console_applications_export"
    ),
    path("applications/papers/<uuid:uuid>/", applications.console_paper, name="console_paper"),
    path("applications/<uuid:uuid>/acceptance/", decisions.console_acceptance, name="console_acceptance"),
    path("applications/<uuid:uuid>/rejection/", decisions.console_rejection, name="console_rejection"),
    path("applications/<uuid:uuid>/question/", decisions.console_question, name="console_question"),
    path("applications/<uuid:uuid>/check/", decisions.console_check, name="console_check"),
]
