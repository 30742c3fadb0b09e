"""Time zones, and the moments that a wall clock means in one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from surveys.zones import ZONES, grouped, moments


def test_every_zone_offered_exists_once():
    assert [zone for zone in ZONES if zone not in available_timezones()] == []
    assert len(set(ZONES)) == len(ZONES)
    assert sum(len(cities) for _area, cities in grouped()) == len(ZONES)


@pytest.mark.parametrize(
    ("wall", "zone", "found"),
    [
        pytest.param("2026-11-30 18:00", "Europe/Berlin", ["2026-11-30 17:00"], id="winter"),
        pytest.param("2026-07-01 18:00", "Europe/Berlin", ["2026-07-01 16:00"], id="summer"),
        pytest.param("2026-03-29 02:30", "Europe/Berlin", [], id="put-forward"),
        pytest.param(
            "2026-10-25 02:30", "Europe/Berlin", ["2026-10-25 00:30", "2026-10-25 01:30"], id="put-back"
        ),
        pytest.param("2026-10-25 03:00", "Europe/Berlin", ["2026-10-25 02:00"], id="just-after"),
        pytest.param(
            "2026-04-05 01:45", "Australia/Lord_Howe", ["2026-04-04 14:45", "2026-04-04 15:15"], id="half"
        ),
        pytest.param("2026-11-30 18:00", "Asia/Kathmandu", ["2026-11-30 12:15"], id="quarter"),
    ],
)
def test_the_moments_a_wall_clock_means(wall, zone, found):
    shown = [f"{moment:%Y-%m-%d %H:%M}" for moment in moments(datetime.fromisoformat(wall), ZoneInfo(zone))]
    assert shown == found
