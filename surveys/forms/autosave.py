"""One answer, comment or note as the script of a screen sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from surveys.catalogue import AnswerError
from surveys.catalogue.answers import shown
from surveys.drafts import COMMENT
from surveys.errors import BadAnswerError
from surveys.forms.questionnaire import SECONDS, ItemField, whole_number
from surveys.forms.remarks import remark_field, remarks_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from surveys.catalogue import Screen
    from surveys.questionnaire import Questionnaire

KEY, VALUE, BASE_FIELD, SHOW_FIELD = "key", "value", "base", "show"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was sent, checked: its screen, what it is about, its value, and the revision the page knew."""

    screen: Screen
    key: str
    value: Any
    base: int
    seconds: Mapping[str, int]


def read_sent(data: QueryDict, questionnaire: Questionnaire) -> Sent:
    """Read one answer. BadAnswerError for whatever is none, saying what was chosen."""
    key = data.get(KEY, "")
    screen = next((each for each in questionnaire.screens if key in _keys(each)), None)
    if screen is None:
        raise BadAnswerError(_("There is no question “%(item)s” here.") % {"item": shown(key)})
    spent = data.get(SECONDS)
    return Sent(
        screen=screen,
        key=key,
        value=_value(data, key, screen, questionnaire),
        base=whole_number(BASE_FIELD, data.get(BASE_FIELD, "")),
        seconds={screen.code: whole_number(SECONDS, spent)} if spent else {},
    )


def in_words(questionnaire: Questionnaire, key: str, value: Any) -> str:
    """A stored value as the person reads it."""
    if ":" in key:
        return remark_field(questionnaire, key).in_words(value)
    return (
        _("no answer") if value is None else questionnaire.in_words(questionnaire.catalogue.item(key), value)
    )


def as_controls(value: Any) -> dict[str, Any]:
    """A stored value as the page's controls take it: the values marked, or the text, and the tick."""
    if isinstance(value, dict):
        return {"values": [value["text"]], "show": value["show"]}
    several = value if isinstance(value, list) else [value]
    return {"values": [str(each) for each in several if each is not None], "show": False}


def _keys(screen: Screen) -> tuple[str, ...]:
    return (*(item.id for item in screen.items), *remarks_on(screen))


def _value(data: QueryDict, key: str, screen: Screen, questionnaire: Questionnaire) -> Any:
    values = data.getlist(VALUE)
    if ":" in key:
        return _remark(data, key, questionnaire)
    item = next(item for item in screen.items if item.id == key)
    raw = values if item.form == "set" or len(values) > 1 else next(iter(values), None)
    try:
        return item.check(raw, segments=questionnaire.segments, trigger_labels=questionnaire.trigger_labels)
    except AnswerError as error:
        raise BadAnswerError(ItemField(item, questionnaire).refusal(raw, error)) from error


def _remark(data: QueryDict, key: str, questionnaire: Questionnaire) -> Any:
    text = data.get(VALUE, "")
    said = {"text": text, "show": SHOW_FIELD in data} if key.startswith(COMMENT) else text
    try:
        return remark_field(questionnaire, key).clean(said)
    except forms.ValidationError as error:
        raise BadAnswerError(error.message) from error
