"""The bank's answer: read and compared first, applied once somebody agrees, in parts that each commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor, ActorKind, only_oneself
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money

from ..errors import ResultRefused
from ..files.results import Said, Words, read_result
from ..models import (
    BatchLine,
    FileForm,
    Finding,
    ImportStatus,
    LineStatus,
    Outcome,
    PayoutBatch,
    ResultImport,
    ResultLine,
)
from ..queries import settings_of
from .settling import CHUNK, settle_lines

_ENDS = {Outcome.PAID: LineStatus.PAID, Outcome.RETURNED: LineStatus.RETURNED}


def import_result(batch: PayoutBatch, *, name: str, content: bytes, by: Actor) -> ResultImport:
    """Read a file and compare it with the batch; nothing is applied yet.

    The same file again is the same import, compared anew unless it is being applied. Raises `ResultRefused`.
    """
    only_oneself(by)
    settings = settings_of()
    said = read_result(content, batch.number, Words(settings.paid_words, settings.returned_words))
    digest = sha256(content).hexdigest()
    try:
        with transaction.atomic():
            return _keep(batch, name[:120], digest, _of_all(batch, said), by)
    except IntegrityError:
        # The same file at the same moment: the other one was first.
        return ResultImport.objects.get(batch=batch, digest=digest)


@transaction.atomic
def confirm_import(source: ResultImport, *, by: Actor) -> None:
    """Agree to what the comparison showed; the agenda applies it. Raises `IllegalMove`."""
    only_oneself(by)
    source.move(ImportStatus.APPLYING, by=by, actor_key=by.key, actor_label=by.label)
    _plan(source, 0)


@transaction.atomic
def discard_import(source: ResultImport, *, by: Actor) -> None:
    """Leave a file that was read unapplied. Raises `IllegalMove`."""
    source.move(ImportStatus.DISCARDED, by=by)


@transaction.atomic
def apply_part(source: ResultImport, *, after: int) -> None:
    """Apply the next lines of a confirmed file; each line once, whatever is delivered twice or killed.

    A line that moved on meanwhile, or is the own one of whoever confirmed, is left and says so.
    """
    source = ResultImport.objects.select_related("batch").select_for_update(of=("self",)).get(pk=source.pk)
    if source.status != ImportStatus.APPLYING:
        return
    by = Actor(ActorKind.PERSON, source.actor_key, source.actor_label)
    fitting = ResultLine.objects.filter(
        source=source, finding=Finding.FITS, is_applied=False, position__gt=after
    )
    lines = list(fitting.select_related("line__withdrawal").order_by("position")[:CHUNK])
    own = [one for one in lines if str(one.line.withdrawal.person_uuid) == by.key]  # type: ignore[union-attr]
    moved = _settle(source.batch, [one for one in lines if one not in own], by)
    for one in lines:
        one.is_applied = one.line_id in moved
        if not one.is_applied:
            one.finding = Finding.OWN if one in own else Finding.CONFLICT
    ResultLine.objects.bulk_update(lines, ["is_applied", "finding"], batch_size=500)
    if len(lines) == CHUNK:
        _plan(source, lines[-1].position)
    else:
        source.move(ImportStatus.DONE, by=by, done_at=now())


def _plan(source: ResultImport, after: int) -> None:
    payload = {"import": str(source.uuid), "after": after}
    schedule("payouts.apply", payload, key=f"{source.uuid}:{after}")


def _settle(batch: PayoutBatch, lines: Sequence[ResultLine], by: Actor) -> set[int]:
    paid, returned = {}, {}
    for one in lines:
        if one.outcome == Outcome.PAID:
            paid[one.line_id or 0] = one.reference or one.code
        else:
            returned[one.line_id or 0] = one.reason or one.said
    return settle_lines(batch, paid=paid, returned=returned, by=by)


def _keep(batch: PayoutBatch, name: str, digest: str, said: Sequence[Said], by: Actor) -> ResultImport:
    source, is_new = ResultImport.objects.select_for_update().get_or_create(
        batch=batch,
        digest=digest,
        defaults={"file_name": name, "total": len(said), "read_at": now(), "read_by": by.label},
    )
    if not is_new and source.status in (ImportStatus.APPLYING, ImportStatus.DONE):
        return source
    if source.status == ImportStatus.DISCARDED:
        source.move(ImportStatus.READ, by=by)
    ResultLine.objects.filter(source=source).delete()
    ResultLine.objects.bulk_create(_compared(source, said), batch_size=1000)
    record(source, "read result", by=by, lines=len(said))
    return source


def _of_all(batch: PayoutBatch, said: Sequence[Said]) -> list[Said]:
    """What was said of the whole batch, said of each of its lines that went as pain.001: no other file has a name
    that such an answer repeats."""
    if len(said) != 1 or said[0].code:
        return list(said)
    lines = BatchLine.objects.filter(batch=batch, file=FileForm.XML).order_by("position")
    codes = lines.values_list("code", flat=True)
    if not codes:
        raise ResultRefused(_("The file names no payment."))
    whole = said[0]
    return [Said(code, whole.outcome, whole.said, reason=whole.reason) for code in codes]


def _compared(source: ResultImport, said: Sequence[Said]) -> list[ResultLine]:
    known = {line.code: line for line in BatchLine.objects.filter(batch=source.batch)}
    times, outcomes = Counter(one.code for one in said), {(one.code, one.outcome) for one in said}
    agreed = Counter(code for code, _outcome in outcomes)
    seen: set[str] = set()
    lines = []
    for position, one in enumerate(said, 1):
        finding = _finding(one, known.get(one.code), source.batch.currency)
        if times[one.code] > 1 and finding == Finding.FITS and (one.code in seen or agreed[one.code] > 1):
            finding = Finding.TWICE
        seen.add(one.code)
        lines.append(_line(source, position, one, known.get(one.code), finding))
    return lines


def _finding(said: Said, line: BatchLine | None, currency: str) -> str:
    """Whether a line can be applied, and if not, why (RELIABILITY 15: another amount is never paid)."""
    if line is None:
        return Finding.STRANGE
    if said.outcome not in _ENDS:
        return Finding.PENDING if said.outcome == Outcome.PENDING else Finding.UNCLEAR
    if said.amount and _minor(said.amount, currency) != line.amount_minor:
        return Finding.AMOUNT
    if line.status == _ENDS[Outcome(said.outcome)]:
        return Finding.KNOWN
    goes_back = line.status == LineStatus.PAID and said.outcome == Outcome.RETURNED
    return Finding.FITS if line.status == LineStatus.WAITING or goes_back else Finding.CONFLICT


def _minor(text: str, currency: str) -> int | None:
    """An amount as banks write it, `1.250,50` or `1,250.50`; None for what is no number."""
    plain = text.replace(" ", "").replace("\u00a0", "")
    decimal, grouping = (",", ".") if plain.rfind(",") > plain.rfind(".") else (".", ",")
    plain = plain.replace(grouping, "").replace(decimal, ".")
    try:
        return Money.from_major(Decimal(plain), currency).minor
    except (InvalidOperation, ValueError):
        return None


def _line(
    source: ResultImport, position: int, said: Said, line: BatchLine | None, finding: str
) -> ResultLine:
    return ResultLine(
        source=source,
        position=position,
        code=said.code,
        line=line,
        outcome=said.outcome,
        finding=finding,
        said=said.said,
        amount_text=said.amount,
        reference=said.reference,
        reason=said.reason,
    )
