"""Pages of who pays: the same in a reseller's office and in the console, each behind its own gate."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from tenants.access import View

from ..views import approving, batches, documents, lines, queue, results, settings

Gate = Callable[[str], Callable[[View], View]]
APPROVE, PAY = "withdrawals.approve", "withdrawals.pay"


def withdrawals(gate: Gate) -> list[URLPattern]:
    """The queue; `gate` takes a permission."""
    may_approve, may_pay = gate(APPROVE), gate(PAY)
    return [
        path("", may_approve(queue.queue), name="office_withdrawals"),
        path("export/", may_approve(queue.export), name="office_withdrawals_export"),
        path("approvals/", may_approve(approving.approvals), name="office_withdrawal_approvals"),
        path("approvals/<uuid:uuid>/", may_approve(approving.bulk_approval), name="office_bulk_approval"),
        path(
            "approvals/<uuid:uuid>/progress/",
            may_approve(approving.bulk_progress),
            name="office_bulk_approval_progress",
        ),
        path("statements/", may_approve(documents.statements), name="office_payout_statements"),
        path(
            "statements/export/",
            may_approve(documents.statements_export),
            name="office_payout_statements_export",
        ),
        path("statements/<uuid:uuid>/", may_approve(documents.statement), name="office_payout_statement"),
        path("<uuid:uuid>/", may_approve(queue.withdrawal), name="office_withdrawal"),
        path("<uuid:uuid>/approval/", may_approve(queue.approval), name="office_withdrawal_approval"),
        path("<uuid:uuid>/rejection/", may_approve(queue.rejection), name="office_withdrawal_rejection"),
        path("<uuid:uuid>/payment/", may_pay(queue.payment), name="office_withdrawal_payment"),
        path("<uuid:uuid>/destination/", may_pay(queue.destination), name="office_withdrawal_destination"),
    ]


def payout_batches(gate: Gate) -> list[URLPattern]:
    """Batches, the bank's answers, settings and tax withheld; all for who pays."""
    may = gate(PAY)
    return [
        path("", may(batches.payout_batches), name="office_payout_batches"),
        path("new/", may(batches.batch_new), name="office_payout_batch_new"),
        path("settings/", may(settings.payout_settings), name="office_payout_settings"),
        path("withholding/", may(settings.withholding), name="office_withholding"),
        path("withholding/new/", may(settings.rule_new), name="office_withholding_new"),
        path("withholding/remittances/", may(settings.remittance), name="office_withholding_remittance"),
        path("withholding/<uuid:uuid>/", may(settings.rule), name="office_withholding_rule"),
        path(
            "withholding/<uuid:uuid>/publication/",
            may(settings.rule_publication),
            name="office_withholding_publication",
        ),
        path(
            "withholding/<uuid:uuid>/removal/", may(settings.rule_removal), name="office_withholding_removal"
        ),
        path("<uuid:uuid>/", may(batches.payout_batch), name="office_payout_batch"),
        path("<uuid:uuid>/progress/", may(batches.batch_progress), name="office_payout_batch_progress"),
        path("<uuid:uuid>/file/", may(batches.batch_file), name="office_payout_batch_file"),
        path(
            "<uuid:uuid>/cancellation/",
            may(batches.batch_cancellation),
            name="office_payout_batch_cancellation",
        ),
        *_results(may),
        *_lines(may),
    ]


def _results(may: Callable[[View], View]) -> list[URLPattern]:
    one = "<uuid:uuid>/results/<uuid:source>/"
    return [
        path("<uuid:uuid>/results/", may(results.result_new), name="office_payout_result_new"),
        path(one, may(results.result), name="office_payout_result"),
        path(f"{one}progress/", may(results.result_progress), name="office_payout_result_progress"),
        path(
            f"{one}confirmation/", may(results.result_confirmation), name="office_payout_result_confirmation"
        ),
        path(f"{one}removal/", may(results.result_removal), name="office_payout_result_removal"),
    ]


def _lines(may: Callable[[View], View]) -> list[URLPattern]:
    one = "<uuid:uuid>/lines/<uuid:line>/"
    return [
        path(one, may(lines.batch_line), name="office_payout_line"),
        path(f"{one}destination/", may(lines.line_destination), name="office_payout_line_destination"),
        path(f"{one}payment/", may(lines.line_payment), name="office_payout_line_payment"),
        path(f"{one}return/", may(lines.line_return), name="office_payout_line_return"),
        path(f"{one}release/", may(lines.line_release), name="office_payout_line_release"),
    ]
