"""A mail outbox: shows the mails the product wrote to a folder, as their recipients would see them."""

from deploy.sandbox.outbox.sandbox import Outbox, serve

__all__ = ["Outbox", "serve"]
