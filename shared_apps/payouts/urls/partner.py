from tenants.access import partner

from .member import patterns

urlpatterns = patterns(partner)
