"""No page is served without a tenant."""

urlpatterns: list[object] = []
# Faults before a host's own addresses are known, such as in the session.
handler500 = "tenants.errors.fault"
