from django.urls import URLPattern, URLResolver, path

from ..views import package_editor

urlpatterns: list[URLPattern | URLResolver] = [
    path("", package_editor.console_packages, name="console_packages"),
    path("new/", package_editor.console_new_package, name="console_new_package"),
    path("<slug:sku>/", package_editor.console_package, name="console_package"),
]
