"""Every mail there is: whom it is for, what it is called, what its words may name.

The words themselves are those of `templates/email/<key>.html`, unless a reseller wrote others (`MailText`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shared_apps.reports.door import names_mails

from . import variables as v
from .variables import COMMON, Variable


class Audience(StrEnum):
    """Who reads a mail."""

    CLIENTS = "clients"
    ACCOUNTS = "accounts"
    AFFILIATES = "affiliates"
    STAFF = "staff"
    PARTNERS = "partners"


AUDIENCES = {
    Audience.CLIENTS: _("Clients"),
    Audience.ACCOUNTS: _("Everybody who signs in"),
    Audience.AFFILIATES: _("Affiliates"),
    Audience.STAFF: _("Your team"),
    Audience.PARTNERS: _("Partners"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A mail whose words can be changed. `own` are the variables that it alone has."""

    key: str
    audience: Audience
    title: str | Promise
    own: tuple[Variable, ...] = ()

    @property
    def variables(self) -> tuple[Variable, ...]:
        return (*self.own, *COMMON)

    @property
    def is_of_partners(self) -> bool:
        """Whether the operator sends it, and no reseller."""
        return self.audience is Audience.PARTNERS


_INVOICE = (v.NUMBER, v.TOTAL, v.CLIENT, v.URL)
_OWED = (*_INVOICE, v.DUE, v.DUE_AT)
_SERVICE = (v.SERVICE, v.CLIENT, v.URL)
_FAULT = (*_SERVICE, v.REASON)
_EVENT = (v.EVENT, v.AT, v.IP, v.RESET_URL)
_SIGN_IN = (v.DEVICE, v.AT, v.IP, v.URL, v.RESET_URL)
_TICKET = (v.NUMBER, v.SUBJECT_LINE, v.CLIENT, v.URL)
_STATEMENT = (v.COMPANY, v.NUMBER, v.TOTAL, v.DUE_AT)
_MOVE = (v.COMPANY, v.CLIENT, v.FORMER, v.SUCCESSOR, v.MOVES_AT, v.REASON)
_BILL = (v.COMPANY, v.NUMBER, v.TOTAL, v.DUE_AT, v.URL)
_BILL_WHY = (*_BILL, v.REASON)
_TRANSFER = (v.COMPANY, v.NUMBER, v.URL)
_WISH = (v.PERSON, v.AMOUNT)
_OWN_PLAN = (v.COMPANY, v.PLAN, v.ENDS_AT)
_VISIT = (v.PERSON, v.REASON, v.URL)
_REQUEST = (v.COMPANY, v.NUMBER)
_TO_PAY = (*_REQUEST, v.TO_PAY, v.DUE_AT)
_EXTRA = (v.COMPANY, v.SERVICE)
_WAITING = (v.COMPANY, v.APPLICANT, v.ANSWER_DUE_AT)

_ALL = (
    Text("clients/message", Audience.CLIENTS, _("A message from you"), (v.SUBJECT, v.TEXT, v.CLIENT)),
    Text("orders/order_placed", Audience.CLIENTS, _("An order is in"), (v.NUMBER, v.TOTAL, v.CLIENT, v.URL)),
    Text("orders/invoice_issued", Audience.CLIENTS, _("An invoice for a renewal"), (*_INVOICE, v.DUE_AT)),
    Text("orders/invoice_sent", Audience.CLIENTS, _("An invoice by hand"), (*_INVOICE, v.DUE_AT)),
    Text("orders/payment_reminder", Audience.CLIENTS, _("An invoice is due soon"), _OWED),
    Text("orders/charge_soon", Audience.CLIENTS, _("A card will be charged"), (*_OWED, v.CARD)),
    Text("orders/charge_failed", Audience.CLIENTS, _("A charge failed"), (*_OWED, v.CARD, v.REASON, v.NEXT_AT)),
    Text("orders/charge_failed_last", Audience.CLIENTS, _("The last charge failed"), (*_OWED, v.CARD, v.REASON)),
    Text("orders/payment_overdue", Audience.CLIENTS, _("An invoice is overdue"), _OWED),
    Text("orders/payment_overdue_last", Audience.CLIENTS, _("The last reminder"), _OWED),
    Text("orders/late_fee_added", Audience.CLIENTS, _("A late fee"), (*_INVOICE, v.DUE_AT)),
    Text("orders/payment_received", Audience.CLIENTS, _("A payment has come"), (*_INVOICE, v.METHOD)),
    Text("orders/payment_part", Audience.CLIENTS, _("A part of an invoice is paid"), (*_INVOICE, v.AMOUNT)),
    Text("orders/invoice_credited", Audience.CLIENTS, _("An invoice is credited"), (*_INVOICE, v.AMOUNT, v.REASON)),
    Text("orders/transfer_awaiting", Audience.CLIENTS, _("How to pay by bank transfer"), _INVOICE),
    Text("orders/transfer_refused", Audience.CLIENTS, _("A transfer was not found"), (*_INVOICE, v.REASON)),
    Text("orders/refund_made", Audience.CLIENTS, _("A refund"), (*_INVOICE, v.AMOUNT, v.REASON)),
    Text("orders/service_active", Audience.CLIENTS, _("A service is active"), _SERVICE),
    Text("orders/service_suspended", Audience.CLIENTS, _("A service is suspended"), _SERVICE),
    Text("orders/service_changed", Audience.CLIENTS, _("A service has changed"), _SERVICE),
    Text("orders/change_scheduled", Audience.CLIENTS, _("A service will change"), _SERVICE),
    Text("orders/change_to_pay", Audience.CLIENTS, _("A change waits for its payment"), (*_INVOICE, v.DUE_AT)),
    Text("orders/service_cancelled", Audience.CLIENTS, _("A service will end"), _SERVICE),
    Text("orders/service_ended", Audience.CLIENTS, _("A service has ended"), _SERVICE),
    Text("orders/trial_started", Audience.CLIENTS, _("A trial has begun"), (*_SERVICE, v.TRIAL_ENDS_AT)),
    Text("orders/trial_extended", Audience.CLIENTS, _("A trial is extended"), (*_SERVICE, v.TRIAL_ENDS_AT)),
    Text("orders/trial_ends_soon", Audience.CLIENTS, _("A trial ends soon"), (*_SERVICE, v.TRIAL_ENDS_AT)),
    Text("orders/trial_goes_on", Audience.CLIENTS, _("A trial has ended and goes on"), (*_INVOICE, v.DUE_AT)),
    Text("orders/trial_charged", Audience.CLIENTS, _("A trial has ended, the card pays"), (*_OWED, v.CARD)),
    Text("orders/trial_ended", Audience.CLIENTS, _("A trial has ended"), (*_INVOICE, v.DUE_AT)),
    Text("orders/move_proposed", Audience.CLIENTS, _("Another provider proposes terms"), (v.SUCCESSOR, v.URL)),
    Text("tickets/opened", Audience.CLIENTS, _("A ticket is open"), _TICKET),
    Text("tickets/answered", Audience.CLIENTS, _("A ticket is answered"), _TICKET),
    Text("tickets/closed", Audience.CLIENTS, _("A ticket is closed"), _TICKET),
    Text("clients/deletion_planned", Audience.CLIENTS, _("An account will be erased"), (v.CLIENT, v.DELETES_AT, v.URL)),
    Text("clients/deletion_called_off", Audience.CLIENTS, _("An account stays after all"), (v.CLIENT, v.URL)),
    Text("crossings/asked", Audience.CLIENTS, _("Staff ask to act for the client"), _VISIT),
    Text("crossings/visited", Audience.CLIENTS, _("Staff acted for the client"), (*_VISIT, v.AT)),
    Text("account/code", Audience.ACCOUNTS, _("The code that confirms an address"), (v.CODE,)),
    Text("account/login_code", Audience.ACCOUNTS, _("The code that signs in"), (v.CODE,)),
    Text("account/new_device", Audience.ACCOUNTS, _("A new sign-in"), _SIGN_IN),
    Text("account/welcome", Audience.ACCOUNTS, _("An invitation")),
    Text("account/password_reset", Audience.ACCOUNTS, _("A new password")),
    Text("account/account_exists", Audience.ACCOUNTS, _("There is an account already"), (v.RESET_URL,)),
    Text("account/unknown_account", Audience.ACCOUNTS, _("There is no such account"), (v.SIGNUP_URL,)),
    Text("account/password_set", Audience.ACCOUNTS, _("A password was set by somebody else"), (v.PERSON,)),
    Text("account/second_step_reset", Audience.ACCOUNTS, _("The second step was reset"), (v.PERSON,)),
    Text("account/role_changed", Audience.ACCOUNTS, _("Another role"), (v.PERSON, v.ROLE)),
    Text("account/contact_invited", Audience.ACCOUNTS, _("An invitation to a client's people"), (v.PERSON, v.CLIENT)),
    Text("account/notice", Audience.ACCOUNTS, _("Something changed in the account"), _EVENT),
    Text("commissions/earned", Audience.AFFILIATES, _("A commission was earned"), (v.AMOUNT, v.AVAILABLE_AT)),
    Text("commissions/reversed", Audience.AFFILIATES, _("A commission was taken back"), (v.AMOUNT,)),
    Text("commissions/earning_rejected", Audience.AFFILIATES, _("A commission was rejected"), (v.AMOUNT, v.REASON)),
    Text("commissions/dispute_answered", Audience.AFFILIATES, _("A dispute is answered"), (v.AMOUNT, v.TEXT)),
    Text("commissions/dispute_closed", Audience.AFFILIATES, _("A dispute is closed"), (v.AMOUNT, v.TEXT)),
    Text("commissions/member_paused", Audience.AFFILIATES, _("An affiliate is paused"), (v.REASON,)),
    Text("commissions/member_excluded", Audience.AFFILIATES, _("An affiliate is excluded"), (v.REASON,)),
    Text("commissions/member_active", Audience.AFFILIATES, _("An affiliate is taken back in")),
    Text("commissions/withdrawal_requested", Audience.AFFILIATES, _("A withdrawal was asked for"), (v.AMOUNT,)),
    Text("commissions/withdrawal_approved", Audience.AFFILIATES, _("A withdrawal is approved"), (v.AMOUNT,)),
    Text("commissions/withdrawal_returned", Audience.AFFILIATES, _("The bank returned a payout"), (v.AMOUNT, v.REASON)),
    Text("commissions/withdrawal_rejected", Audience.AFFILIATES, _("A withdrawal was rejected"), (v.AMOUNT, v.REASON)),
    Text("commissions/withdrawal_paid", Audience.AFFILIATES, _("A withdrawal is paid"), (v.AMOUNT,)),
    Text("orders/order_placed_staff", Audience.STAFF, _("A new order"), (v.NUMBER, v.TOTAL, v.CLIENT, v.URL)),
    Text("orders/payment_received_staff", Audience.STAFF, _("A client has paid"), (*_INVOICE, v.METHOD)),
    Text("orders/receipt_uploaded_staff", Audience.STAFF, _("A receipt awaits approval"), _INVOICE),
    Text("orders/provisioning_failed_staff", Audience.STAFF, _("A service could not be set up"), _FAULT),
    Text("tickets/opened_staff", Audience.STAFF, _("A new ticket"), _TICKET),
    Text("tickets/asked_staff", Audience.STAFF, _("A client wrote in a ticket"), _TICKET),
    Text("orders/manual_task_staff", Audience.STAFF, _("A service waits to be set up by hand"), _FAULT),
    Text("commissions/review_waiting_staff", Audience.STAFF, _("A commission awaits review"), (*_WISH, v.URL)),
    Text("commissions/dispute_waiting_staff", Audience.STAFF, _("A dispute awaits an answer"), (*_WISH, v.TEXT, v.URL)),
    Text("commissions/withdrawal_waiting_staff", Audience.STAFF, _("A withdrawal awaits approval"), _WISH),
    Text("notices/server_failing_staff", Audience.STAFF, _("Your mail server fails"), (v.SERVER, v.TROUBLE)),
    Text("notices/server_test", Audience.STAFF, _("A test of your mail server"), (v.SERVER,)),
    Text("domains/active", Audience.STAFF, _("A domain of yours works"), (v.HOST,)),
    Text("domains/failing", Audience.STAFF, _("A domain of yours fails"), (v.HOST, v.UNTIL)),
    Text("domains/suspended", Audience.STAFF, _("A domain of yours is suspended"), (v.HOST,)),
    Text("domains/taken", Audience.STAFF, _("A domain of yours is somebody else's"), (v.HOST,)),
    Text("crossings/asked_staff", Audience.STAFF, _("Somebody asks to enter your office"), _VISIT),
    Text("crossings/answered_staff", Audience.STAFF, _("A request to enter is answered"), _VISIT),
    Text("crossings/code", Audience.PARTNERS, _("The code that connects an office"), (v.CODE,)),
    Text("partner_store/received", Audience.PARTNERS, _("An application has come"), (v.COMPANY, v.ANSWER_DUE_AT)),
    Text("partner_store/accepted", Audience.PARTNERS, _("An application is accepted"), (v.COMPANY,)),
    Text("partner_store/rejected", Audience.PARTNERS, _("An application is not accepted"), (v.COMPANY, v.REASON)),
    Text("partner_store/trial_ends_soon", Audience.PARTNERS, _("A portal's trial ends soon"), _OWN_PLAN),
    Text("partner_store/trial_extended", Audience.PARTNERS, _("A portal's trial is extended"), _OWN_PLAN),
    Text("partner_store/trial_over", Audience.PARTNERS, _("A portal's trial has ended"), (v.COMPANY, v.PLAN)),
    Text("partner_store/waiting", Audience.PARTNERS, _("An application awaits an answer"), _WAITING),
    Text("partner_store/question", Audience.PARTNERS, _("A question about an application"), (v.COMPANY,)),
    Text("partner_store/answered", Audience.PARTNERS, _("An applicant has answered"), (v.COMPANY, v.APPLICANT)),
    Text("partner_store/deal_registered", Audience.PARTNERS, _("A deal awaits an answer"), (v.COMPANY, v.CLIENT)),
    Text("partner_store/deal_approved", Audience.PARTNERS, _("A deal is protected"), (v.CLIENT, v.UNTIL)),
    Text("partner_store/deal_rejected", Audience.PARTNERS, _("A deal is not protected"), (v.CLIENT, v.REASON)),
    Text("partner_store/deal_ends_soon", Audience.PARTNERS, _("A deal's protection ends soon"), (v.CLIENT, v.UNTIL)),
    Text("partner_store/deal_expired", Audience.PARTNERS, _("A deal's protection has ended"), (v.CLIENT,)),
    Text("partner_store/tier_changed", Audience.PARTNERS, _("A reseller's tier has changed"), (v.COMPANY, v.TIER)),
    Text("partner_store/request_received", Audience.PARTNERS, _("A service request has come"), _REQUEST),
    Text("partner_store/request_waiting", Audience.PARTNERS, _("A service request waits"), (*_REQUEST, v.DUE_AT)),
    Text("partner_store/request_question", Audience.PARTNERS, _("A question about a request"), (*_REQUEST, v.QUESTION)),
    Text("partner_store/request_message", Audience.PARTNERS, _("A message about a request"), (*_REQUEST, v.TEXT)),
    Text("partner_store/request_answered", Audience.PARTNERS, _("A reseller has answered"), (*_REQUEST, v.ANSWER)),
    Text("partner_store/request_approved", Audience.PARTNERS, _("A service request is approved"), _TO_PAY),
    Text("partner_store/request_rejected", Audience.PARTNERS, _("A request is rejected"), (*_REQUEST, v.REASON)),
    Text("partner_store/request_active", Audience.PARTNERS, _("Extra services are active"), _REQUEST),
    Text("partner_store/extra_work_waiting", Audience.PARTNERS, _("A reseller waits for work"), _REQUEST),
    Text("partner_store/extra_work_done", Audience.PARTNERS, _("Work for a reseller is done"), _EXTRA),
    Text("partner_store/extra_cancelled", Audience.PARTNERS, _("An extra service will end"), (*_EXTRA, v.ENDS_ON)),
    Text("partner_store/extra_ended", Audience.PARTNERS, _("An extra service has ended"), _EXTRA),
    Text("settlement/balance_low", Audience.PARTNERS, _("A prepaid balance is low"), (v.COMPANY, v.AMOUNT)),
    Text("settlement/balance_empty", Audience.PARTNERS, _("A prepaid balance is used up"), (v.COMPANY, v.OWED)),
    Text("settlement/topped_up", Audience.PARTNERS, _("A top-up has come"), (v.COMPANY, v.AMOUNT)),
    Text("settlement/paid_out", Audience.PARTNERS, _("A payout to a reseller"), (v.COMPANY, v.AMOUNT)),
    Text("settlement/statement_issued", Audience.PARTNERS, _("A statement is issued"), _STATEMENT),
    Text("settlement/statement_due", Audience.PARTNERS, _("A statement is not paid"), _STATEMENT),
    Text("settlement/statement_paid", Audience.PARTNERS, _("A statement is paid"), _STATEMENT),
    Text("moves/move_asked", Audience.PARTNERS, _("Terms are asked for, for a client"), _MOVE),
    Text("moves/move_agreed", Audience.PARTNERS, _("A client will move"), _MOVE),
    Text("moves/move_done", Audience.PARTNERS, _("A client has moved"), _MOVE),
    Text("moves/move_withdrawn", Audience.PARTNERS, _("A client does not move"), _MOVE),
    Text("settlement/bill_issued", Audience.PARTNERS, _("A bill is issued"), _BILL),
    Text("settlement/bill_due", Audience.PARTNERS, _("A bill is not paid"), _BILL),
    Text("settlement/bill_paid", Audience.PARTNERS, _("A bill is paid"), _BILL),
    Text("settlement/bill_voided", Audience.PARTNERS, _("A bill is void"), _BILL_WHY),
    Text("settlement/bill_unpaid", Audience.PARTNERS, _("A portal is suspended for a bill"), _BILL),
    Text("settlement/bill_charge_failed", Audience.PARTNERS, _("A card was not charged for a bill"), _BILL_WHY),
    Text("settlement/transfer_refused", Audience.PARTNERS, _("A transfer to us was not found"), (*_TRANSFER, v.REASON)),
    Text("settlement/receipt_waiting", Audience.PARTNERS, _("A transfer to us awaits approval"), _TRANSFER),
    Text("settlement/refund_held", Audience.PARTNERS, _("A refund needs us"), (*_TRANSFER, v.AMOUNT, v.OWED)),
    Text("settlement/refund_decided", Audience.PARTNERS, _("A refund is decided"), (*_TRANSFER, v.AMOUNT, v.REASON)),
    Text("catalog/prices_announced", Audience.PARTNERS, _("Prices will change"), (v.COMPANY, v.EFFECTIVE_AT, v.URL)),
    Text("catalog/prices_called_off", Audience.PARTNERS, _("A change of prices is withdrawn"), (v.COMPANY,)),
    Text("isolation/broken", Audience.PARTNERS, _("Data was not separated")),
    Text("tenant_controls/suspended", Audience.PARTNERS, _("A portal is suspended"), (v.COMPANY, v.REASON)),
    Text("tenant_controls/resumed", Audience.PARTNERS, _("A portal works again"), (v.COMPANY, v.REASON)),
    Text("tenant_controls/archived", Audience.PARTNERS, _("A portal is closed"), (v.COMPANY, v.UNTIL, v.REASON)),
)  # fmt: skip

TEXTS = {text.key: text for text in _ALL}


def editable() -> list[Text]:
    """What a reseller may change: everything that its portal sends."""
    return [text for text in _ALL if not text.is_of_partners]


def grouped(texts: Iterable[Text]) -> list[tuple[str | Promise, list[tuple[str, str | Promise]]]]:
    """Key and title of each of these mails, under who reads them."""
    found = list(texts)
    groups = [
        (label, [(text.key, text.title) for text in found if text.audience == audience])
        for audience, label in AUDIENCES.items()
    ]
    return [(label, kinds) for label, kinds in groups if kinds]


@names_mails
def every_kind() -> list[tuple[str | Promise, list[tuple[str, str | Promise]]]]:
    """Of the operator's mail log: every mail there is."""
    return grouped(_ALL)


def title_of(key: str) -> str | Promise:
    """What a mail is called; its key where it is not listed."""
    return TEXTS[key].title if key in TEXTS else key
