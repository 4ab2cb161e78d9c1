"""An unfinished application, kept for its applicant on every device: nothing typed is lost (S5.6)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from shared_apps.kernel.clock import now

from .models import ApplicationDraft, ApplicationFile, PartnerApplication

_NOT_KEPT = {"csrfmiddlewaretoken", "terms", "draft", "remove"}
_LONGEST = 20_000
KEPT_FOR = timedelta(days=180)


def keep_draft(owner_uuid: UUID, typed: QueryDict) -> None:
    """Remember what was typed, right or wrong; the acceptance of the terms is given anew each time."""
    kept = {
        name: value.replace("\x00", "")
        for name, value in typed.items()
        if name not in _NOT_KEPT and isinstance(value, str)
    }
    if sum(map(len, kept.values())) <= _LONGEST:
        ApplicationDraft.objects.update_or_create(
            owner_uuid=owner_uuid, defaults={"typed": kept, "saved_at": now()}
        )


def draft_of(owner_uuid: UUID) -> dict[str, str]:
    found = ApplicationDraft.objects.filter(owner_uuid=owner_uuid).first()
    return dict(found.typed) if found else {}


def drop_draft(owner_uuid: UUID) -> None:
    ApplicationDraft.objects.filter(owner_uuid=owner_uuid).delete()


def papers_of_draft(owner_uuid: UUID) -> QuerySet[ApplicationFile]:
    """The papers that were attached and not sent yet, without their content."""
    return ApplicationFile.objects.filter(owner_uuid=owner_uuid, application=None).defer("content")


def forget_drafts() -> int:
    """Drafts that nobody has touched for half a year go, with their papers; how many."""
    border = now() - KEPT_FOR
    ApplicationFile.objects.filter(application=None, uploaded_at__lt=border).delete()
    return ApplicationDraft.objects.filter(saved_at__lt=border).delete()[0]


def take_papers(application: PartnerApplication) -> int:
    """What was attached to the draft goes with the application, in the caller's transaction."""
    return papers_of_draft(application.applicant_uuid).update(application=application)
