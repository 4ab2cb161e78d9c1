"""What the operator must see at once: data that was not separated."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shared_apps.reports.alarms import Alarm, alarm

from .queries import last_result


@alarm
def data_is_not_separated() -> Alarm | None:
    """The newest run found an answer too many."""
    last = last_result()
    if last is None or last.has_held:
        return None
    return Alarm(_("The isolation proof has found something."), reverse("console_proofs"))
