"""A second, slow implementation of the scoring, written from the text of the method alone.

Only the comparison imports the `scoring` package, and nothing reads its configuration: two programs that
agree by copying prove nothing.
"""

from __future__ import annotations

from tests.scoring_reference.reference import score_reference

__all__ = ["score_reference"]
