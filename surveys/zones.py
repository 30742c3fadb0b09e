"""The time zones a client may choose from, and the moment that a wall clock means in one."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

# One city for each way of keeping time where companies have head offices, west to east by continent.
ZONES = (
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Vancouver",
    "America/Phoenix",
    "America/Denver",
    "America/Edmonton",
    "America/Mexico_City",
    "America/Chicago",
    "America/Winnipeg",
    "America/Costa_Rica",
    "America/Guatemala",
    "America/Panama",
    "America/Bogota",
    "America/Lima",
    "America/New_York",
    "America/Toronto",
    "America/Caracas",
    "America/La_Paz",
    "America/Puerto_Rico",
    "America/Santo_Domingo",
    "America/Halifax",
    "America/Santiago",
    "America/Asuncion",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "America/Montevideo",
    "Atlantic/Azores",
    "Atlantic/Reykjavik",
    "Africa/Casablanca",
    "Africa/Accra",
    "Africa/Lagos",
    "Africa/Tunis",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Amsterdam",
    "Europe/Belgrade",
    "Europe/Berlin",
    "Europe/Brussels",
    "Europe/Budapest",
    "Europe/Copenhagen",
    "Europe/Luxembourg",
    "Europe/Madrid",
    "Europe/Oslo",
    "Europe/Paris",
    "Europe/Prague",
    "Europe/Rome",
    "Europe/Stockholm",
    "Europe/Vienna",
    "Europe/Warsaw",
    "Europe/Zurich",
    "Europe/Athens",
    "Europe/Bucharest",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Europe/Riga",
    "Europe/Sofia",
    "Europe/Tallinn",
    "Europe/Vilnius",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Asia/Amman",
    "Asia/Baghdad",
    "Asia/Riyadh",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Baku",
    "Asia/Tbilisi",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Tashkent",
    "Asia/Almaty",
    "Asia/Kolkata",
    "Asia/Colombo",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Ho_Chi_Minh",
    "Asia/Jakarta",
    "Asia/Hong_Kong",
    "Asia/Kuala_Lumpur",
    "Asia/Manila",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Taipei",
    "Australia/Perth",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Australia/Darwin",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Melbourne",
    "Australia/Sydney",
    "Pacific/Guam",
    "Pacific/Auckland",
    "UTC",
)


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones as (continent, [(zone, city)]), both in the order of the alphabet, UTC last."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for zone in ZONES:
        area, slash, place = zone.partition("/")
        if slash:
            groups.setdefault(area, []).append((zone, place.rpartition("/")[2].replace("_", " ")))
    ordered = [(area, sorted(cities, key=lambda pair: pair[1])) for area, cities in sorted(groups.items())]
    return [*ordered, ("UTC", [("UTC", "UTC")])]


def moments(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """Every moment (in UTC) at which clocks in `zone` show the naive time `wall`.

    One, as a rule; none where clocks are put forward over it; two where they are put back over it.
    """
    found = []
    for fold in (0, 1):
        moment = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        shown = moment.astimezone(zone).replace(tzinfo=None)
        if shown == wall and moment not in found:
            found.append(moment)
    return found
