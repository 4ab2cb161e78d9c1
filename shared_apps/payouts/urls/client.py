from tenants.access import client

from .member import patterns

urlpatterns = patterns(client)
