from django.urls import URLPattern, URLResolver, path

from branding import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:css_hash>.css", views.brand_css, name="brand_css"),
    path("logo/<slug:digest>.png", views.brand_logo, name="brand_logo"),
    path("icon.svg", views.brand_icon, name="brand_icon"),
    path("app.webmanifest", views.brand_manifest, name="brand_manifest"),
]
