"""Why a list as a whole cannot be read."""

from __future__ import annotations


class ListFault(ValueError):  # noqa: N818 - a fault of the list, not of the program
    """The reason, in words for the person who sent the list; nothing of it was kept."""
