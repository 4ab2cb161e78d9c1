"""Questions and answers about an application, its papers, and the reviewer's findings (S5.11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.papers import PaperRefused, read_paper

from ..mails import mail_applicant, mail_reviewers
from ..models import ApplicationCheck, ApplicationFile, ApplicationMessage, PartnerApplication

MOST_FILES = 10
Files = Sequence["UploadedFile[Any]"]
Side = ApplicationMessage.Side


@transaction.atomic
def ask_applicant(
    application: PartnerApplication, *, text: str, key: UUID, by: Actor
) -> ApplicationMessage | None:
    """Ask the applicant something, by mail and on the status page; None where it was asked already.

    The promised week runs on. Raises `IllegalMove` once the application was answered.
    """
    _hold(application)
    said = _say(application, Side.STAFF, text, key, by)
    if said:
        application.asked_at = said.at
        application.save(update_fields=["asked_at"])
        record(application, "ask", by=by)
        mail_applicant(application, "question", once=str(said.uuid), message=text)
    return said


@transaction.atomic
def answer_question(
    application: PartnerApplication, *, text: str, key: UUID, files: Files = (), by: Actor
) -> ApplicationMessage | None:
    """The applicant answers, or adds something unasked. None where it was said already.

    Raises `IllegalMove` once the application was answered, and `PaperRefused`.
    """
    _hold(application)
    said = _say(application, Side.APPLICANT, text, key, by)
    if said:
        keep_papers(application.applicant_uuid, files, application=application, message=said)
        application.asked_at = None
        application.save(update_fields=["asked_at"])
        record(application, "answer", by=by)
        mail_reviewers(application, "answered", once=str(said.uuid), message=text)
    return said


@transaction.atomic
def keep_papers(
    owner_uuid: UUID,
    files: Files,
    *,
    application: PartnerApplication | None = None,
    message: ApplicationMessage | None = None,
) -> list[ApplicationFile]:
    """Keep papers of an applicant, with a draft or an application; at most ten each (RELIABILITY 9, 28).

    Raises `PaperRefused`, with nothing kept.
    """
    there = ApplicationFile.objects.filter(owner_uuid=owner_uuid, application=application).count()
    if there + len(files) > MOST_FILES:
        raise PaperRefused(_("Attach at most 10 files."))
    papers = [read_paper(file, otherwise="paper") for file in files]
    return [
        ApplicationFile.objects.create(
            owner_uuid=owner_uuid,
            application=application,
            message=message,
            name=paper.name,
            content_type=paper.content_type,
            size=len(paper.content),
            content=paper.content,
        )
        for paper in papers
    ]


def remove_paper(owner_uuid: UUID, uuid: UUID) -> bool:
    """Take a paper out of an unsent draft; what was sent stays. Whether there was one."""
    mine = ApplicationFile.objects.filter(owner_uuid=owner_uuid, uuid=uuid, application=None)
    return bool(mine.delete()[0])


@transaction.atomic
def note_check(
    application: PartnerApplication, point: str, *, finding: str, note: str = "", by: Actor
) -> None:
    """Write down what a reviewer found about one point; empty takes it back. Raises `IllegalMove` when answered."""
    _hold(application)
    if not finding:
        application.checks.filter(point=point).delete()
    else:
        ApplicationCheck.objects.update_or_create(
            application=application,
            point=point,
            defaults={"finding": finding, "note": note, "by_label": by.label, "at": now()},
        )
    record(application, "check", by=by, point=point, finding=finding)


def _hold(application: PartnerApplication) -> None:
    held = PartnerApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    application.status = held.status
    if not held.is_waiting:
        raise IllegalMove(application, "discussed")


def _say(
    application: PartnerApplication, side: str, text: str, key: UUID, by: Actor
) -> ApplicationMessage | None:
    said, is_new = ApplicationMessage.objects.get_or_create(
        key=key,
        defaults={"application": application, "side": side, "text": text, "author_label": by.label},
    )
    return said if is_new else None
