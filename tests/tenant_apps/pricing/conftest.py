from tests.shared_apps.kernel import conftest as _busy_machines
from tests.tenant_apps.orders.stage import as_carl, as_olga, gateway, open_shop, provisioner, shop

__all__ = ["_busy_machines", "as_carl", "as_olga", "gateway", "open_shop", "provisioner", "shop"]
