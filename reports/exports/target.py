"""The target in force beside what stands now, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.model import Table
from reports.comparisons import comparing, number_at
from reports.numbers import signed, whole
from reports.withheld import number
from reports.wording import LEVELS

if TYPE_CHECKING:
    from reports.comparisons import Comparison
    from reports.edition import Edition


def target_table(edition: Edition, names: dict[str, str]) -> Table | None:
    """Put index and dimensions beside the target; None where none is set, or its index may not be shown."""
    target = comparing(edition, {"compare": "target"}).chosen
    if target is None:
        return None
    paths = {"measured.index": _("SMAX index")}
    paths |= {f"dimensions.{code}.measured": name for code, name in names.items()}
    return Table(
        caption=_("Target, %(about)s") % {"about": target.about},
        header=(_("Score"), _("Now"), target.name, _("Difference")),
        rows=(
            *(_row(edition, target, path, name) for path, name in paths.items() if path in target.scores),
            *_level(edition, target),
        ),
    )


def _row(edition: Edition, target: Comparison, path: str, name: str) -> tuple[str, ...]:
    now = number(edition.scored, path, number_at(edition.scored.card, path))
    return (name, now, whole(target.then(path)), signed(target.difference(edition.scored, path)))


def _level(edition: Edition, target: Comparison) -> list[tuple[str, ...]]:
    maturity = edition.scored.card.maturity
    if target.level is None:
        return []
    now = str(LEVELS[maturity.level]) if maturity else "–"
    return [(_("Maturity"), now, str(LEVELS[target.level]), "–")]
