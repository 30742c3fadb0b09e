"""What the same acts cost where nothing but the act is done: Django's default middleware, the barest views.

Never part of the product. `tests.bench.survey` serves it beside the product and compares.
"""

from __future__ import annotations
