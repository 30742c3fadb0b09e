"""What may stand in an address."""

from __future__ import annotations

from django.urls import register_converter


class WaveNumber:
    """The number of a wave, 1 to 9999: larger ones would overflow a database's integers."""

    regex = "[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        """Read the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write the number."""
        return str(value)


class LinkSecret:
    """The secret of a personal link, of any length that a person could have pasted wrongly."""

    regex = "[A-Za-z0-9_-]{1,200}"

    def to_python(self, value: str) -> str:
        """Leave the text as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Leave the text as it is."""
        return value


class PersonCode(LinkSecret):
    """One row about a person, such as participant-12: a kind and a number that databases hold."""

    regex = "[a-z]{1,20}-[1-9][0-9]{0,17}"


class ReceiptNumber(LinkSecret):
    """The number on a receipt."""

    regex = "[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}"


class CopyFormat(LinkSecret):
    """The formats of a copy."""

    regex = "json|csv"


register_converter(WaveNumber, "wave")
register_converter(LinkSecret, "link")
register_converter(PersonCode, "person")
register_converter(ReceiptNumber, "receipt")
register_converter(CopyFormat, "format")
