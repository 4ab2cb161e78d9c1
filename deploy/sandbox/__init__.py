"""Loopback stand-ins for the outside world: a card gateway, a provisioner, a registrar and a mail outbox."""
