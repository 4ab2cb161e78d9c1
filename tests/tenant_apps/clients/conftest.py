from tests.tenant_apps.orders.stage import as_carl, as_olga, gateway, open_shop, provisioner, shop

__all__ = ["as_carl", "as_olga", "gateway", "open_shop", "provisioner", "shop"]
