"""Files that others look for at fixed addresses of a host."""

from django.urls import URLPattern, URLResolver, path

from branding.portal import crawlers, looks, offline

urlpatterns: list[URLPattern | URLResolver] = [
    path("favicon.ico", looks.favicon, name="favicon"),
    path("apple-touch-icon.png", looks.touch_icon, name="touch_icon"),
    path("robots.txt", crawlers.robots, name="robots"),
    path(".well-known/security.txt", crawlers.security_txt, name="security_txt"),
    path("service-worker.js", offline.service_worker, name="service_worker"),
    path("offline/", offline.offline, name="offline"),
]
