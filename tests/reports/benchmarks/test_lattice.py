from __future__ import annotations

import numpy as np

from reports.benchmarks.lattice import EVERYBODY, ONE_WAY, TWO_WAY, Place, places
from tests.reports.benchmarks.pools import random_codes

SOFTWARE = ("industry", "software")
EUROPE = ("region", "europe")


def test_a_place_is_named_by_its_properties():
    assert (EVERYBODY.key, EVERYBODY.table, EVERYBODY.within()) == ("all", (), ())
    place = Place((SOFTWARE, EUROPE))
    assert (place.key, place.table) == ("industry:software+region:europe", ("industry", "region"))
    assert place.within() == (Place((EUROPE,)), Place((SOFTWARE,)))


def test_each_line_of_a_table_adds_up_to_its_total():
    codes = random_codes(np.random.default_rng(1), 80)
    cells = dict(places(codes))
    assert cells[EVERYBODY].all()
    for place, members in cells.items():
        assert members.any()
        for name, code in place.codes:
            assert set(codes[name][members].tolist()) == {code}
    for table in (*((name,) for name in ONE_WAY), *TWO_WAY):
        line = [members for place, members in cells.items() if place.table == table]
        assert np.sum(line, axis=0).tolist() == [1] * 80, table
    assert {place.table for place in cells} == {(), *((name,) for name in ONE_WAY), *TWO_WAY}
