"""The tabs of a client's page that belong to this app."""

from django.utils.translation import gettext_lazy as _

from .models import Client
from .sections import Section, add_section


def _notes(client: Client) -> int:
    return client.notes.count()


def _documents(client: Client) -> int:
    return client.documents.count()


add_section(Section("profile", _("Profile"), "office_client", 10))
add_section(Section("contacts", _("People"), "office_client_contacts", 20))
add_section(Section("addresses", _("Addresses"), "office_client_addresses", 30))
add_section(Section("file", _("Documents"), "office_client_file", 40, count=_documents))
add_section(Section("domain", _("Domains"), "office_client_domain", 100))
add_section(Section("referral", _("Affiliate"), "office_client_referral", 125, "affiliates.view"))
add_section(Section("mails", _("Mails"), "office_client_mails", 130, "mail.view"))
add_section(Section("notes", _("Notes"), "office_client_notes", 140, count=_notes))
