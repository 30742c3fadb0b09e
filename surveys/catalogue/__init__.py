"""The instrument: what is asked, in which words and order, and which answers it takes (method C)."""

from __future__ import annotations

from surveys.catalogue.answers import REASONS, RESERVED, AnswerError
from surveys.catalogue.instrument import Catalogue, CatalogueError
from surveys.catalogue.items import BOTH, MARKETING, SALES, SIDES, Dimension, Item, Option, Screen

__all__ = [
    "BOTH",
    "MARKETING",
    "REASONS",
    "RESERVED",
    "SALES",
    "SIDES",
    "AnswerError",
    "Catalogue",
    "CatalogueError",
    "Dimension",
    "Item",
    "Option",
    "Screen",
]
