from django.urls import URLPattern, URLResolver, path

from ..views import controls, deletions, domains, exports, resellers

_ONE = "resellers/<uuid:uuid>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("resellers/", resellers.console_resellers, name="console_resellers"),
    path("resellers/export/", resellers.console_resellers_export, name="console_resellers_export"),
    path("resellers/suspension/", controls.console_resellers_suspension, name="console_resellers_suspension"),
    path("resellers/resumption/", controls.console_resellers_resumption, name="console_resellers_resumption"),
    path(_ONE, resellers.console_reseller, name="console_reseller"),
    path(f"{_ONE}progress/", resellers.console_progress, name="console_progress"),
    *(
        path(f"{_ONE}{control.name}/", controls.page_for(control), name=control.url_name)
        for control in controls.CONTROLS
    ),
    path(
        f"{_ONE}exports/<uuid:export>/progress/",
        exports.console_export_progress,
        name="console_export_progress",
    ),
    path(f"{_ONE}exports/<uuid:export>/file/", exports.console_export_file, name="console_export_file"),
    path(f"{_ONE}deletion/progress/", deletions.console_deletion_progress, name="console_deletion_progress"),
    path(
        f"{_ONE}domains/<uuid:domain>/revocation/",
        domains.console_domain_revocation,
        name="console_domain_revocation",
    ),
    path(f"{_ONE}domains/<uuid:domain>/return/", domains.console_domain_return, name="console_domain_return"),
    path("certificates/", deletions.console_certificates, name="console_certificates"),
    path("certificates/<uuid:uuid>/", deletions.console_certificate, name="console_certificate"),
]
