"""The two forms of an import: the file, and what its columns are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..countries import countries
from ..models import ClientImport
from .encodings import ENCODINGS
from .fields import FIRST, LAST, Label
from .reading import MOST_BYTES
from .words import trouble

_ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1254": _("Turkish (Windows-1254)"),
    "cp1256": _("Persian and Arabic (Windows-1256)"),
    "cp874": _("Thai (Windows-874)"),
}


class FileForm(forms.Form):
    """A CSV file or a workbook."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB and 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(trouble("large"))
        return file


class ColumnsForm(forms.Form):
    """Which field each column is, and how the rows are read."""

    duplicates = forms.ChoiceField(
        label=_("When a client with this e-mail address is there"),
        choices=ClientImport.Duplicates.choices,
        widget=forms.RadioSelect,
    )
    country = forms.ChoiceField(label=_("Country of numbers without a code"), required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    has_heads = forms.BooleanField(label=_("The first row holds headings"), required=False)

    def __init__(
        self, *args: Any, batch: ClientImport, known: Sequence[tuple[str, Label]], **options: Any
    ) -> None:
        options.setdefault("initial", _initial(batch))
        super().__init__(*args, **options)
        self.batch = batch
        self._field("country").choices = countries()
        if batch.encoding:
            self._field("encoding").choices = [(code, _ENCODING_NAMES[code]) for code in ENCODINGS]
        else:
            del self.fields["encoding"]
        choices = [("", _("Leave out")), *known]
        for at, head in enumerate(batch.heads):
            column = forms.ChoiceField(label=head or str(at + 1), choices=choices, required=False)
            column.widget.attrs["class"] = "in"
            self.fields[f"column-{at}"] = column

    def columns(self) -> list[forms.BoundField]:
        """The field for each column of the file, in the order of the file."""
        return [self[f"column-{at}"] for at in range(len(self.batch.heads))]

    @property
    def matched(self) -> list[str]:
        """The field of each column, as chosen."""
        return [self.cleaned_data.get(f"column-{at}", "") for at in range(len(self.batch.heads))]

    def clean(self) -> dict[str, Any]:
        chosen = [name for name in self.matched if name]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("Each field can be one column only."))
        if "email" not in chosen or not {"name", FIRST, LAST, "company_name"} & set(chosen):
            raise forms.ValidationError(
                _("Choose at least the columns of the name and of the e-mail address.")
            )
        return self.cleaned_data

    def _field(self, name: str) -> Any:
        return self.fields[name]


def _initial(batch: ClientImport) -> dict[str, Any]:
    columns = {f"column-{at}": name for at, name in enumerate(batch.columns)}
    kept = {name: getattr(batch, name) for name in ("duplicates", "country", "encoding", "has_heads")}
    return columns | kept
