"""Choosing what a file of a wave's results is made of, and in which form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from reports.exports.formats import FORMATS
from reports.models import Release
from smax.jobs import start

if TYPE_CHECKING:
    from reports.exports.formats import Format
    from smax.accounts.models import User
    from smax.jobs.models import JobRun
    from surveys.models import Assessment

LIVE = "live"


class ExportForm(forms.Form):
    """A format, the report's language, and whether live figures or a release."""

    code = forms.ChoiceField(
        label=gettext_lazy("Format"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("This format cannot be made here.")},
    )
    source = forms.ChoiceField(label=gettext_lazy("Figures"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the file"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Independent of the language in which the leaders answered."),
    )

    def __init__(self, *args: Any, wave: Assessment, releases: list[Release], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wave = wave
        self.formats: list[tuple[Format, str]] = [(each, each.lacking()) for each in FORMATS.values()]
        made_here = [each for each, lacking in self.formats if not lacking]
        self.fields["code"].choices = [(each.code, each.title) for each in made_here]
        self.fields["source"].choices = [(str(each.number), _called(each)) for each in releases] + [
            (LIVE, _("Live: as they stand now. The file is marked “Draft, not released”."))
        ]
        self.initial = {
            "code": made_here[0].code if made_here else "",
            "source": self.fields["source"].choices[0][0],
            "language": get_language() or settings.LANGUAGE_CODE,
            **self.initial,
        }

    def start(self, *, by: User) -> JobRun:
        """Let a worker make the file."""
        wave, source = self.wave, self.cleaned_data["source"]
        return start(
            "reports.export",
            firm=wave.firm,
            actor=by,
            on=wave,
            then=reverse("reports:exports", args=[wave.client.slug, wave.number]),
            wave=wave.pk,
            code=self.cleaned_data["code"],
            language=self.cleaned_data["language"],
            release=None if source == LIVE else int(source),
        )


def _called(release: Release) -> str:
    """A release in the words of the choice."""
    if release.released_at:
        day = date_format(release.released_at, "j F Y")
        return _("Release %(number)s of %(day)s") % {"number": release.number, "day": day}
    return _("The frozen copy %(number)s, which is not released. The file is marked so.") % {
        "number": release.number
    }
