"""What people may ask about themselves: where they stand in a firm's rows, a copy, and to be forgotten."""

from __future__ import annotations
