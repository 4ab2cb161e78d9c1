from tests.tenant_apps.orders.stage import gateway, open_shop, provisioner, shop

__all__ = ["gateway", "open_shop", "provisioner", "shop"]
