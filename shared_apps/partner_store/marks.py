"""How a company is recognised without keeping what it is called: keyed digests of its domain and address."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

import idna
from django.db.models import Q

from shared_apps.commissions.door import normal_email
from shared_apps.domains.names import registrable
from shared_apps.kernel.secrets import lasting_digest

from .models import ClientMark, Marked

_SALT = "partner_store.marks"
# Behind these stand many people: an address of theirs tells one person, never a company.
_KNOWN_PROVIDERS = """
    126.com 163.com aol.com chmail.ir duck.com fastmail.com free.fr gmail.com gmx.com gmx.de gmx.net googlemail.com
    hey.com hotmail.co.uk hotmail.com hotmail.com.tr hotmail.fr icloud.com laposte.net libero.it live.com mac.com
    mail.com mail.ru mailfa.com me.com msn.com mynet.com naver.com orange.fr outlook.com outlook.com.tr pm.me
    proton.me protonmail.com qq.com rocketmail.com t-online.de tutanota.com web.de windowslive.com yahoo.co.jp
    yahoo.co.th yahoo.co.uk yahoo.com yahoo.com.tr yahoo.de yahoo.fr yandex.com yandex.com.tr yandex.ru ymail.com
    zoho.com
"""
_PROVIDERS = frozenset(_KNOWN_PROVIDERS.split())


@dataclass(frozen=True, slots=True)
class Marks:
    """The digests of one company or person; empty where there is nothing to tell by."""

    domain_digest: str = ""
    mail_domain_digest: str = ""
    email_digest: str = ""

    def __bool__(self) -> bool:
        return bool(self.domain_digest or self.mail_domain_digest or self.email_digest)

    @property
    def domains(self) -> set[str]:
        return {self.domain_digest, self.mail_domain_digest} - {""}


def marks_of(*, domain: str = "", email: str = "") -> Marks:
    """The marks of a domain (as typed or in A-labels) and an e-mail address."""
    address = normal_email(email)
    host = _plain(address.rpartition("@")[2])
    company = "" if host in _PROVIDERS else host
    return Marks(_digest("domain", _plain(domain)), _digest("domain", company), _digest("email", address))


def same_as(marks: Marks | Marked) -> Q:
    """The condition that a row with marks is of the same company or person; nothing for no marks."""
    domains = sorted(marks.domains)
    found = Q(pk__in=[])
    if domains:
        found |= Q(domain_digest__in=domains) | Q(mail_domain_digest__in=domains)
    if marks.email_digest:
        found |= Q(email_digest=marks.email_digest)
    return found


def mark_client(tenant_id: int, client_uuid: UUID, *, email: str, domain: str) -> None:
    """Keep by what a client is recognised, in the caller's transaction. One query."""
    ClientMark.objects.bulk_create(
        [
            ClientMark(
                tenant_id=tenant_id, client_uuid=client_uuid, **asdict(marks_of(domain=domain, email=email))
            )
        ],
        update_conflicts=True,
        unique_fields=["tenant", "client_uuid"],
        update_fields=["domain_digest", "mail_domain_digest", "email_digest"],
    )


def forget_client(tenant_id: int, client_uuid: UUID) -> None:
    """The client is gone for good."""
    ClientMark.objects.filter(tenant_id=tenant_id, client_uuid=client_uuid).delete()


def _plain(domain: str) -> str:
    """The bought part of a domain in A-labels: `www.` and other names under it are the same company."""
    host = domain.strip().casefold().rstrip(".")
    try:
        host = idna.encode(host, uts46=True).decode() if host else ""
    except idna.IDNAError:
        return host
    return registrable(host) or host


def _digest(purpose: str, value: str) -> str:
    return lasting_digest(f"{_SALT}.{purpose}", value) if value else ""
