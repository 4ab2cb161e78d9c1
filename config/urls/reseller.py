"""A reseller's host: storefront, client portal, office (DESIGN, "Portals and hosts")."""

from django.urls import include, path

urlpatterns = [
    path("", include("tenant_apps.storefront.urls.site")),
    path("", include("tenant_apps.accounts.urls")),
    path("", include("tenant_apps.sign_on.urls.site")),
    path("", include("branding.urls.root")),
    path("brand/", include("branding.urls.site")),
    path("", include("branding.urls.legal")),
    path("help/", include("shared_apps.help.urls.site")),
    path("r/", include("shared_apps.commissions.urls.site")),
    path("order/", include("tenant_apps.orders.urls.site")),
    path("accounts/platform/", include("shared_apps.crossings.urls.account")),
    path("crossings/", include("shared_apps.crossings.urls.site")),
    path("dns/", include("shared_apps.domains.urls.site")),
    path("webhooks/", include("tenant_apps.orders.urls.webhooks")),
    path("my/", include("tenant_apps.orders.urls.client")),
    path("my/", include("tenant_apps.clients.urls.own")),
    path("my/profile/", include("tenant_apps.clients.urls.client")),
    path("my/access/", include("tenant_apps.clients.urls.access")),
    path("my/people/", include("tenant_apps.clients.urls.people")),
    path("my/tickets/", include("tenant_apps.tickets.urls.client")),
    path("my/affiliate/", include("shared_apps.commissions.urls.client")),
    path("office/", include("tenant_apps.orders.urls.office")),
    path("office/", include("tenant_apps.tickets.urls.office")),
    path("office/storefront/", include("tenant_apps.storefront.urls.office")),
    path("office/clients/", include("tenant_apps.clients.urls.office")),
    path("office/clients/", include("tenant_apps.clients.urls.sorting")),
    path("office/clients/<uuid:uuid>/", include("tenant_apps.clients.urls.page")),
    path("office/clients/imports/", include("tenant_apps.clients.urls.imports")),
    path("office/coupons/", include("tenant_apps.pricing.urls.coupons")),
    path("office/settings/", include("tenant_apps.pricing.urls.settings")),
    path("office/settings/", include("tenant_apps.clients.urls.settings")),
    path("office/affiliates/", include("shared_apps.commissions.urls.office")),
    path("office/withdrawals/", include("shared_apps.commissions.urls.withdrawals")),
    path("office/payments/", include("shared_apps.payments.urls.office")),
    path("office/settlement/", include("shared_apps.settlement.urls.office")),
    path("office/ledger/", include("shared_apps.ledger.urls.office")),
    path("office/access/", include("shared_apps.crossings.urls.office")),
    path("office/brand/", include("branding.urls.office")),
    path("office/domains/", include("shared_apps.domains.urls.office")),
    path("office/members/", include("tenant_apps.accounts.member_urls_office")),
    path("office/help/", include("shared_apps.help.urls.office")),
    path("office/security/", include("shared_apps.isolation.urls.office")),
    path("office/mail/", include("tenant_apps.notices.urls.office")),
    path("office/sign-on/", include("tenant_apps.sign_on.urls.office")),
    path("api/v1/", include("config.urls.api_reseller")),
]
handler400 = "config.api.bad_request"
handler403 = "config.api.forbidden"
handler404 = "config.api.not_found"
handler500 = "config.api.server_error"
