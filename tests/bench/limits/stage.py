"""`python -m tests.bench.limits.stage COUNT`: a wave whose leaders have answered all but a few questions.

Prints JSON: per leader the public id, the response's key, and the cookie that their opened link gave them.
"""

from __future__ import annotations

import json
import sys

import django


def main(count: int) -> None:
    django.setup()
    from django.db import transaction  # noqa: PLC0415 - after setup
    from django.http import HttpResponse  # noqa: PLC0415

    from smax.accounts.tenancy import firm_scope  # noqa: PLC0415
    from surveys.links import Pass, give_pass  # noqa: PLC0415
    from surveys.services.answers import save_answers  # noqa: PLC0415
    from tests.cast import AGREEMENT, full_answers, make_client, make_firm, make_leader, make_wave  # noqa: PLC0415

    firm = make_firm("Bench")
    wave = make_wave(make_client(firm, "Bench Client"))
    answers = full_answers(wave, "sales")
    people = []
    with firm_scope(firm), transaction.atomic():
        for number in range(count):
            person, _secret = make_leader(wave, "sales", f"Leader {number}")
            save_answers(response=person.response, given=answers, agreement=AGREEMENT)
            opened = HttpResponse()
            give_pass(opened, public_id=person.public_id, given=Pass(person.links.get().pk, AGREEMENT))
            (cookie,) = opened.cookies.values()
            people.append(
                {
                    "public_id": str(person.public_id),
                    "response": person.response.pk,
                    "cookie": f"{cookie.key}={cookie.value}",
                }
            )
    print(json.dumps(people))


if __name__ == "__main__":
    main(int(sys.argv[1]))
