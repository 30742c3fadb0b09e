"""Answers of invented companies, as arrays."""

from __future__ import annotations

import numpy as np

from reports.quality.answers import ANSWERED, NOT_ASKED, Answers

ITEMS = ("CUS-P1", "CUS-K1", "G1")
SCREENS = ("cus", "str")
WORDS = {
    **{item: f"Question {item}" for item in ITEMS},
    **{code: code.upper() for code in ("cus", "str", "cap", "org", "cad", "dat", "flw", "col")},
}


def answers(companies=30, leaders=4, *, firms=6, languages=("en",), seed=1, **changed):
    """So many leaders of each company: the last of each is asked no G1."""
    random = np.random.default_rng(seed)
    count = companies * leaders
    company = np.repeat(np.arange(companies), leaders)
    common = random.normal(size=(companies, 1))[company]
    statements = np.clip(np.rint(50 + 20 * common + random.normal(0, 15, (count, 16))), 0, 100)
    statuses = np.full((count, len(ITEMS)), ANSWERED, dtype=np.int8)
    statuses[leaders - 1 :: leaders, 2] = NOT_ASKED
    given = {
        "firms": np.arange(companies) % firms,
        "languages": np.array([languages[place % len(languages)] for place in range(companies)]),
        "company": company,
        "group": company * 3 + np.arange(count) % 2,
        "statements": statements,
        "dimensions": statements.reshape(count, 8, 2).mean(axis=2),
        "items": ITEMS,
        "statuses": statuses,
        "screens": SCREENS,
        "seconds": np.column_stack([random.uniform(60, 120, count), np.full(count, np.nan)]),
        "shown": np.tile([5, 6], (count, 1)),
        "words": WORDS,
    }
    return Answers(**given | changed)
