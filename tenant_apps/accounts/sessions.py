"""Sessions in the tenant's schema, signed with its uuid: a copied row opens nothing (RELIABILITY 4)."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

from tenants.tokens import salt


class SessionStore(DatabaseSessionStore):
    """Django's database sessions under a salt that names the tenant."""

    @property
    def key_salt(self) -> str:
        return salt("accounts.session")
