"""The tabs of a client's page that belong to this app."""

from django.utils.translation import gettext_lazy as _

from .sections import Section, add_section

add_section(Section("profile", _("Profile"), "office_client", 10))
