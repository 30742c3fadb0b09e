"""The deck's own theme, master and layouts: XML in the folder beside this file, joined when a deck is made.

It is text so that a change of it can be read. The firm's colour becomes the theme's first accent; the colours
of sales, marketing and measured are others, and stay.
"""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pptx import Presentation

from reports.charts.colours import COLOURS

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

FOLDER = Path(__file__).parent / "template"
OURS = COLOURS["brand"].removeprefix("#").upper()
THEME = "ppt/theme/theme1.xml"
CONTENTS = "[Content_Types].xml"


def empty_deck(colour: str) -> Deck:
    """Open a presentation without slides, its accent being `colour` (#rrggbb; "" for ours)."""
    return Presentation(io.BytesIO(_joined(colour.removeprefix("#").upper() or OURS)))


@lru_cache(maxsize=8)
def _joined(accent: str) -> bytes:
    """The template as a file."""
    file = io.BytesIO()
    parts = [path.relative_to(FOLDER).as_posix() for path in sorted(FOLDER.rglob("*")) if path.is_file()]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: name != CONTENTS):
            text = FOLDER.joinpath(name).read_text(encoding="utf-8")
            package.writestr(name, text.replace(OURS, accent) if name == THEME else text)
    return file.getvalue()
