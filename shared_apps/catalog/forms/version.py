"""What is decided when a change of prices is announced."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from branding import formats
from branding.forms import DateField, NumberField
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now

from .. import verbs
from ..models import PriceVersion
from .texts import PARAGRAPH, Spoken, TextsForm

NEW, ALL = "new", "all"


class PublishForm(TextsForm):
    """From when, with how much notice, for whom, and what resellers read about it."""

    SPOKEN = (Spoken("note", _("What resellers read"), PARAGRAPH),)

    effective_on = DateField(label=_("In force from"), help_text=_("At 00:00 UTC of this day."))
    notice_days = NumberField(
        label=_("Days of notice"),
        minimum=0,
        maximum=365,
        initial=verbs.RAISE_NOTICE_DAYS,
        help_text=_("Resellers are told so many days before. A higher wholesale price needs at least 30."),
    )
    scope = forms.ChoiceField(
        label=_("Applies to"),
        choices=[
            (NEW, _("New sales; running services keep their wholesale price")),
            (ALL, _("New sales, and running services from their next renewal on")),
        ],
        widget=forms.RadioSelect,
        initial=NEW,
    )

    def __init__(self, data: Any = None, *, version: PriceVersion) -> None:
        super().__init__(data, texts={"note": version.note})
        self.version = version
        self.initial["effective_on"] = (now() + dt.timedelta(days=verbs.RAISE_NOTICE_DAYS + 1)).date()

    def save(self, *, by: Actor) -> bool:
        """Announce it; False with an error in the form where the rules say no."""
        typed = self.cleaned_data
        try:
            verbs.publish(
                self.version,
                effective_at=dt.datetime.combine(typed["effective_on"], dt.time.min, dt.UTC),
                notice_days=typed["notice_days"],
                for_renewals=typed["scope"] == ALL,
                note=self.texts("note"),
                by=by,
            )
        except verbs.NoticeTooShort as short:
            self.add_error("effective_on", _first_day(short.earliest))
        except verbs.NothingChanged:
            self.add_error(None, _("The draft changes no price."))
        except verbs.NotWeighed:
            self.add_error(None, _("Look first at what it means to each reseller."))
        return not self.errors


def _first_day(earliest: dt.datetime) -> str:
    day = earliest.date() + dt.timedelta(days=1)
    return str(_("The first day possible is %(day)s.") % {"day": formats.date(day)})
