from django.urls import URLPattern, URLResolver, path

from ..views import office

urlpatterns: list[URLPattern | URLResolver] = [path("", office.security, name="office_security")]
