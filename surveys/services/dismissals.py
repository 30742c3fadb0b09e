"""Saying why a flag of somebody's answers says nothing against them. Scores never change by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from surveys.errors import SurveyError
from surveys.models import FlagDismissal, Submission

if TYPE_CHECKING:
    from smax.accounts.models import User
    from surveys.models import Participant


@transaction.atomic
def dismiss_flag(*, participant: Participant, flag: str, reason: str, by: User) -> None:
    """Note why a flag of the newest answers does not stand. SurveyError where it is dismissed already."""
    submission = Submission.objects.filter(response__participant=participant).latest()
    try:
        with transaction.atomic():
            FlagDismissal(
                firm_id=participant.firm_id,
                submission=submission,
                flag=flag,
                reason=reason,
                dismissed_by=by,
                dismissed_at=timezone.now(),
            ).save(force_insert=True)
    except IntegrityError as error:
        raise SurveyError(_("This flag is dismissed already.")) from error
    record("flag.dismissed", on=participant, flag=flag)


@transaction.atomic
def restore_flag(*, participant: Participant, flag: str) -> None:
    """Let a dismissed flag of the newest answers stand again. SurveyError where it stands."""
    submission = Submission.objects.filter(response__participant=participant).latest()
    gone, _rows = FlagDismissal.objects.filter(submission=submission, flag=flag).delete()
    if not gone:
        raise SurveyError(_("This flag stands already."))
    record("flag.restored", on=participant, flag=flag)
