from django.urls import URLPattern, URLResolver, path

from branding.portal import looks, manifest

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:css_hash>.css", looks.brand_css, name="brand_css"),
    path("logo/<slug:digest>.png", looks.brand_logo, name="brand_logo"),
    path("icon.svg", looks.brand_icon, name="brand_icon"),
    path("icon/<slug:key>/<slug:name>.png", looks.portal_icon, name="portal_icon"),
    path("sharing/<slug:key>.png", looks.sharing_picture, name="sharing_picture"),
    path("app.webmanifest", manifest.brand_manifest, name="brand_manifest"),
]
