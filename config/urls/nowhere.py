"""No page is served without a tenant."""

urlpatterns: list[object] = []
# Faults before a host's own addresses are known, such as in the session.
handler500 = "tenants.errors.fault"
# allauth asks here, and nowhere else, what to answer to somebody who tries too often.
handler429 = "tenant_apps.accounts.limits.too_many"
