from django.urls import URLPattern, URLResolver, path

from ..views import applications, console

urlpatterns: list[URLPattern | URLResolver] = [
    path("", console.console_home, name="console_home"),
    path("applications/", applications.console_applications, name="console_applications"),
    path("applications/<uuid:uuid>/", applications.console_application, name="console_application"),
    path("applications/<uuid:uuid>/acceptance/", applications.console_acceptance, name="console_acceptance"),
    path("applications/<uuid:uuid>/rejection/", applications.console_rejection, name="console_rejection"),
]
