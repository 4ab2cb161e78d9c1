"""No page is served without a tenant."""

urlpatterns: list[object] = []
