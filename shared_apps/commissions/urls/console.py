from tenants.access import console

from .staff import patterns

urlpatterns = patterns(console)
