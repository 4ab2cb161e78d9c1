"""A loopback registrar of domain names: says which are free, registers and renews them. See README.md."""

from deploy.sandbox.registrar.sandbox import Registrar, serve

__all__ = ["Registrar", "serve"]
