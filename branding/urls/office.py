from django.urls import path

from branding.studio import history, page, preview

urlpatterns = [
    path("", page.brand, name="office_brand"),
    path("draft/", preview.brand_draft, name="office_brand_draft"),
    path("history/", history.brand_history, name="office_brand_history"),
    path("history/<int:number>/", history.brand_version, name="office_brand_version"),
    path("history/<int:number>/return/", history.brand_return, name="office_brand_return"),
    path("preview/<slug:source>/invoice.png", preview.brand_preview_invoice, name="office_brand_invoice"),
    path(
        "preview/<slug:source>/mail-<slug:theme>.css",
        preview.brand_preview_mail_css,
        name="office_brand_mail_css",
    ),
    path("preview/<slug:source>/<slug:css_hash>.css", preview.brand_preview_css, name="office_brand_css"),
    path(
        "preview/<slug:source>/<slug:digest>.png", preview.brand_preview_picture, name="office_brand_picture"
    ),
    path(
        "preview/<slug:source>/<slug:surface>/<slug:theme>/",
        preview.brand_preview,
        name="office_brand_preview",
    ),
]
