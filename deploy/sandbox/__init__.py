"""Loopback stand-ins for the outside world: a card gateway, a provisioner and a mail outbox."""
