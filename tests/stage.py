"""`python -m tests.stage NAME`: sets a firm with a pair of leaders up in the database of a running server.

Prints JSON: the firm's people, the wave's address, and per leader side, link secret and public id.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main(name: str, *sides: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smax.settings")
    django.setup()
    from tests.cast import PASSWORD, make_client, make_firm, make_leader, make_wave  # noqa: PLC0415 - after setup

    firm = make_firm(name)
    wave = make_wave(make_client(firm, f"{name} Client"))
    leaders = []
    for number, side in enumerate(sides or ("sales", "marketing")):
        person, secret = make_leader(wave, side, f"{side} {number}")
        leaders.append({"side": side, "secret": secret, "public_id": str(person.public_id)})
    place = f"/clients/{wave.client.slug}/waves/{wave.number}/"
    people = {role: f"{role}@{name.lower()}.example" for role in ("owner", "consultant")}
    print(
        json.dumps(
            {"place": place, "people": people, "password": PASSWORD, "leaders": leaders, "wave": wave.pk}
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
