"""A provider that clients sign in with, and an account of it for each of the two."""

from __future__ import annotations

from shared_apps.isolation.door import plants
from shared_apps.kernel.clock import now
from tenant_apps.sign_on.models import Provider
from tenant_apps.sign_on.tokens import Identity
from tenant_apps.sign_on.verbs import add_provider, connect

from .people import BY, CLIENTS, HOST, address, person


@plants("sign-on")
def sign_on(word: str) -> None:
    """Nobody answers at the provider's address; the rows are what the proof is after."""
    provider = add_provider(
        {
            "audience": Provider.Audience.CLIENTS,
            "kind": Provider.Kind.CUSTOM,
            "name": f"Account {word}",
            "issuer": f"https://login-{word}.{HOST}",
            "client_id": f"client-{word}",
        },
        secret=f"secret-{word}",
        by=BY,
    )
    Provider.objects.filter(pk=provider.pk).update(is_active=True, checked_at=now())
    for number in CLIENTS:
        somebody = person(word, number, "client")
        identity = Identity(f"{number}-{word}", address(word, number), "")
        connect(somebody, provider, identity, by=somebody.actor)
