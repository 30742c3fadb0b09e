"""What a file of a wave is called: client, month, kind and language, in letters that every disk takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import slugify

if TYPE_CHECKING:
    from surveys.models import Assessment

LONGEST_CLIENT = 60


def file_name(wave: Assessment, *, code: str, language: str, ending: str) -> str:
    """Name a file, such as `acme_wave_2026-11_report_en.pdf`.

    The month is that of the wave's close in the client's zone, or of its deadline while it is open.
    """
    ended = timezone.localtime(wave.closed_at or wave.deadline, wave.zone)
    client = slugify(wave.client.slug)[:LONGEST_CLIENT].strip("-") or "client"
    return f"{client}_wave_{ended:%Y-%m}_{code}_{language}.{ending}"
