"""The two waiting links of the demonstration, kept beside its database.

The database holds only the digests of links, so what the first run printed could not be printed again. In a
demonstration, and only there, the secrets lie in a file that its owner alone can read.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.conf import settings
from django.utils.text import slugify


def links_path() -> Path:
    """Where the file is: beside an SQLite database, else named after the database in the directory var."""
    database = settings.DATABASES["default"]
    place = Path(str(database["NAME"]))
    if database["ENGINE"].endswith("sqlite3") and place.is_absolute():
        return place.parent / "demo-links.json"
    return Path(settings.VAR_DIR) / f"demo-links-{slugify(place.name)}.json"


def keep_links(links: dict[str, str]) -> None:
    """Write the secrets by person; nobody else on the machine may read them."""
    path = links_path()
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(links, file)
    draft.replace(path)


def kept_links() -> dict[str, str]:
    """Read the secrets by person; none where the file is gone."""
    path = links_path()
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
