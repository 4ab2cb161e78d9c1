"""The operator's host: public site, partners' accounts, master console (DESIGN, "Portals and hosts")."""

from django.urls import include, path

urlpatterns = [
    path("", include("shared_apps.partner_store.urls.site")),
    path("", include("tenant_apps.accounts.urls")),
    path("", include("tenant_apps.identity.urls")),
    path("", include("branding.urls.root")),
    path("brand/", include("branding.urls.site")),
    path("r/", include("shared_apps.commissions.urls.site")),
    path("partners/affiliate/", include("shared_apps.commissions.urls.partner")),
    path("partners/affiliate/", include("shared_apps.payouts.urls.partner")),
    path("partners/offices/", include("shared_apps.crossings.urls.partners")),
    path("partners/", include("shared_apps.partner_store.urls.partners")),
    path("console/", include("shared_apps.partner_store.urls.console")),
    path("console/", include("shared_apps.partner_store.urls.store")),
    path("console/", include("shared_apps.tenant_controls.urls.console")),
    path("console/", include("shared_apps.crossings.urls.console")),
    path("console/catalog/", include("shared_apps.catalog.urls.console")),
    path("console/moves/", include("shared_apps.moves.urls.console")),
    path("console/deals/", include("shared_apps.partner_store.urls.console_deals")),
    path("console/tier-review/", include("shared_apps.partner_store.urls.console_tiers")),
    path("console/help/", include("shared_apps.help.urls.console")),
    path("console/trials/", include("shared_apps.trials.urls.console")),
    path("console/", include("shared_apps.settlement.urls.console")),
    path("console/packages/", include("shared_apps.partner_store.urls.packages")),
    path("webhooks/", include("shared_apps.settlement.urls.site")),
    path("bills/", include("shared_apps.settlement.urls.open")),
    path("console/affiliates/", include("shared_apps.commissions.urls.console")),
    path("console/reports/", include("shared_apps.reports.urls.console")),
    path("console/mail/", include("shared_apps.reports.urls.mail")),
    path("console/proofs/ledger/", include("shared_apps.reports.urls.proofs")),
    path("console/", include("shared_apps.payouts.urls.console")),
    path("console/ledger/", include("shared_apps.ledger.urls.console")),
    path("console/proofs/", include("shared_apps.isolation.urls.console")),
    path("console/agenda/", include("shared_apps.agenda.urls.console")),
    path("console/members/", include("tenant_apps.accounts.member_urls_console")),
    path("console/ui/", include("branding.urls.console")),
    path("api/v1/", include("config.urls.api_operator")),
]
handler400 = "config.api.bad_request"
handler403 = "config.api.forbidden"
handler404 = "config.api.not_found"
handler500 = "config.api.server_error"
