"""Rows of the audit trail as sentences. Names are looked up when somebody reads: they go when people go."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smax.accounts.models import Membership, User
from smax.accounts.trail import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Names = dict[str, str]
# By kind of row, such as "accounts.user", or of actor, such as "participant": names of rows by reference.
NAMERS: dict[str, Callable[[Iterable[str]], Names]] = {}

# %(what)s is the row's own name, %(where)s what the row belongs to.
PHRASES = {
    "account.refused": gettext_lazy("was refused: a wrong password for the account"),
    "account.signed_in": gettext_lazy("signed in"),
    "account.signed_out": gettext_lazy("signed out"),
    "address.confirmed": gettext_lazy("confirmed the e-mail address"),
    "agreed_answer.removed": gettext_lazy("removed an agreed answer from %(where)s"),
    "agreed_answer.set": gettext_lazy("recorded an agreed answer in %(where)s"),
    "answers.exported": gettext_lazy("exported the answers of %(where)s"),
    "answers.seen": gettext_lazy("looked at answers of %(where)s"),
    "assignment.ended": gettext_lazy("took %(where)s from a colleague"),
    "assignment.made": gettext_lazy("gave %(where)s to a colleague"),
    "benchmark.approved": gettext_lazy("approved the benchmark snapshot %(what)s"),
    "benchmark.built": gettext_lazy("built the benchmark snapshot %(what)s"),
    "benchmark.exported": gettext_lazy("exported the benchmark"),
    "benchmark.measured": gettext_lazy("measured the questionnaire over the benchmark snapshot %(what)s"),
    "benchmark.released": gettext_lazy("released the benchmark snapshot %(what)s"),
    "benchmark.studied": gettext_lazy("made the study of the benchmark snapshot %(what)s"),
    "benchmark.withdrawn": gettext_lazy("took the benchmark snapshot %(what)s back"),
    "chart.exported": gettext_lazy("exported a chart of %(where)s"),
    "client.added": gettext_lazy("added the client %(where)s"),
    "client.archived": gettext_lazy("archived the client %(where)s"),
    "client.changed": gettext_lazy("changed the profile of %(where)s"),
    "client.restored": gettext_lazy("restored the client %(where)s"),
    "colleague.invited": gettext_lazy("invited %(what)s to the firm"),
    "colleague.invited_again": gettext_lazy("invited %(what)s to the firm again"),
    "colleague.joined": gettext_lazy("joined the firm"),
    "colleague.left": gettext_lazy("removed %(what)s from the firm"),
    "consent.given": gettext_lazy("noted that %(where)s agrees to benchmarks"),
    "consent.withdrawn": gettext_lazy("noted that %(where)s no longer agrees to benchmarks"),
    "companies.simulated": gettext_lazy("had %(what)s filled with simulated companies"),
    "contact.added": gettext_lazy("added the contact %(what)s at %(where)s"),
    "contact.changed": gettext_lazy("changed the contact %(what)s at %(where)s"),
    "contact.removed": gettext_lazy("removed a contact at %(where)s"),
    "document.kept": gettext_lazy("noted a document for %(where)s"),
    "document.removed": gettext_lazy("removed a document from %(where)s"),
    "factor.added": gettext_lazy("added a second step at sign-in"),
    "factor.forgotten": gettext_lazy("let %(what)s set up a new second step"),
    "factor.refused": gettext_lazy("was refused: a wrong code at the second step"),
    "factor.removed": gettext_lazy("removed a second step at sign-in"),
    "factor.renewed": gettext_lazy("made new recovery codes"),
    "file.deleted": gettext_lazy("deleted a file"),
    "file.fetched": gettext_lazy("downloaded a file"),
    "file.kept": gettext_lazy("stored a file"),
    "firm.brand_changed": gettext_lazy("changed logo or colours of the firm"),
    "firm.changed": gettext_lazy("changed the firm %(where)s"),
    "firm.created": gettext_lazy("created the firm %(where)s"),
    "firm.resumed": gettext_lazy("let the firm %(where)s in again"),
    "firm.retention_changed": gettext_lazy("changed how long identities are kept"),
    "firm.suspended": gettext_lazy("suspended the firm %(where)s"),
    "flag.dismissed": gettext_lazy("dismissed a flag of the answers of %(what)s in %(where)s"),
    "flag.restored": gettext_lazy("let a dismissed flag of the answers of %(what)s in %(where)s stand again"),
    "guest.invited": gettext_lazy("invited the guest %(what)s of %(where)s"),
    "guest.invited_again": gettext_lazy("invited the guest %(what)s of %(where)s again"),
    "guest.let_in": gettext_lazy("came in as the guest %(what)s of %(where)s"),
    "guest.revoked": gettext_lazy("ended the access of the guest %(what)s of %(where)s"),
    "instrument.published": gettext_lazy("published a questionnaire"),
    "joint_plan.action_changed": gettext_lazy("changed an action of the joint plan of %(where)s"),
    "joint_plan.action_moved": gettext_lazy("changed the order of the joint plan of %(where)s"),
    "joint_plan.added_to": gettext_lazy("added to the joint plan of %(where)s"),
    "joint_plan.carried_over": gettext_lazy("carried actions over into the joint plan of %(where)s"),
    "joint_plan.status_changed": gettext_lazy("changed the status of an action of %(where)s"),
    "letter.cancelled": gettext_lazy("stopped a letter"),
    "letter.retried": gettext_lazy("sent a letter again"),
    "letter_words.changed": gettext_lazy("changed the words of a letter"),
    "letter_words.dropped": gettext_lazy("went back to the shipped words of a letter"),
    "link.copied": gettext_lazy("copied the personal link of %(what)s in %(where)s"),
    "link.renewed": gettext_lazy("gave %(what)s a new link for %(where)s"),
    "link.revoked": gettext_lazy("revoked the link of %(what)s for %(where)s"),
    "mail_settings.changed": gettext_lazy("changed the mail settings"),
    "norm.imported": gettext_lazy("imported the norm table %(what)s"),
    "norm.removed": gettext_lazy("removed the norm table %(what)s"),
    "norm.used": gettext_lazy("let clients be held against the norm table %(what)s"),
    "note.removed": gettext_lazy("took a note to the results of %(where)s away"),
    "note.written": gettext_lazy("wrote a note to the results of %(where)s"),
    "outcomes.entered": gettext_lazy("entered outcome figures of %(where)s"),
    "participant.added": gettext_lazy("added %(what)s to %(where)s"),
    "participant.address_changed": gettext_lazy("changed the address of %(what)s in %(where)s"),
    "participant.changed": gettext_lazy("changed the entry of %(what)s in %(where)s"),
    "participant.declined": gettext_lazy("declined to take part in %(where)s"),
    "participant.excluded": gettext_lazy("left %(what)s out of %(where)s"),
    "participant.included": gettext_lazy("let %(what)s count in %(where)s again"),
    "participant.invited": gettext_lazy("invited %(what)s to %(where)s"),
    "participant.removed": gettext_lazy("removed a leader from %(where)s"),
    "password.changed": gettext_lazy("changed the password"),
    "password.reset": gettext_lazy("reset the password by mail"),
    "password.set": gettext_lazy("set a password"),
    "person.copied": gettext_lazy("took a copy of the data of %(what)s"),
    "person.erased": gettext_lazy("erased identities"),
    "person.erased_again": gettext_lazy("erased identities again, after a restore"),
    "plan.became_due": gettext_lazy("found a planned wave of %(where)s due"),
    "plan.changed": gettext_lazy("changed the plan of the next wave of %(where)s"),
    "plan.dropped": gettext_lazy("dropped the plan of the next wave of %(where)s"),
    "plan.made": gettext_lazy("planned the next wave of %(where)s"),
    "plan.opened": gettext_lazy("opened a planned wave of %(where)s"),
    "release.discarded": gettext_lazy("discarded a draft of the results of %(where)s"),
    "release.prepared": gettext_lazy("froze the results of %(where)s"),
    "release.read_by_guest": gettext_lazy("read the released results of %(where)s"),
    "release.released": gettext_lazy("released the results of %(where)s"),
    "release.replaced": gettext_lazy("replaced the released results of %(where)s"),
    "release.reviewed": gettext_lazy("reviewed the results of %(where)s"),
    "release.withdrawn": gettext_lazy("withdrew the released results of %(where)s"),
    "reminders.stopped": gettext_lazy("asked for no more reminders"),
    "response.reopened": gettext_lazy("opened submitted answers in %(where)s again"),
    "response.submitted": gettext_lazy("submitted answers in %(where)s"),
    "role.changed": gettext_lazy("changed the role of %(what)s"),
    "results.exported": gettext_lazy("made a file of the results of %(where)s"),
    "scores.exported": gettext_lazy("exported the scores of all clients"),
    "share.made": gettext_lazy("made a share link to %(where)s"),
    "share.opened": gettext_lazy("opened a share link to %(where)s"),
    "share.revoked": gettext_lazy("revoked a share link to %(where)s"),
    "target.removed": gettext_lazy("removed the target of %(where)s"),
    "target.set": gettext_lazy("set the target of %(where)s"),
    "trail.exported": gettext_lazy("exported the audit trail"),
    "user.changed": gettext_lazy("changed the account of %(what)s"),
    "user.resumed": gettext_lazy("let %(what)s sign in again"),
    "user.suspended": gettext_lazy("shut %(what)s out"),
    "wave.closed": gettext_lazy("closed %(where)s"),
    "wave.invited": gettext_lazy("sent the invitations to %(where)s"),
    "wave.opened": gettext_lazy("opened %(where)s"),
    "wave.promises_changed": gettext_lazy("changed what %(where)s promises"),
    "wave.withdrawn": gettext_lazy("withdrew %(where)s"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One act as it is read: who, what, and the facts beside it."""

    event: AuditEvent
    who: str
    did: str
    facts: str


def lines(events: Sequence[AuditEvent]) -> list[Line]:
    """Sentences for these rows: one query for each kind of row that is named in them."""
    names = _names(events)
    return [Line(event, _who(event, names), _did(event, names), _facts(event)) for event in events]


def action_text(action: str) -> str:
    """What a kind of act is called in a list to choose from."""
    return action.replace(".", " ").replace("_", " ")


def _names(events: Iterable[AuditEvent]) -> dict[str, Names]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for event in events:
        wanted[_kind_of_actor(event)].add(event.actor_ref)
        wanted[event.object_kind].add(event.object_id)
    return {kind: NAMERS[kind](sorted(keys)) for kind, keys in wanted.items() if kind in NAMERS}


def _kind_of_actor(event: AuditEvent) -> str:
    return "accounts.user" if event.actor_kind == AuditEvent.Actor.USER else event.actor_kind


def _who(event: AuditEvent, names: dict[str, Names]) -> str:
    kind = _kind_of_actor(event)
    if kind in NAMERS:
        return names[kind].get(event.actor_ref, str(_("Somebody who is gone")))
    if event.actor_kind == AuditEvent.Actor.SYSTEM:
        return _("The server")
    return f"{event.get_actor_kind_display()} {event.actor_ref}"


def _did(event: AuditEvent, names: dict[str, Names]) -> str:
    what = names.get(event.object_kind, {}).get(event.object_id) or str(_("somebody who is gone"))
    where = event.label or f"{event.object_kind} {event.object_id}"
    phrase = PHRASES.get(event.action)
    if phrase is None:
        thing, _dot, verb = event.action.partition(".")
        return f"{verb.replace('_', ' ')}: {thing.replace('_', ' ')}, {where}"
    return str(phrase) % {"what": what, "where": where}


def _facts(event: AuditEvent) -> str:
    return "; ".join(f"{name.replace('_', ' ')}: {_fact(value)}" for name, value in event.facts.items())


def _fact(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(value) if isinstance(value, list) else str(value if value is not None else "–")


def _users(keys: Iterable[str]) -> Names:
    rows = User.objects.filter(pk__in=[int(key) for key in keys if key.isdigit()])
    return {str(user.pk): str(user) for user in rows}


def _members(keys: Iterable[str]) -> Names:
    members = Membership.objects.select_related("user")
    rows = members.filter(pk__in=[int(key) for key in keys if key.isdigit()])
    return {str(member.pk): str(member.user) for member in rows}


NAMERS["accounts.user"] = _users
NAMERS["accounts.membership"] = _members
