"""Jobs of the mail app: sending what is due, and one letter to see whether mail works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smax.errors import RefusedError
from smax.jobs import every, job
from smax.mail.composing import addressed, draft, settings_of
from smax.mail.delivery import deliver, due
from smax.mail.models import new_message_id
from smax.mail.occasions import Words
from smax.mail.outcome import outcome_of
from smax.mail.post import Post

if TYPE_CHECKING:
    from smax.jobs.models import JobRun


def anything_due() -> bool:
    """Whether any letter waits to be sent."""
    return due().exists()


@every(seconds=2, when=anything_due)
@job("mail.deliver", title=gettext_lazy("Send letters"))
def send_letters(_run: JobRun) -> None:
    """Send what is due; what is left after a while is the next run's."""
    deliver()


@job(
    "mail.test", title=gettext_lazy("Send a test letter"), attempts=1, allowed=lambda member: member.is_owner
)
def send_test(run: JobRun) -> None:
    """Send one letter to whoever asked, as a firm's letters are sent, and say what the mail server says."""
    own = settings_of(run.firm)
    subject = _("A test of the letters of %(firm)s") % {"firm": run.firm}
    words = Words(subject, _("This letter shows that mail from this server reaches you."))
    written = draft(words, {}, firm=run.firm, own=own, language="en")
    headers = {"Message-ID": new_message_id()}
    mail = addressed(written, own, to=(run.actor.name, run.actor.email), headers=headers)
    post = Post(own if own.host else None)
    try:
        post.send(mail)
    except Exception as error:
        raise RefusedError(outcome_of(error).reason) from error
    finally:
        post.close()
