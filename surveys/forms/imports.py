"""A list of leaders: sent as a file or pasted, shown row by row, and added once it is confirmed."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smax.boundary import LONGEST_VALUE
from surveys.errors import BadAnswerError
from surveys.imports.checking import State, checked
from surveys.imports.errors import ListFault
from surveys.imports.reading import MOST_ROWS, RawRow, rows_of_file, rows_of_text
from surveys.imports.workbooks import LONGEST_CELL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from surveys.imports.checking import CheckedRow, Nominee
    from surveys.models import Assessment

ROW, READY = "row", "ready"


class ListForm(forms.Form):
    """Takes a file or a pasted text; `rows` holds what it says."""

    upload = forms.FileField(
        label=gettext_lazy("A file: CSV or Excel (.xlsx)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        required=False,
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or rows copied from a spreadsheet"),
        help_text=gettext_lazy(
            "A row a person: name, e-mail address, side, seniority. Put the names of the columns on top, or "
            "keep this order."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=LONGEST_VALUE,
        strip=False,
        required=False,
    )

    rows: Sequence[RawRow] = ()

    def clean(self) -> dict[str, Any]:
        """Read whichever was sent; a list that cannot be read says why at its field."""
        upload, pasted = self.cleaned_data.get("upload"), self.cleaned_data.get("pasted")
        if upload and pasted and pasted.strip():
            raise forms.ValidationError(_("Send a file or pasted rows, not both."), code="both")
        try:
            if upload:
                self.rows = rows_of_file(upload.file, upload.size)
            elif pasted and pasted.strip():
                self.rows = rows_of_text(pasted)
            elif not self.errors:
                raise forms.ValidationError(_("Choose a file, or paste rows."), code="nothing")
        except ListFault as fault:
            self.add_error("upload" if upload else "pasted", str(fault))
        return self.cleaned_data


class Preview:
    """The rows of a list, each with what would become of it in the wave now. Nothing of it is stored."""

    def __init__(self, wave: Assessment, rows: Sequence[RawRow]) -> None:
        taken = frozenset(wave.participants.values_list("email", flat=True))
        self.rows: list[CheckedRow] = checked(rows, taken=taken)

    @classmethod
    def carried(cls, wave: Assessment, data: QueryDict) -> Preview:
        """Check anew what the page of a preview carried. BadAnswerError where that is none of its rows."""
        sent = data.getlist(ROW)
        if not 0 < len(sent) <= MOST_ROWS:
            raise BadAnswerError(_("This page carried no list of people. Send the list again."))
        return cls(wave, [_row(text) for text in sent])

    @property
    def people(self) -> list[Nominee]:
        """Who can be added."""
        return [row.nominee for row in self.rows if row.nominee is not None]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by state."""
        return {state.value: sum(row.state == state for row in self.rows) for state in State}

    @property
    def faulty(self) -> list[CheckedRow]:
        """Rows that are not added."""
        return [row for row in self.rows if row.state != State.READY]

    @property
    def fields(self) -> list[str]:
        """Each row as its hidden field carries it, one by one: a form's field has an upper length."""
        return [json.dumps(astuple(row.raw), ensure_ascii=False) for row in self.rows]

    def as_shown(self, data: QueryDict) -> bool:
        """Whether as many people are ready as the page said when it was confirmed."""
        return data.get(READY) == str(len(self.people))


def _row(text: str) -> RawRow:
    broken = BadAnswerError(_("This page carried no list of people. Send the list again."))
    try:
        cells = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise broken from error
    if not isinstance(cells, list) or len(cells) != 5:
        raise broken
    number, *words = cells
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**31:
        raise broken
    if not all(isinstance(word, str) and len(word) <= LONGEST_CELL + 1 for word in words):
        raise broken
    return RawRow(number, *(" ".join(word.split()) for word in words))
