"""What files are kept for, and what each purpose allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from smax.files.kinds import KINDS, kind_of

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Which kinds of file a purpose takes, how large, and for how long (None: until deleted)."""

    kinds: tuple[str, ...]
    largest: int
    lifetime: timedelta | None = None


PURPOSES = {
    "evidence": Purpose(
        kinds=("pdf", "xlsx", "docx", "pptx", "csv", "txt", "png", "jpeg", "webp"), largest=10 * MEGABYTE
    ),
    "logo": Purpose(kinds=("png", "jpeg", "webp"), largest=2 * MEGABYTE),
    "export": Purpose(
        kinds=("pdf", "pptx", "xlsx", "csv", "json", "zip"),
        largest=200 * MEGABYTE,
        lifetime=timedelta(days=1),
    ),
}


def checked_kind(content: IO[bytes], *, size: int, name: str, purpose: str) -> str:
    """Tell the kind of a file that the purpose takes; ValidationError, saying why, where it takes it not."""
    allowed = PURPOSES[purpose]
    if not size:
        raise ValidationError(_("The file is empty."))
    if size > allowed.largest:
        most = allowed.largest // MEGABYTE
        raise ValidationError(_("The file is too large: at most %(most)s MB.") % {"most": most})
    kind = kind_of(content, name)
    if kind not in allowed.kinds:
        raise ValidationError(
            _("A file of this type (%(kind)s) is not taken here. Taken are: %(kinds)s.")
            % {"kind": KINDS[kind].ending, "kinds": ", ".join(KINDS[each].ending for each in allowed.kinds)}
        )
    return kind
