"""`python -m tests.bench.limits.stage_dashboard RESPONDENTS...`: a closed wave of so many for each number.

A snapshot is released before, so that the pages carry all that they can: the company among its peers, too.
Prints JSON: by number the address of its results page, and the cookie of its signed-in consultant. With
`--deck` it makes the PDF, the slides and the workbook of the last wave instead, and prints the CPU seconds.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import django

PEERS = 60


def main(words: list[str]) -> None:
    django.setup()
    numbers = [int(word) for word in words if word != "--deck"]
    if "--deck" in words:
        print(_deck())
    else:
        _peers()
        print(json.dumps({number: _staged(number) for number in numbers}))


def _peers() -> None:
    from tests.reports.benchmarks.cohorts import publish  # noqa: PLC0415 - after setup

    publish({"all": [float(20 + place % 60) for place in range(PEERS)]})


def _staged(respondents: int) -> dict[str, str]:
    from django.conf import settings  # noqa: PLC0415 - after setup
    from django.db import transaction  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from smax.accounts.models import User  # noqa: PLC0415
    from tests.reports.waves import answered_wave, results_url  # noqa: PLC0415

    firm = f"Bench{respondents}"
    with transaction.atomic():
        wave = answered_wave(respondents // 2, respondents // 2, closed=True, firm_name=firm)
    browser = Client()
    browser.force_login(User.objects.get(email=f"consultant@{firm.lower()}.example"))
    name = settings.SESSION_COOKIE_NAME
    return {"path": results_url(wave), "name": name, "value": browser.cookies[name].value}


def _deck() -> float:
    from django.utils import timezone, translation  # noqa: PLC0415 - after setup

    from reports.edition import live_edition  # noqa: PLC0415
    from reports.exports.formats import FORMATS  # noqa: PLC0415
    from reports.exports.outside import outside  # noqa: PLC0415
    from smax.accounts.branding.services import brand_of  # noqa: PLC0415
    from smax.accounts.tenancy import every_firm  # noqa: PLC0415
    from surveys.models import Assessment  # noqa: PLC0415

    before = _cpu()
    with every_firm("a benchmark reads"), tempfile.TemporaryDirectory() as folder:
        wave: Any = Assessment.objects.select_related("client", "instrument_version", "firm").first()
        edition = outside(live_edition(wave))
        with translation.override("en"), timezone.override(wave.zone):
            for code in ("report", "deck", "workbook"):
                form = FORMATS[code]
                form.make(edition, brand_of(wave.firm), Path(folder, f"bench.{form.ending}"))
    return _cpu() - before


def _cpu() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


if __name__ == "__main__":
    main(sys.argv[1:])
