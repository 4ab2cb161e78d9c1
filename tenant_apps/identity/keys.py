"""The keys that sign; the first is made when it is first asked for."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shared_apps.kernel.clock import now

from .models import SigningKey

BITS = 2048


def published() -> list[SigningKey]:
    """The keys in force, newest first; there is at least one."""
    return list(SigningKey.objects.filter(retired_at=None).order_by("-created_at", "-pk")) or [make_key()]


def make_key() -> SigningKey:
    """A new key, which signs from now on."""
    made = SigningKey(created_at=now())
    key = generate_private_key(public_exponent=65537, key_size=BITS)
    made.keep_pem(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())
    made.save()
    return made
