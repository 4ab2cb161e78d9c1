"""A loopback Stripe: the real API over real HTTP on this machine. See README.md."""

from deploy.sandbox.stripe.sandbox import Sandbox, serve

__all__ = ["Sandbox", "serve"]
