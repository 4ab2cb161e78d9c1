"""Below a client's address in the office."""

from django.urls import URLPattern, URLResolver, path

from ..views import contacts, leaving, page, papers, referral

urlpatterns: list[URLPattern | URLResolver] = [
    path("", page.office_client, name="office_client"),
    path("account/", page.office_client_account, name="office_client_account"),
    path("contacts/", contacts.office_client_contacts, name="office_client_contacts"),
    path("contacts/invitations/", contacts.office_client_invitation, name="office_client_invitation"),
    path(
        "contacts/invitations/<uuid:invitation>/withdrawal/",
        contacts.office_client_invitation_withdrawal,
        name="office_client_invitation_withdrawal",
    ),
    path("contacts/<uuid:person>/", contacts.office_client_contact, name="office_client_contact"),
    path("addresses/", contacts.office_client_addresses, name="office_client_addresses"),
    path("addresses/new/", contacts.office_client_address_add, name="office_client_address_add"),
    path("addresses/<uuid:address>/", contacts.office_client_address, name="office_client_address"),
    path(
        "addresses/<uuid:address>/removal/",
        contacts.office_client_address_removal,
        name="office_client_address_removal",
    ),
    path(
        "addresses/<uuid:address>/billing/",
        contacts.office_client_address_billing,
        name="office_client_address_billing",
    ),
    path("file/", papers.office_client_file, name="office_client_file"),
    path("file/documents/", papers.office_client_document_add, name="office_client_document_add"),
    path("file/documents/<uuid:document>/", papers.office_client_document, name="office_client_document"),
    path(
        "file/documents/<uuid:document>/sharing/",
        papers.office_client_document_sharing,
        name="office_client_document_sharing",
    ),
    path(
        "file/documents/<uuid:document>/removal/",
        papers.office_client_document_removal,
        name="office_client_document_removal",
    ),
    path("domain/", papers.office_client_domain, name="office_client_domain"),
    path("domain/setting/", papers.office_client_domain_setting, name="office_client_domain_setting"),
    path("domain/check/", papers.office_client_domain_check, name="office_client_domain_check"),
    path("notes/", page.office_client_notes, name="office_client_notes"),
    path("notes/<uuid:note>/", page.office_client_note, name="office_client_note"),
    path("notes/<uuid:note>/removal/", page.office_client_note_removal, name="office_client_note_removal"),
    path("affiliate/", referral.office_client_referral, name="office_client_referral"),
    path("affiliate/choice/", referral.office_client_attribution, name="office_client_attribution"),
    path("affiliate/end/", referral.office_client_attribution_end, name="office_client_attribution_end"),
    path("mails/", page.office_client_mails, name="office_client_mails"),
    path("deletion/", leaving.office_client_deletion, name="office_client_deletion"),
    path("deletion/undo/", leaving.office_client_deletion_undo, name="office_client_deletion_undo"),
    path("merge/", leaving.office_client_merge, name="office_client_merge"),
    path("merge/<uuid:merge>/undo/", leaving.office_client_merge_undo, name="office_client_merge_undo"),
]
