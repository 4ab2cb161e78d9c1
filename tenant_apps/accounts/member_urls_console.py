from tenants.access import console

from .member_urls import member_patterns

urlpatterns = member_patterns("console", console("members.edit"))
