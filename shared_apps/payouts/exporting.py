"""A batch as the bank gets it: the numbers are opened here, for whoever takes the file out."""

from __future__ import annotations

from collections.abc import Sequence

from branding.queries import brand_of
from shared_apps.kernel.money import Money
from shared_apps.kernel.secrets import SecretUnreadable
from tenants.context import current_tenant

from .errors import NoAccount, NumbersMissing
from .files.lines import Payer, PaymentFile, PaymentLine
from .files.pain import payment_order
from .files.table import payment_table
from .models import BatchLine, FileForm, LineStatus, PayoutBatch
from .queries import lines_of, settings_of

CSV, XML = FileForm.CSV.value, FileForm.XML.value
FORMS = {CSV: "text/csv; charset=utf-8", XML: "application/xml"}


def export_batch(batch: PayoutBatch, form: str) -> bytes:
    """The lines of this file that wait. A line is in one file alone: both together pay each line once.

    Raises `NumbersMissing`, `NoAccount` (pain.001 names the account that pays), `LookupError` for no line at all.
    """
    settings = settings_of()
    if form == XML and not settings.has_account:
        raise NoAccount(batch.number)
    lines = list(lines_of(batch).filter(status=LineStatus.WAITING, file=form))
    if not lines:
        raise LookupError(batch.number)
    file = PaymentFile(batch.number, batch.currency, batch.execute_on, _opened(batch, lines))
    if form == CSV:
        return payment_table(
            file,
            columns=settings.columns,
            delimiter=settings.delimiter,
            has_decimal_comma=settings.has_decimal_comma,
        )
    return payment_order(file, Payer(settings.account_holder, settings.account_iban, settings.account_bic))


def _opened(batch: PayoutBatch, lines: Sequence[BatchLine]) -> tuple[PaymentLine, ...]:
    """The lines with the numbers that they are paid to."""
    opened, missing = [], []
    remark = brand_of(current_tenant()).name
    for line in lines:
        if number := _number(line):
            opened.append(_line(batch, line, number, remark))
        else:
            missing.append(line.code)
    if missing:
        raise NumbersMissing(missing)
    return tuple(opened)


def _number(line: BatchLine) -> str:
    try:
        return line.withdrawal.method.number()
    except SecretUnreadable:
        return ""


def _line(batch: PayoutBatch, line: BatchLine, number: str, remark: str) -> PaymentLine:
    withdrawal = line.withdrawal
    return PaymentLine(
        code=line.code,
        kind=line.kind,
        holder=withdrawal.method.holder or withdrawal.person_name,
        number=number,
        amount=Money(line.amount_minor, batch.currency),
        withheld=Money(line.withheld_minor, batch.currency),
        remark=f"{remark} {line.code}",
    )


def file_name(batch: PayoutBatch, form: str) -> str:
    return f"{batch.number}.{form}"
