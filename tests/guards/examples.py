"""An own object for every address whose path varies. A new URL with a parameter needs one row here.

How to add one, when `test_matrix.py` says that your address has none:

    "office_ticket": Row(lambda its: its.own("tickets.Ticket").uuid),

The key is the URL's name. `its` are the goods of one client of one tenant (`world.Goods`): `its.own(model)` is
that client's first row of a model that has a `client`, `its.shared(model)` the tenant's first row of a model of
`shared_apps`, `its.first(model, **filters)` any row, `its.payment()`, `its.client`, `its.person`, `its.tenant`.
The value goes into the path; a tuple where the path has several parameters. Nothing of that kind in the world yet?
Plant it: `tenant_apps/probes/` (a function with `@plants`), then the nightly isolation proof has it too.

The matrix then opens the address with it as whoever may (it must be found), and asks for the same thing of another
client and of another tenant as everybody (it must not be), by GET and POST, and sees that nothing was written.

`Words("draft", …)` is for a path that varies by words which are the same in every tenant: there is no object.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.guards.world import Goods


@dataclass(frozen=True)
class Row:
    """What stands in the path for the goods of somebody.

    `of`: "client" where each client has their own, "tenant" where it is the tenant's. `open_to_all`: an open page
    that answers a foreign value like a meaningless one, with one of these statuses.
    """

    value: Callable[[Goods], Any]
    of: str = "tenant"
    like_nonsense: bool = False

    def values(self, its: Goods) -> tuple[Any, ...]:
        found = self.value(its)
        return found if isinstance(found, tuple) else (found,)


@dataclass(frozen=True)
class Words:
    """A path that varies by words that name no object."""

    words: tuple[str, ...]

    def values(self, its: Goods) -> tuple[Any, ...]:
        return self.words


def words(*each: str) -> Words:
    return Words(each)


def client(value: Callable[[Goods], Any]) -> Row:
    """A row whose object belongs to one client: another client of the same tenant must not see it either."""
    return Row(value, of="client")


def _token(kind: str) -> Callable[[Goods], Any]:
    def made(its: Goods) -> Any:
        from shared_apps.isolation.registry import token_kinds

        token = token_kinds()[kind]()
        assert token is not None, f"nothing to make a {kind} for"
        return token.value

    return made


def _invoice(its: Goods) -> Any:
    return its.own("orders.Invoice").uuid


def _import(its: Goods) -> Any:
    return its.first("clients.ClientImport").uuid


def _order(its: Goods) -> Any:
    return its.own("orders.Order").uuid


def _service(its: Goods) -> Any:
    return its.own("orders.Service").uuid


def _task(its: Goods) -> Any:
    task = its.first("orders.ServiceOperation")
    return task.service.uuid, task.pk


def _payment(its: Goods) -> Any:
    return its.payment().uuid


def _card(its: Goods) -> Any:
    return its.shared("payments.SavedCard", client_uuid=its.client.uuid).uuid


def _settled(its: Goods) -> Any:
    return its.payment(status="settled").uuid


def _client(its: Goods) -> Any:
    return its.client.uuid


def _withdrawal(its: Goods) -> Any:
    return its.shared("commissions.Withdrawal").uuid


def _campaign(its: Goods) -> Any:
    return its.shared("commissions.Campaign").uuid


def _member(its: Goods) -> Any:
    return its.shared("commissions.ReferralCode").person_uuid


def _ready_text(its: Goods) -> Any:
    return its.shared("commissions.ReadyText").uuid


def _dispute(its: Goods) -> Any:
    return its.shared("commissions.Dispute").uuid


def _batch(its: Goods) -> Any:
    return its.shared("payouts.PayoutBatch").uuid


def _batch_line(its: Goods) -> Any:
    batch = its.shared("payouts.PayoutBatch")
    return batch.uuid, batch.lines.first().uuid


def _bank_result(its: Goods) -> Any:
    batch = its.shared("payouts.PayoutBatch")
    return batch.uuid, batch.imports.first().uuid


def _payout_statement(its: Goods) -> Any:
    return its.shared("payouts.PayoutStatement").uuid


def _own_payout_statement(its: Goods) -> Any:
    found = its.shared("payouts.PayoutStatement", person_uuid=its.person.uuid)
    return found.uuid


def _bulk_approval(its: Goods) -> Any:
    return its.shared("payouts.BulkApproval").uuid


def _withholding_rule(its: Goods) -> Any:
    return its.shared("payouts.WithholdingRule").uuid


def _method(its: Goods) -> Any:
    return its.shared("commissions.PayoutMethod", person_uuid=its.person.uuid).uuid


def _earning(its: Goods) -> Any:
    return its.shared("commissions.Earning").uuid


def _own_earning(its: Goods) -> Any:
    return its.shared("commissions.Earning", beneficiary_uuid=its.person.uuid).uuid


def _version(its: Goods) -> Any:
    return its.shared("commissions.ProgrammeVersion", status="published").uuid


def _draft_rule(its: Goods) -> Any:
    return its.first("commissions.Rule", version__tenant_id=its.tenant.id, version__status="draft").key


def _level(its: Goods) -> Any:
    return its.shared("commissions.AffiliateTier").uuid


def _domain(its: Goods) -> Any:
    return its.shared("domains.OwnDomain").uuid


def _mail(its: Goods) -> Any:
    return its.first("notices.MailMessage").uuid


def _provider(its: Goods) -> Any:
    return its.first("sign_on.Provider").uuid


def _connection(its: Goods) -> Any:
    return its.first("sign_on.Connection", person=its.person).uuid


def _logo(its: Goods) -> Any:
    return its.shared("branding.BrandImage").sha256


def _visit(its: Goods) -> Any:
    return its.first("crossings.Crossing", to_tenant_id=its.tenant.id, client_uuid=its.client.uuid).uuid


def _css(its: Goods) -> Any:
    from branding.queries import brand_of

    return brand_of(its.tenant).css_hash


def _wholesale(its: Goods) -> Any:
    return its.shared("settlement.Statement").uuid


def _bill(its: Goods) -> Any:
    return its.shared("settlement.Bill").uuid


def _move(its: Goods) -> Any:
    return its.first("moves.ClientMove", to_tenant_id=its.tenant.id).uuid


def _ticket(its: Goods) -> Any:
    return its.own("tickets.Ticket").uuid


def _ticket_file(its: Goods) -> Any:
    return its.first("tickets.Attachment", message__ticket__client=its.client).uuid


def _department(its: Goods) -> Any:
    return its.first("tickets.Department").uuid


def _of_client(label: str) -> Callable[[Goods], Any]:
    """A client and one of its things."""
    return lambda its: (its.client.uuid, its.own(label).uuid)


def _request(its: Goods) -> Any:
    return its.shared("partner_store.ServiceRequest").uuid


def _extra(its: Goods) -> Any:
    return its.shared("partner_store.ExtraService").uuid


NOBODYS = "00000000-0000-4000-8000-000000000000"


def _advisor(its: Goods) -> Any:
    return its.first("accounts.User", email=f"advisor.{its.word}@proof.invalid").uuid


def _own_role(its: Goods) -> Any:
    return its.first("accounts.CustomRole").uuid


EXAMPLES: dict[str, Row | Words] = {
    # Account pages
    "account_welcome": Row(_token("welcome link"), like_nonsense=True),
    "contact_join": words("nobody"),
    "account_reset_password_from_key": Words(("nobody", "nobody")),
    # Behind the question for the password; whose passkey it may be is in tests/tenant_apps/accounts/test_passkeys.py.
    "mfa_edit_webauthn": words("999999"),
    "mfa_remove_webauthn": words("999999"),
    "sign_on_start": Row(_provider),
    "sign_on_back": Row(_provider),
    "sign_on_remove": client(_connection),
    # The shop
    "referral_link": Row(_token("referral code"), like_nonsense=True),
    "store_product": words("web"),
    "store_total": words("web"),
    "cart_line": words("nobody"),
    "cart_removal": words("nobody"),
    "domain_share": Row(_token("shared link of a domain")),
    "domain_share_check": Row(_token("shared link of a domain")),
    "crossing_answer": Row(_token("answer link of a visit")),
    "brand_css": Words(("nobody",)),
    "brand_logo": Row(_logo),
    "portal_icon": words("nobody", "icon-192"),
    "sharing_picture": words("nobody"),
    # The client portal
    "client_person_role": client(lambda its: its.person.uuid),
    "client_person_removal": client(lambda its: its.person.uuid),
    "client_invitation_withdrawal": client(lambda its: its.own("clients.ContactInvitation").uuid),
    "client_choice": client(_client),
    "client_service": client(_service),
    "client_service_purchase": client(_service),
    "client_service_change": client(_service),
    "client_service_change_withdrawal": client(_service),
    "client_service_renewal": client(_service),
    "client_service_cancellation": client(_service),
    "client_service_continuation": client(_service),
    "client_order": client(_order),
    "client_order_state": client(_order),
    "client_credit_note_pdf": client(lambda its: its.own("orders.CreditNote").uuid),
    "client_invoice": client(_invoice),
    "client_invoice_payment": client(_invoice),
    "client_invoice_pdf": client(_invoice),
    "client_receipt_pdf": client(_settled),
    "client_card": client(_card),
    "client_card_default": client(_card),
    "client_card_removal": client(_card),
    "client_payment": client(_payment),
    "client_payment_state": client(_payment),
    "client_payment_receipt": client(_payment),
    "client_crossing": client(_visit),
    "client_crossing_answer": client(_visit),
    "client_ticket": client(_ticket),
    "client_ticket_closure": client(_ticket),
    "client_ticket_opening": client(_ticket),
    "client_ticket_file": client(_ticket_file),
    "affiliate_payout_method_removal": Row(_method),
    # Another client of the same tenant: tests/shared_apps/commissions/test_programme_pages.py.
    "affiliate_earning": Row(_own_earning),
    "affiliate_link": Row(_campaign),
    "affiliate_link_ending": Row(_campaign),
    "affiliate_link_qr": Row(_campaign),
    "affiliate_dispute": Row(_earning),
    # The office
    "office_order": Row(_order),
    "office_order_cancellation": Row(_order),
    "office_credit_note_pdf": Row(lambda its: its.own("orders.CreditNote").uuid),
    "office_client_credit": Row(_client),
    "office_invoice": Row(_invoice),
    "office_invoice_refund": Row(_invoice),
    "office_invoice_edit": Row(_invoice),
    "office_invoice_issue": Row(_invoice),
    "office_invoice_copy": Row(_invoice),
    "office_invoice_reminder": Row(_invoice),
    "office_invoice_void": Row(_invoice),
    "office_invoice_received": Row(_invoice),
    "office_invoice_credit": Row(_invoice),
    "office_invoice_pdf": Row(_invoice),
    "office_receipt_pdf": Row(_settled),
    "office_statement": Row(_client),
    "office_statement_pdf": Row(_client),
    "office_payment": Row(_payment),
    "office_payment_approval": Row(_payment),
    "office_payment_refusal": Row(_payment),
    "office_payment_release": Row(_payment),
    "office_receipt": Row(lambda its: its.first("payments.Receipt", payment__tenant_id=its.tenant.id).pk),
    "office_service": Row(_service),
    "office_service_trial": Row(_service),
    "office_service_change": Row(_service),
    "office_service_change_withdrawal": Row(_service),
    "office_service_renewal": Row(_service),
    "office_service_cancellation": Row(_service),
    "office_service_continuation": Row(_service),
    "office_service_suspension": Row(_service),
    "office_service_resumption": Row(_service),
    "office_operation_again": Row(_task),
    "office_operation_answer": Row(_task),
    "office_affiliate_version": Row(_version),
    "office_affiliate_rule": Row(_draft_rule),
    "office_affiliate_rule_removal": Row(_draft_rule),
    "office_affiliate_earning": Row(_earning),
    "office_affiliate_level": Row(_level),
    "office_affiliate_level_removal": Row(_level),
    "office_coupon": Row(lambda its: its.first("pricing.Coupon").uuid),
    "office_coupon_edit": Row(lambda its: its.first("pricing.Coupon").uuid),
    "office_coupon_switch": Row(lambda its: its.first("pricing.Coupon").uuid),
    "office_tax_rule": Row(lambda its: its.first("pricing.TaxRule").uuid),
    "office_tax_rule_removal": Row(lambda its: its.first("pricing.TaxRule").uuid),
    "office_terms_version": Row(lambda its: its.first("pricing.TermsVersion").digest),
    "office_client_order": Row(_client),
    "office_client_orders": Row(_client),
    "office_client_invoices": Row(_client),
    "office_client_services": Row(_client),
    "office_client_trial": Row(_client),
    "office_client_log": Row(_client),
    "office_client_account": Row(_client),
    "office_client_contacts": Row(_client),
    "office_client_invitation": Row(_client),
    "office_client_invitation_withdrawal": Row(_of_client("clients.ContactInvitation")),
    "office_client_contact": Row(lambda its: (its.client.uuid, its.person.uuid)),
    "office_client_addresses": Row(_client),
    "office_client_address_add": Row(_client),
    "office_client_address": Row(_of_client("clients.Address")),
    "office_client_address_removal": Row(_of_client("clients.Address")),
    "office_client_address_billing": Row(_of_client("clients.Address")),
    "office_client_file": Row(_client),
    "office_client_document_add": Row(_client),
    "office_client_document": Row(_of_client("clients.ClientDocument")),
    "office_client_document_sharing": Row(_of_client("clients.ClientDocument")),
    "office_client_document_removal": Row(_of_client("clients.ClientDocument")),
    "office_client_domain": Row(_client),
    "office_client_domain_setting": Row(_client),
    "office_client_domain_check": Row(_client),
    "office_client_notes": Row(_client),
    "office_client_note": Row(_of_client("clients.Note")),
    "office_client_note_removal": Row(_of_client("clients.Note")),
    "office_client_mails": Row(_client),
    "office_client_deletion": Row(_client),
    "office_client_deletion_undo": Row(_client),
    "office_client_merge": Row(_client),
    "office_client_merge_undo": Row(
        lambda its: (its.client.uuid, its.first("clients.ClientMerge", kept=its.client).uuid)
    ),
    "office_client_group": Row(lambda its: its.first("clients.ClientGroup").uuid),
    "office_client_group_removal": Row(lambda its: its.first("clients.ClientGroup").uuid),
    "office_client_tag": Row(lambda its: its.first("clients.Tag").uuid),
    "office_client_tag_removal": Row(lambda its: its.first("clients.Tag").uuid),
    "office_client_field": Row(lambda its: its.first("clients.CustomField").uuid),
    "office_client_field_archive": Row(lambda its: its.first("clients.CustomField").uuid),
    "office_client_add_ons": Row(_client),
    "office_client_transactions": Row(_client),
    "office_client_tickets": Row(_client),
    "office_ticket_new": Row(_client),
    "office_ticket": Row(_ticket),
    "office_ticket_answer": Row(_ticket),
    "office_ticket_handling": Row(_ticket),
    "office_ticket_waiting": Row(_ticket),
    "office_ticket_closure": Row(_ticket),
    "office_ticket_opening": Row(_ticket),
    "office_ticket_file": Row(_ticket_file),
    "office_department": Row(_department),
    "office_department_removal": Row(_department),
    "office_clients_view_removal": Row(lambda its: its.first("clients.SavedView").uuid),
    "office_clients_bulk_state": Row(lambda its: its.first("clients.ClientBulk").uuid),
    "office_clients_bulk_progress": Row(lambda its: its.first("clients.ClientBulk").uuid),
    "client_file": client(lambda its: its.own("clients.ClientDocument", is_shared=True).uuid),
    "client_data_archive": client(lambda its: its.own("clients.ClientExport").uuid),
    "office_client_import": Row(_import),
    "office_client_import_columns": Row(_import),
    "office_client_import_progress": Row(_import),
    "office_client_import_rows": Row(_import),
    "office_client_import_start": Row(_import),
    "office_client_import_undoing": Row(_import),
    "office_client": Row(_client),
    "office_client_edit": Row(_client),
    "office_client_opening": Row(_client),
    "office_client_entry": Row(_client),
    "office_client_entry_start": Row(lambda its: (its.client.uuid, _visit(its))),
    "office_crossing": Row(_visit),
    "office_crossing_end": Row(_visit),
    "office_crossing_answer": Row(_visit),
    "office_affiliate": Row(_member),
    "office_affiliate_status": Row(_member),
    "office_affiliate_note": Row(_member),
    "office_affiliate_client": Row(_member),
    "office_affiliate_earning_hold": Row(lambda its: (_member(its), _earning(its))),
    "office_affiliate_text": Row(_ready_text),
    "office_affiliate_text_removal": Row(_ready_text),
    "office_review_release": Row(_earning),
    "office_review_rejection": Row(_earning),
    "office_dispute": Row(_dispute),
    "office_dispute_answer": Row(_dispute),
    "office_client_referral": Row(_client),
    "office_client_attribution": Row(_client),
    "office_client_attribution_end": Row(_client),
    "affiliate_payout_statement": Row(_own_payout_statement),
    "office_payout_statement": Row(_payout_statement),
    "office_bulk_approval": Row(_bulk_approval),
    "office_bulk_approval_progress": Row(_bulk_approval),
    "office_withholding_rule": Row(_withholding_rule),
    "office_withholding_publication": Row(_withholding_rule),
    "office_withholding_removal": Row(_withholding_rule),
    **{f"office_payout_batch{part}": Row(_batch) for part in ("", "_progress", "_file", "_cancellation")},
    "office_payout_result_new": Row(_batch),
    **{
        f"office_payout_result{part}": Row(_bank_result)
        for part in ("", "_progress", "_confirmation", "_removal")
    },
    **{
        f"office_payout_line{part}": Row(_batch_line)
        for part in ("", "_destination", "_payment", "_return", "_release")
    },
    "office_withdrawal": Row(_withdrawal),
    "office_withdrawal_approval": Row(_withdrawal),
    "office_withdrawal_rejection": Row(_withdrawal),
    "office_withdrawal_payment": Row(_withdrawal),
    "office_withdrawal_destination": Row(_withdrawal),
    "office_domain": Row(_domain),
    "office_domain_check": Row(_domain),
    "office_domain_address": Row(_domain),
    "office_domain_link": Row(_domain),
    "office_domain_link_end": Row(_domain),
    "office_domain_release": Row(_domain),
    "office_mail_message": Row(_mail),
    "office_mail_letter": Row(_mail),
    "office_mail_again": Row(_mail),
    "office_mail_text": words("account/welcome"),
    "office_mail_text_preview": words("account/welcome"),
    "office_mail_text_reset": words("account/welcome"),
    "office_sign_on_provider": Row(_provider),
    "office_sign_on_check": Row(_provider),
    "office_sign_on_switch": Row(_provider),
    "office_sign_on_remove": Row(_provider),
    "office_gateway_switch": words("bank"),
    "office_offer": words("hosting-m"),
    "office_offer_margin": words("hosting-m"),
    "office_offer_listing": words("hosting-m"),
    "office_offer_withdrawal": words("hosting-m"),
    "office_brand_version": words("1"),
    "office_brand_return": words("1"),
    "office_brand_invoice": words("now"),
    "office_brand_mail_css": words("now", "light"),
    "office_brand_css": words("now", "nobody"),
    "office_brand_picture": words("now", "nobody"),
    "office_brand_preview": words("now", "storefront", "light"),
    "partner_office_open": words("00000000-0000-4000-8000-000000000000"),
    # The console: everything in it is the operator's
    # Members
    "office_member": Row(_advisor),
    "office_member_role": Row(_advisor),
    "office_member_invitation": Row(_advisor),
    "office_member_withdrawal": Row(_advisor),
    "office_member_closure": Row(_advisor),
    "office_member_opening": Row(_advisor),
    "office_member_sign_out": Row(_advisor),
    "office_member_password": Row(_advisor),
    "office_member_second_step": Row(_advisor),
    "office_member_second_step_reset": Row(_advisor),
    "office_role": Row(_own_role),
    "office_role_deletion": Row(_own_role),
    "console_member": words(NOBODYS),
    "console_member_role": words(NOBODYS),
    "console_member_invitation": words(NOBODYS),
    "console_member_withdrawal": words(NOBODYS),
    "console_member_closure": words(NOBODYS),
    "console_member_opening": words(NOBODYS),
    "console_member_sign_out": words(NOBODYS),
    "console_member_password": words(NOBODYS),
    "console_member_second_step": words(NOBODYS),
    "console_member_second_step_reset": words(NOBODYS),
    "console_role": words(NOBODYS),
    "console_role_deletion": words(NOBODYS),
    "console_application": words("00000000-0000-4000-8000-000000000000"),
    "help_article": words("nobody"),
    "help_cover": words("nobody"),
    "office_help_article": words("nobody"),
    "office_help_cover": words("nobody"),
    "office_help_hiding": words("nobody"),
    "console_help_category_removal": words("nobody"),
    "console_help_article": words("00000000-0000-4000-8000-000000000000"),
    "console_help_edit": words("00000000-0000-4000-8000-000000000000"),
    "console_help_cover": words("00000000-0000-4000-8000-000000000000"),
    "console_help_publication": words("00000000-0000-4000-8000-000000000000"),
    "console_help_withdrawal": words("00000000-0000-4000-8000-000000000000"),
    "console_help_removal": words("00000000-0000-4000-8000-000000000000"),
    "office_deal": Row(lambda its: its.shared("partner_store.Deal").uuid),
    "office_deal_outcome": Row(lambda its: its.shared("partner_store.Deal").uuid),
    "office_deal_withdrawal": Row(lambda its: its.shared("partner_store.Deal").uuid),
    "console_deal": words("00000000-0000-4000-8000-000000000000"),
    "console_deal_approval": words("00000000-0000-4000-8000-000000000000"),
    "console_deal_rejection": words("00000000-0000-4000-8000-000000000000"),
    "console_tier_decision": words("00000000-0000-4000-8000-000000000000"),
    "console_question": words("00000000-0000-4000-8000-000000000000"),
    "console_check": words("00000000-0000-4000-8000-000000000000"),
    "console_paper": words("00000000-0000-4000-8000-000000000000"),
    "partner_answer": words("00000000-0000-4000-8000-000000000000"),
    "partner_withdrawal": words("00000000-0000-4000-8000-000000000000"),
    "partner_paper": words("00000000-0000-4000-8000-000000000000"),
    "console_acceptance": words("00000000-0000-4000-8000-000000000000"),
    "console_rejection": words("00000000-0000-4000-8000-000000000000"),
    "console_reseller": Row(lambda its: its.tenant.uuid),
    "console_entry": Row(lambda its: its.tenant.uuid),
    "console_crossing": Row(_visit),
    "console_crossing_start": Row(_visit),
    "console_crossing_end": Row(_visit),
    "console_progress": Row(lambda its: its.tenant.uuid),
    **{
        f"console_settlement{part}": Row(lambda its: its.tenant.uuid)
        for part in ("", "_terms", "_top_up", "_payout")
    },
    "console_seller": Row(lambda its: its.tenant.uuid),
    "console_catalog_new": words("plan"),
    "console_catalog_item": words("plan", "hosting-m"),
    "console_catalog_move": words("plan", "hosting-m"),
    "console_catalog_retirement": words("plan", "hosting-m"),
    "console_tier_default": words("standard"),
    "console_price_new": words("plan", "hosting-m", "USD"),
    "console_price_version": words(NOBODYS),
    "console_price_adjustment": words(NOBODYS),
    "console_price_outlook": words(NOBODYS),
    "console_price_weighing": words(NOBODYS),
    "console_price_outlook_export": words(NOBODYS),
    "console_price_outlook_of": words(NOBODYS, NOBODYS),
    "console_price_announcement": words(NOBODYS),
    "console_price_withdrawal": words(NOBODYS),
    "office_price_change": words(NOBODYS),
    "console_statement": words(NOBODYS),
    "console_statement_lines": words(NOBODYS),
    "console_statement_payment": words(NOBODYS),
    **{f"office_bill{part}": Row(_bill) for part in ("", "_pdf", "_from_balance")},
    "office_billing_pay": Row(_bill),
    **{f"office_billing_payment{part}": words(NOBODYS) for part in ("", "_state", "_receipt")},
    "office_billing_receipt": words(NOBODYS),
    **{f"office_billing_card{part}": words(NOBODYS) for part in ("", "_default", "_removal")},
    **{f"console_bill{part}": words(NOBODYS) for part in ("", "_pdf", "_payment", "_void")},
    **{f"console_bill_transfer{part}": words(NOBODYS) for part in ("", "_approval", "_refusal")},
    "console_bill_receipt": words("999999"),
    "console_held_refund": words(NOBODYS),
    "console_package": words("partner-portal"),
    "bill_page": words("nonsense"),
    "bill_page_payment": words("nonsense"),
    "bill_page_pdf": words("nonsense"),
    "office_wholesale_statement": Row(_wholesale),
    "office_wholesale_lines": Row(_wholesale),
    **{f"office_store_{page}": Row(_request) for page in ("request", "answer", "withdrawal")},
    "office_extra_cancellation": Row(_extra),
    "office_extra_continuation": Row(_extra),
    **{
        f"console_request{part}": words(NOBODYS)
        for part in ("", "_checks", "_question", "_approval", "_rejection", "_withdrawal")
    },
    "console_store_item": words(NOBODYS),
    "console_store_work_done": words(NOBODYS),
    "console_agenda_entry": words("999999"),
    "console_agenda_retry": words("999999"),
    "console_agenda_cancel": words("999999"),
    "console_ledger_entry": Row(lambda its: its.shared("ledger.Entry").uuid),
    "console_ledger_account": Row(lambda its: its.shared("ledger.Account").pk),
    **{
        f"console_reseller_{control}": Row(lambda its: its.tenant.uuid)
        for control in ("suspension", "resumption", "archiving", "restoration", "exporting", "deletion")
    },
    "console_trial": words(NOBODYS),
    "console_move": words(NOBODYS),
    "console_move_debt": words(NOBODYS),
    "console_move_share": words(NOBODYS),
    "console_move_withdrawal": words(NOBODYS),
    "office_move": Row(_move),
    "office_move_withdrawal": Row(_move),
    "console_trial_extension": words(NOBODYS),
    "console_bulk": words(NOBODYS),
    "console_bulk_progress": words(NOBODYS),
    "console_bulk_retry": words(NOBODYS),
    "console_export_progress": Words((NOBODYS, NOBODYS)),
    "console_export_file": Words((NOBODYS, NOBODYS)),
    "console_deletion_progress": words(NOBODYS),
    "console_domain_revocation": Words((NOBODYS, NOBODYS)),
    "console_domain_return": Words((NOBODYS, NOBODYS)),
    "console_certificate": words(NOBODYS),
}
