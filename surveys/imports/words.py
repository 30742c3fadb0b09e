"""What columns and codes are called in lists, in the languages that clients keep them in."""

from __future__ import annotations

import unicodedata
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import override

from surveys.enums import Seniority, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import TextChoices

COLUMNS = ("name", "email", "side", "seniority")

_HEADERS = MappingProxyType(
    {
        "name": "name | full name | leader | person | vor- und nachname | nom | nom complet | "
        "prénom et nom | nombre | nombre completo | nombre y apellidos",
        "email": "email | e-mail | mail | email address | e-mail address | e-mail-adresse | mailadresse | "
        "adresse e-mail | adresse mail | courriel | correo | correo electrónico | dirección de correo",
        "side": "side | function | team | seite | bereich | funktion | côté | fonction | équipe | lado | "
        "función | área | equipo",
        "seniority": "seniority | level | ebene | stufe | hierarchieebene | niveau | niveau hiérarchique | "
        "nivel | nivel jerárquico",
    }
)
_SIDES = MappingProxyType(
    {
        Side.SALES: "sales | vertrieb | verkauf | ventes | commercial | commerce | ventas | comercial",
        Side.MARKETING: "marketing | márketing | mercadotecnia",
        Side.BOTH: "both | both functions | beide | beides | beide funktionen | les deux | "
        "les deux fonctions | ambos | ambas | ambas funciones | las dos",
    }
)
_SENIORITIES = MappingProxyType(
    {
        Seniority.C_LEVEL: "c_level | c-level | c level | vp | vice president | c-level or vp | "
        "geschäftsleitung | vorstand | direction générale | comité de direction | dirección general | "
        "alta dirección",
        Seniority.DIRECTOR: "director | direktor | direktorin | bereichsleitung | directeur | directrice | "
        "directora",
        Seniority.MANAGER: "manager | teamleitung | abteilungsleitung | responsable | gerente",
        Seniority.OTHER: "other | andere | sonstige | autre | otro | otra",
    }
)


def column_of(header: str) -> str | None:
    """The column that a header names, one of COLUMNS; None where it names none of them.

    >>> column_of(" E-Mail-Adresse "), column_of("Fonction"), column_of("Telephone")
    ('email', 'side', None)
    """
    return _known(tuple(_HEADERS.items())).get(_plain(header))


def side_of(word: str) -> str | None:
    """The side that a word means, or None."""
    return _words(Side).get(_plain(word))


def seniority_of(word: str) -> str | None:
    """The seniority that a word means, or None."""
    return _words(Seniority).get(_plain(word))


@cache
def _words(choices: type[TextChoices]) -> Mapping[str, str]:
    """Words by code: the code, its name in each language of the site, and what people write besides."""
    extra = _SIDES if choices is Side else _SENIORITIES
    known = dict(_known(tuple((code.value, words) for code, words in extra.items())))
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {_plain(str(code.label)): code.value for code in choices}
    return known | {_plain(code.value): code.value for code in choices}


@cache
def _known(lists: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {_plain(word): code for code, words in lists for word in words.split("|")}


def _plain(text: str) -> str:
    """Without accents, capitals, and anything but letters and digits between words."""
    split = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in split if not unicodedata.combining(sign))
    return " ".join(letters.split())
