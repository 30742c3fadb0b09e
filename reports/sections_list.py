"""The sections of a wave's results, in the order in which they are read: codes and short names.

A code is the section's anchor in the page, and what a note to it is kept under.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

SECTIONS = {
    "participation": gettext_lazy("Who answered"),
    "headline": gettext_lazy("Headline"),
    "matrix": gettext_lazy("Outcomes"),
    "ladder": gettext_lazy("Maturity"),
    "dimensions": gettext_lazy("Dimensions"),
    "concordance": gettext_lazy("Same facts"),
    "awareness": gettext_lazy("Awareness"),
    "answers": gettext_lazy("Answers"),
    "recommendations": gettext_lazy("What to do"),
    "method": gettext_lazy("Method"),
}
