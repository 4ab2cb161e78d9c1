"""What the agenda's page is filtered by."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Entry


class AgendaFilter(forms.Form):
    """A task, and words in key, error or tenant."""

    task = forms.CharField(label=_("Task"), required=False, max_length=64)
    q = forms.CharField(label=_("Search"), required=False, max_length=200)

    def narrow(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """The entries that were asked for; all of them while the form has errors."""
        if not self.is_valid():
            return entries
        if task := self.cleaned_data["task"]:
            entries = entries.filter(task=task)
        if words := self.cleaned_data["q"]:
            entries = entries.filter(
                Q(key__icontains=words) | Q(last_error__icontains=words) | Q(tenant__name__icontains=words)
            )
        return entries
