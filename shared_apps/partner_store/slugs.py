"""The first part of a reseller's address on the platform: `<slug>.PLATFORM_DOMAIN`."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from branding.formats import number
from tenants.models import Tenant

SHORTEST, LONGEST = 3, 40
_SHAPE = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])\Z")

# Names that mail clients, browsers and authorities treat as the platform's own, and our own paths.
_RESERVED = """
    abuse account accounts admin administrator api app apps assets auth autoconfig autodiscover
    billing blog broadcasthost cdn chat client clients console contact dashboard demo dev developer
    dns docs email ftp git help host hostmaster image images imap info internal invoice invoices
    isatap legal local localdomain localhost login logout mail mailer mailer-daemon media metrics
    monitor mta-sts news no-reply noc noreply office operator ops order orders partner partners pay
    payment payments platform pop pop3 portal postmaster preview privacy prod production proxy
    public register reseller resellers root sandbox secure security server shop signin signup smtp
    ssl staff stage staging static stats status store storefront support sys sysadmin system terms
    test testing ticket tickets usenet uucp vitrine web webhook webhooks webmail webmaster wpad www
    www1 www2 probe-1 probe-2
"""
RESERVED = frozenset(_RESERVED.split())


def check_shape(slug: str) -> None:
    """Raise `ValidationError` for an address that no reseller may have, whoever else has it."""
    if not SHORTEST <= len(slug) <= LONGEST:
        raise ValidationError(
            _("Use between %(shortest)s and %(longest)s characters.")
            % {"shortest": number(SHORTEST), "longest": number(LONGEST)}
        )
    if not _SHAPE.match(slug) or "--" in slug:
        raise ValidationError(_("Use small letters a to z, digits and single hyphens between them."))
    if slug in RESERVED:
        raise ValidationError(_("This address is reserved. Please choose another one."))


def check_free(slug: str) -> None:
    """Raise `ValidationError` for an address that another reseller has, or that nobody may have."""
    check_shape(slug)
    if Tenant.objects.filter(slug=slug).exists():
        raise ValidationError(_("This address is taken. Please choose another one."))
