from hypothesis import HealthCheck, settings

from tests.tenant_apps.orders.stage import as_carl, as_olga, gateway, open_shop, provisioner, shop

__all__ = ["as_carl", "as_olga", "gateway", "open_shop", "provisioner", "shop"]

# Property tests on machines that are busy with other things.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
