from django.urls import path

from branding import office

urlpatterns = [path("", office.brand, name="office_brand")]
