"""What is said of the companies that a client is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.benchmarks.cells import cohort_name

if TYPE_CHECKING:
    from reports.benchmarks.standing import Peers, Standing

QUARTERS = {
    1: gettext_lazy("in the lowest quarter of about %(n)s companies"),
    2: gettext_lazy("in the second quarter from below of about %(n)s companies"),
    3: gettext_lazy("in the second quarter from above of about %(n)s companies"),
    4: gettext_lazy("in the highest quarter of about %(n)s companies"),
}


def peers_name(peers: Peers) -> str:
    """What the group is called, and that it is invented or a norm from elsewhere where it is."""
    name = cohort_name(peers.key)
    if peers.norm:
        name = _("Norm from elsewhere, %(source)s: %(cohort)s") % {"source": peers.source, "cohort": name}
    return _("%(cohort)s (synthetic)") % {"cohort": name} if peers.synthetic else name


def peers_source(peers: Peers) -> str:
    """How many they are, whose figures these are, and of which day."""
    values = {"n": peers.n, "source": peers.source, "date": date_format(peers.date, "j F Y")}
    if peers.synthetic:
        return _("about %(n)s invented companies, %(source)s of %(date)s") % values
    return _("about %(n)s companies, %(source)s of %(date)s") % values


def standing_words(standing: Standing) -> str:
    """The company's place among the others; "" where it has no score."""
    values = {"n": standing.n, "percent": standing.percentile}
    if standing.quarter is None:
        return ""
    if standing.percentile is None:
        return str(QUARTERS[standing.quarter]) % values
    if standing.percentile == 0:
        return _("lower than nearly all of about %(n)s companies") % values
    if standing.percentile == 100:
        return _("higher than nearly all of about %(n)s companies") % values
    return _("higher than about %(percent)s%% of about %(n)s companies") % values


def short_standing(standing: Standing) -> str:
    """The same for a narrow column."""
    if standing.quarter is None:
        return "–"
    if standing.percentile is None:
        return _("quarter %(number)s of 4") % {"number": standing.quarter}
    return _("above %(percent)s%%") % {"percent": standing.percentile}


def peers_finding(inside: int, of: int) -> str:
    """Say how many of the company's scores lie where half of the others are."""
    if not of:
        return _("What is usual among its peers")
    return _("%(inside)s of %(of)s scores lie where the middle half of its peers lies") % {
        "inside": inside,
        "of": of,
    }
