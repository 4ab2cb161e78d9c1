"""A name server on loopback with a zone that can be edited: a domain goes from pending to active in a demo."""

from deploy.sandbox.dns.sandbox import serve

__all__ = ["serve"]
