"""The texts of respondents and readers: the files that hold them, and their translations in locale/.

`python -m tests.messages` brings locale/ up to date with these files and compiles it. It needs gettext (on
Debian: apt-get install gettext). Tests do without it, and so do users: what is compiled is committed.
"""

from __future__ import annotations

import ast
import gettext
import os
import re
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import django
from django.core.management import call_command
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
TRANSLATIONS = ("de", "fr", "es")
# The desk, signing in and the administration speak English alone. Every other file of the site may speak to a
# respondent or a reader, so a new one must be translated before the tests pass.
ENGLISH_ONLY = (
    "reports/*",
    "scoring/*",
    "smax/accounts/*",
    "smax/files/*",
    "smax/jobs/*",
    "smax/mail/*",
    "smax/server/*",
    "surveys/admin.py",
    "surveys/apps.py",
    "surveys/evidence.py",
    "surveys/forms/audit.py",
    "surveys/forms/clients.py",
    "surveys/forms/colleagues.py",
    "surveys/forms/contacts.py",
    "surveys/forms/documents.py",
    "surveys/forms/figures.py",
    "surveys/forms/imports.py",
    "surveys/forms/letters.py",
    "surveys/forms/outcomes.py",
    "surveys/forms/participants.py",
    "surveys/forms/people.py",
    "surveys/forms/people_data.py",
    "surveys/forms/plans.py",
    "surveys/forms/promises.py",
    "surveys/forms/segments.py",
    "surveys/forms/triggers.py",
    "surveys/forms/waves.py",
    "surveys/imports/*",
    "surveys/jobs.py",
    "surveys/letters/*",
    "surveys/management/*",
    "surveys/migrations/*",
    "surveys/models/*",
    "surveys/rights/*",
    "surveys/services/clients.py",
    "surveys/services/contacts.py",
    "surveys/services/dismissals.py",
    "surveys/services/erasing.py",
    "surveys/services/evidence.py",
    "surveys/services/instruments.py",
    "surveys/services/letters.py",
    "surveys/services/nominations.py",
    "surveys/services/people.py",
    "surveys/services/plans.py",
    "surveys/services/waves.py",
    "surveys/views/clients.py",
    "surveys/views/colleagues.py",
    "surveys/views/contacts.py",
    "surveys/views/evidence.py",
    "surveys/views/imports.py",
    "surveys/views/letters.py",
    "surveys/views/nominations.py",
    "surveys/views/participants.py",
    "surveys/views/people.py",
    "surveys/views/people_data.py",
    "surveys/views/plans.py",
    "surveys/views/preview.py",
    "surveys/views/promises.py",
    "surveys/views/waves.py",
    "templates/_account.html",
    "templates/_nav.html",
    "templates/_pagination.html",
    "templates/_trail.html",
    "templates/account/*",
    "templates/accounts/*",
    "templates/allauth/*",
    "templates/base_ask.html",
    "templates/base_desk.html",
    "templates/jobs/*",
    "templates/mail/*",
    "templates/mfa/*",
    "templates/reports/*",
    "templates/server/*",
    "templates/socialaccount/*",
    "templates/surveys/desk/*",
    "templates/usersessions/*",
)
# In a room that is English otherwise: what respondents, guests and readers of a report see.
READERS = (
    "reports/advice.py",
    "reports/benchmarks/cells.py",
    "reports/charts/*",
    "reports/comparisons.py",
    "reports/exports/deck/*",
    "reports/exports/interactive/*",
    "reports/exports/marks.py",
    "reports/exports/pdf/content.py",
    "reports/exports/target.py",
    "reports/exports/workbook/*",
    "reports/models/plan.py",
    "reports/numbers.py",
    "reports/sections_list.py",
    "reports/tables/agreement.py",
    "reports/tables/awareness.py",
    "reports/tables/belief.py",
    "reports/tables/change.py",
    "reports/tables/concordance.py",
    "reports/tables/context.py",
    "reports/tables/headline.py",
    "reports/tables/items.py",
    "reports/tables/openings.py",
    "reports/tables/originals.py",
    "reports/tables/outcomes.py",
    "reports/tables/participation.py",
    "reports/among_peers.py",
    "reports/tables/plan.py",
    "reports/tables/profile.py",
    "reports/tables/recommendations.py",
    "reports/tables/seniority.py",
    "reports/views/doors.py",
    "reports/views/profile.py",
    "reports/withheld.py",
    "reports/wording.py",
    "reports/wording_of_change.py",
    "reports/wording_of_peers.py",
    "reports/working*.py",
    "smax/mail/composing.py",
    "templates/mail/stop.html",
    "templates/reports/_agreed.html",
    "templates/reports/_answers.html",
    "templates/reports/_awareness.html",
    "templates/reports/_change*.html",
    "templates/reports/_chart.html",
    "templates/reports/_compare.html",
    "templates/reports/_concordance.html",
    "templates/reports/_contents.html",
    "templates/reports/_dimensions.html",
    "templates/reports/_exclusions.html",
    "templates/reports/_figure_cell.html",
    "templates/reports/_guest_crumbs.html",
    "templates/reports/_headline.html",
    "templates/reports/_items.html",
    "templates/reports/_joint_plan.html",
    "templates/reports/_ladder.html",
    "templates/reports/_matrix.html",
    "templates/reports/_method.html",
    "templates/reports/_note.html",
    "templates/reports/_participation.html",
    "templates/reports/_peer*.html",
    "templates/reports/_picture_source.html",
    "templates/reports/_plan_*.html",
    "templates/reports/_recommendations.html",
    "templates/reports/_release_crumbs.html",
    "templates/reports/_results_*.html",
    "templates/reports/_sections.html",
    "templates/reports/_working*.html",
    "templates/reports/door_unknown.html",
    "templates/reports/guest_door.html",
    "templates/reports/guest_wave*.html",
    "templates/reports/own_profile.html",
    "templates/reports/pdf/*",
    "templates/reports/released*.html",
    "templates/reports/share_door.html",
    "templates/reports/share_expired.html",
    "templates/reports/share_page.html",
    "templates/reports/share_revoked.html",
    "templates/reports/taken_back.html",
    "templates/reports/working_released.html",
)
SOURCES = ("reports", "scoring", "smax", "surveys", "templates")
NOT_OURS = ("tests/*", "static/*", "var/*", "docs/*", "dev.py", "manage.py")
MARKS = re.compile(r"^(?:_|u?n?p?gettext(?:_lazy|_noop)?)$")
_STRING = r"""[uU]?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)")


class Message(NamedTuple):
    """One text as the source has it."""

    context: str
    id: str
    plural: str


class Entry(NamedTuple):
    """One text as a .po file has it, with its translations: one, or one for each plural form."""

    message: Message
    texts: tuple[str, ...]
    fuzzy: bool


def every_file() -> list[str]:
    """Paths of all files that may hold texts."""
    found = (path for folder in SOURCES for path in (ROOT / folder).rglob("*"))
    return sorted(
        path.relative_to(ROOT).as_posix() for path in found if path.suffix in {".html", ".py", ".txt"}
    )


def files() -> list[str]:
    """Paths of the files whose texts respondents and readers may see."""
    return [name for name in every_file() if not english_only(name)]


def english_only(name: str) -> bool:
    """Whether a file belongs to a room that is not translated."""
    return not _any(name, READERS) and _any(name, ENGLISH_ONLY)


def _any(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def messages_of(name: str) -> set[Message]:
    """The texts that a file marks for translation."""
    text = (ROOT / name).read_text(encoding="utf-8")
    calls = _python_calls(text) if name.endswith(".py") else _template_calls(text, name)
    return {_message(function, texts) for function, texts in calls}


def _python_calls(text: str) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            function = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [
                part.value
                for part in node.args
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            if MARKS.match(function) and texts:
                yield function, texts


def _template_calls(text: str, name: str) -> Iterator[tuple[str, list[str]]]:
    for function, texts in _CALL.findall(templatize(text, origin=name)):
        yield function, list(ast.literal_eval(f"({texts},)"))


def _message(function: str, texts: list[str]) -> Message:
    context = texts.pop(0) if "pgettext" in function else ""
    return Message(context, texts[0], texts[1] if "ngettext" in function or "npgettext" in function else "")


def po_path(language: str) -> Path:
    """The file with a language's translations."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def entries(language: str) -> list[Entry]:
    """Every entry of a language's .po file; the first one is its header, the text of nothing."""
    blocks = po_path(language).read_text(encoding="utf-8").strip().split("\n\n")
    return [_entry(block) for block in blocks if not all(line.startswith("#") for line in block.splitlines())]


def _entry(block: str) -> Entry:
    parts: dict[str, str] = {}
    keyword = ""
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        before, quote, after = line.partition('"')
        keyword = before.strip() or keyword
        parts[keyword] = parts.get(keyword, "") + ast.literal_eval(quote + after)
    message = Message(parts.get("msgctxt", ""), parts["msgid"], parts.get("msgid_plural", ""))
    texts = tuple(text for keyword, text in parts.items() if keyword.startswith("msgstr"))
    return Entry(message, texts, fuzzy=re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE) is not None)


def compiled(language: str) -> dict[object, str]:
    """What a language's .mo file holds: translations by text, or by text and number of the plural form."""
    return dict(_read(language)._catalog)


def plural_of(language: str) -> Callable[[int], int]:
    """Which plural form a .mo file takes for a number."""
    return _read(language).plural


def _read(language: str) -> Any:
    with po_path(language).with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def update() -> None:
    """Rewrite the .po files from the sources, keeping their translations, and compile them."""
    os.chdir(ROOT)
    call_command(
        "makemessages",
        locale=list(TRANSLATIONS),
        ignore_patterns=[*filter(english_only, every_file()), *NOT_OURS],
        no_location=True,
        no_obsolete=True,
    )
    for language in TRANSLATIONS:
        po = po_path(language)
        subprocess.run(["msgfmt", "--check", "-o", po.with_suffix(".mo"), po], check=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smax.settings")
    django.setup()
    update()
