"""The SMAX-style method: answers in, scorecards out. Plain numpy, no Django, no clock."""

from __future__ import annotations

from scoring.cohort import Cohort
from scoring.errors import MethodError, ScoringError
from scoring.method import Method
from scoring.method_file import load_method
from scoring.score import score
from scoring.scorecard import Scorecard

__all__ = ["Cohort", "Method", "MethodError", "Scorecard", "ScoringError", "load_method", "score"]
