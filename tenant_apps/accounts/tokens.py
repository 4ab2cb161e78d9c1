"""Password-reset tokens that only the tenant which made them accepts (RELIABILITY 3)."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from tenants.tokens import salt


class ResetTokenGenerator(PasswordResetTokenGenerator):
    """Django's generator, salted with the tenant. A token dies with a sign-in or a new password."""

    @property
    def key_salt(self) -> str:  # type: ignore[override]
        return salt("accounts.password_reset")
