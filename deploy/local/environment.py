"""What the processes of one installation find in their environment.

What is set already wins: DATABASE_URL, REDIS_URL and STRIPE_* replace the embedded parts.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from deploy.local import postgres, redis
from deploy.local.errors import Halt
from deploy.local.own_secrets import load_secrets
from deploy.local.ports import require_free


@dataclass(frozen=True)
class Port:
    """A loopback port, its default and the variable that moves it; it also moves along with `beside`."""

    what: str
    variable: str
    default: int
    beside: "Port | None" = None

    @property
    def number(self) -> int:
        """The port to use."""
        along = self.beside.number - self.beside.default if self.beside else 0
        wish = os.environ.get(self.variable) or str(self.default + along)
        if not wish.isascii() or not wish.isdigit() or not 0 < int(wish) < 65536:
            raise Halt(f"{self.variable} must be a port between 1 and 65535, not {wish!r}.")
        return int(wish)

    @property
    def url(self) -> str:
        """The address to reach it at."""
        return f"http://127.0.0.1:{self.number}"

    def require_free(self) -> None:
        """Raise Halt when somebody listens there."""
        require_free(self.number, self.what, self.variable)


WEB = Port("the portals", "VITRINE_PORT", 8000)
OUTBOX = Port("the mail outbox", "VITRINE_OUTBOX_PORT", 8025)
STRIPE = Port("the loopback Stripe", "VITRINE_STRIPE_PORT", 12111)
PROVISIONER = Port("the loopback provisioner", "VITRINE_PROVISIONER_PORT", 12112)
DNS = Port("the loopback name server", "VITRINE_DNS_PORT", 8053, beside=WEB)
REGISTRAR = Port("the loopback registrar", "VITRINE_REGISTRAR_PORT", 12113, beside=PROVISIONER)
POSTGRES = Port("PostgreSQL", "VITRINE_PG_PORT", 54329)
REDIS = Port("Redis", "VITRINE_REDIS_PORT", 63799)


def uses_own_postgres() -> bool:
    """Whether PostgreSQL is the embedded one."""
    return not os.environ.get("DATABASE_URL")


def uses_own_redis() -> bool:
    """Whether Redis is the embedded one."""
    return not os.environ.get("REDIS_URL")


def uses_own_stripe() -> bool:
    """Whether the gateway is the loopback Stripe."""
    return not os.environ.get("STRIPE_SECRET_KEY")


def uses_own_provisioner() -> bool:
    """Whether services are provisioned by the loopback provisioner."""
    return not os.environ.get("PROVISIONER_URL")


def uses_own_registrar() -> bool:
    """Whether domain names are registered by the loopback registrar."""
    return not os.environ.get("REGISTRAR_URL")


def uses_own_dns() -> bool:
    """Whether own domains are looked up at the loopback name server."""
    return not os.environ.get("VITRINE_DNS_SERVERS")


def start_stores(data_dir: Path) -> dict[str, str]:
    """Start the embedded stores side by side and return the environment that names all stores."""
    if uses_own_postgres():
        postgres.launch(data_dir / "postgres", POSTGRES.number)
    if uses_own_redis():
        redis.launch(data_dir / "redis", REDIS.number)
    stores = {}
    if uses_own_postgres():
        stores["DATABASE_URL"] = postgres.wait(data_dir / "postgres")
    if uses_own_redis():
        stores["REDIS_URL"] = redis.wait(data_dir / "redis")
    return stores


def stop_stores(data_dir: Path) -> None:
    """Stop the embedded stores."""
    if uses_own_redis():
        redis.stop(data_dir / "redis")
    if uses_own_postgres():
        postgres.stop(data_dir / "postgres")


def environment(data_dir: Path, stores: dict[str, str]) -> dict[str, str]:
    """The whole environment of web, worker, relay and commands."""
    return own_settings(data_dir) | dict(os.environ) | stores | {"PYTHONUNBUFFERED": "1"}


def own_settings(data_dir: Path) -> dict[str, str]:
    """Settings of a local installation, where the environment does not say otherwise."""
    settings = {
        "VITRINE_DEVELOPMENT": "1",
        "VITRINE_DATA_DIR": str(data_dir),
        "VITRINE_PORT": str(WEB.number),
        "VITRINE_OUTBOX_DIR": str(data_dir / "outbox"),
        **load_secrets(data_dir / "secrets.env"),
    }
    settings["STRIPE_API_BASE"] = STRIPE.url if uses_own_stripe() else ""
    settings["PROVISIONER_URL"] = PROVISIONER.url
    settings["REGISTRAR_URL"] = REGISTRAR.url
    if uses_own_dns():
        settings["VITRINE_DNS_SERVERS"] = f"127.0.0.1:{DNS.number}"
    return settings
