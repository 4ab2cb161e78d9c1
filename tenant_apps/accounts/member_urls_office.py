from tenants.access import office

from .member_urls import member_patterns

urlpatterns = member_patterns("office", office("members.edit"))
