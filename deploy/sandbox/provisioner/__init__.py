"""A loopback provisioner: sets services up, changes and ends them, on signed calls. See README.md."""

from deploy.sandbox.provisioner.sandbox import Provisioner, serve

__all__ = ["Provisioner", "serve"]
