"""Every chart of a wave as files of their own: a drawing (SVG) and a page to explore (HTML), zipped."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.svg import document
from reports.exports.interactive.charts import charts_of
from reports.exports.marks import Marks
from smax.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from reports.edition import Edition
    from smax.accounts.branding.models import Brand


READABLE = 0o644 << 16  # for everybody, where the system asks


def make(edition: Edition, brand: Brand | None, path: Path) -> None:
    """Write the archive; each of its files stands alone and says whose chart it is.

    RefusedError where no chart may be shown: an empty archive would look like a fault.
    """
    found = charts_of(edition)
    if not found:
        raise RefusedError(_("Nothing has been scored that could be shown."))
    from reports.exports.interactive.page import page_of  # noqa: PLC0415 - loads plotly, which only jobs need

    marks = Marks.of(edition)
    source = ". ".join(part for part in (marks.subject, marks.firm, marks.versions, marks.limit) if part)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, chart in enumerate(found, start=1):
            name = f"{number:02}_{chart.code}"
            for ending, content in (
                ("svg", document(chart, source=f"{source}.")),
                ("html", page_of(chart, marks, source=f"{source}.", colour=brand.colour if brand else "")),
            ):
                entry = zipfile.ZipInfo(f"{name}.{ending}", date_time=marks.moment.timetuple()[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = READABLE
                archive.writestr(entry, content)
