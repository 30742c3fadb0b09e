"""A wave as JSON: its answers for `python -m scoring` where the promise allows that, else its results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reports.exports.marks import Marks
from reports.inputs import read_waves
from scoring.disclosure import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from reports.edition import Edition
    from smax.accounts.branding.models import Brand

SCORE = "python -m scoring score FILE gives the results of these answers."
WHY_RESULT = {
    "released": "Results alone: a release keeps no single answers.",
    "aggregated": "Results alone: the leaders were promised that their answers are shown in groups.",
}


def make(edition: Edition, _brand: Brand | None, path: Path) -> None:
    """Write answers, profile and outcomes of a live wave whose leaders are shown by role; else the results.

    The key "about" says which of the two it is.
    """
    path.write_text(json.dumps(content(edition), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def content(edition: Edition) -> dict[str, Any]:
    """What the file holds."""
    scored = edition.scored
    if edition.release is None and scored.disclosed.mode == Mode.ATTRIBUTED:
        [wave] = read_waves([scored.wave.assessment])
        return {"about": _about(edition, "answers", SCORE), **wave.interchange()}
    note = WHY_RESULT["released" if edition.release else "aggregated"]
    return {"about": _about(edition, "results", note), **scored.disclosed.as_dict()}


def _about(edition: Edition, contents: str, note: str) -> dict[str, Any]:
    marks, wave = Marks.of(edition), edition.scored.wave.assessment
    return {
        "contents": contents,
        "note": note,
        "firm": marks.firm,
        "client": marks.client,
        "wave": wave.number,
        "identity_mode": wave.identity_mode,
        "limits": list(marks.limits),
        **({"benchmark": edition.benchmark.as_dict()} if edition.benchmark else {}),
    }
