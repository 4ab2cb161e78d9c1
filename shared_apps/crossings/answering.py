"""Answer a request, or end a visit, by the buttons of a page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shared_apps.kernel.lifecycle import IllegalMove

from .cards import NotReady
from .models import Crossing
from .verbs import answer, end


def answer_and_say(request: HttpRequest, crossing: Crossing) -> None:
    """Answer as the buttons say, and tell what came of it."""
    person: Any = request.user
    try:
        answer(crossing, is_allowed=request.POST.get("answer") == "allow", by=person.actor)
    except (IllegalMove, NotReady):
        messages.warning(request, _("This request was answered before, or its time is over."))
    else:
        messages.success(request, _("Your answer is sent."))


def end_and_say(request: HttpRequest, crossing: Crossing) -> None:
    """End a visit and say so; or that it was over."""
    person: Any = request.user
    try:
        end(crossing, by=person.actor)
    except IllegalMove:
        messages.warning(request, _("This visit was over already."))
    else:
        messages.success(request, _("The visit is ended."))
