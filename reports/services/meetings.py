"""What a meeting decides: setting a target and taking it back, recording and removing an agreed answer.

Each act says which revision it was made from, so that two people in two windows never overwrite each other
unseen. Neither a target nor an agreed answer moves a score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.inputs import NOT_KNOWN
from reports.models import AgreedAnswer, Target
from smax.accounts.audit import record
from surveys.catalogue import REASONS, AnswerError
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smax.accounts.models import User
    from surveys.models import Assessment


def set_target(*, assessment: Assessment, scores: Mapping[str, float], revision: int, by: User) -> None:
    """Make these scores, by path, the wave's target: the first (revision 0), or in place of that revision."""
    if not scores:
        raise SurveyError(_("No slider is moved above where it stands today, so there is nothing to aim at."))
    values = {"scores": dict(sorted(scores.items())), "set_by": by}
    if not _written(Target, {"assessment": assessment}, revision, **values, set_at=timezone.now()):
        raise SurveyError(_("Somebody else set or removed the target in the meantime. Look at it again."))


def remove_target(*, assessment: Assessment, revision: int) -> None:
    """Take the wave's target back."""
    _remove(Target, {"assessment": assessment}, revision)


def record_agreed(*, assessment: Assessment, item: str, answer: Any, revision: int, by: User) -> None:
    """Keep what the two sides agreed on: one of the item's own answers, never "don't know"."""
    values = {"answer": checked(assessment, item, answer), "recorded_by": by}
    key = {"assessment": assessment, "item": item}
    if not _written(AgreedAnswer, key, revision, **values, recorded_at=timezone.now()):
        raise SurveyError(
            _("Somebody else recorded or removed the agreed answer in the meantime. Look at it again.")
        )


def remove_agreed(*, assessment: Assessment, item: str, revision: int) -> None:
    """Remove an agreed answer."""
    _remove(AgreedAnswer, {"assessment": assessment, "item": item}, revision)


def checked(assessment: Assessment, item: str, answer: Any) -> Any:
    """Give the answer as it is stored. SurveyError where it is none of the item's own."""
    catalogue = assessment.instrument_version.catalogue
    try:
        value = catalogue.item(item).check(answer, assessment.segment_options, assessment.trigger_labels)
    except AnswerError as error:
        raise SurveyError(_(REASONS[error.code]) % error.params) from error
    if value is None or value in NOT_KNOWN:
        raise SurveyError(_("Choose the answer that both sides agree on."))
    return value


def _written(model: Any, key: dict[str, Any], revision: int, **values: Any) -> bool:
    """Write a row over the revision it was made from; whether it was still that one."""
    try:
        with transaction.atomic():
            if revision:
                changed = model.objects.filter(**key, revision=revision)
                if not changed.update(**values, revision=revision + 1):
                    return False
                row = model.objects.get(**key)
            else:
                row = model(**key, **values)
                row.save(force_insert=True)
            record(f"{_word(model)}.set", on=row, revision=row.revision, **_facts(key))
    except IntegrityError:
        return False
    return True


@transaction.atomic
def _remove(model: Any, key: dict[str, Any], revision: int) -> None:
    row = model.objects.filter(**key, revision=revision).first()
    if row is None:
        raise SurveyError(_("It was changed or removed in the meantime. Look at it again."))
    record(f"{_word(model)}.removed", on=row, revision=revision, **_facts(key))
    deleted, _kinds = model.objects.filter(pk=row.pk, revision=revision).delete()
    if not deleted:
        raise SurveyError(_("It was changed or removed in the meantime. Look at it again."))


def _word(model: type[Target | AgreedAnswer]) -> str:
    return "target" if model is Target else "agreed_answer"


def _facts(key: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name == "item"}
