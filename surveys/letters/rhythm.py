"""When reminders of a wave are due: in the client's morning, so many days before the deadline."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from surveys.models import Assessment

MORNING = time(9)


def reminder_moments(wave: Assessment) -> list[tuple[datetime, int]]:
    """(moment, days before the deadline) of each reminder, in the order of time."""
    last_day = wave.deadline.astimezone(wave.zone).date()
    moments = [
        (datetime.combine(last_day - timedelta(days=days), MORNING, tzinfo=wave.zone), days)
        for days in set(wave.reminder_days)
    ]
    return sorted(moment for moment in moments if moment[0] < wave.deadline)


def last_moment(wave: Assessment) -> tuple[datetime, int] | None:
    """The newest reminder that is due by now."""
    return next((found for found in reversed(reminder_moments(wave)) if found[0] <= timezone.now()), None)


def next_reminder(wave: Assessment) -> datetime | None:
    """When the next reminder leaves; None where no other will."""
    if not wave.takes_answers:
        return None
    now = timezone.now()
    return next((moment for moment, _days in reminder_moments(wave) if moment > now), None)
