from tests.journeys.timelines.timeline import timeline
from tests.tenant_apps.orders.stage import gateway, provisioner, shop

__all__ = ["gateway", "provisioner", "shop", "timeline"]
