"""Two firms with everything that a firm can have, and a browser for everybody who might look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reports.edition import live_edition
from reports.models import Export, Guest, ShareLink
from reports.services.guests import invite_guest
from reports.services.notes import save_note
from reports.services.plan import add_action
from reports.services.releases import release_wave
from reports.services.shares import make_share
from smax.accounts.branding.models import Brand
from smax.accounts.colleagues import invite
from smax.accounts.tenancy import every_firm, firm_scope
from smax.files.services import keep, signed_url
from smax.jobs.models import JobRun
from smax.mail.composing import STOP_SALT
from smax.mail.models import MailSettings, MailTemplate
from smax.mail.outbox import queue
from surveys.models import Client, Erasure, Participant
from surveys.queries import waves_of
from surveys.services.answers import save_answers, submit
from surveys.services.dismissals import dismiss_flag
from surveys.services.evidence import keep_document, record_outcomes
from surveys.services.people import add_participant
from surveys.services.plans import plan_wave
from surveys.services.waves import close_wave
from tests.cast import (
    AGREEMENT,
    OUTCOMES,
    full_answers,
    make_administrator,
    make_client,
    make_firm,
    make_norm,
    make_snapshot,
    make_wave,
)
from tests.reports.released import reviewed
from tests.security.actors import actors
from tests.security.canaries import Flock, firm_models

if TYPE_CHECKING:
    from django.db.models import Model

    from smax.accounts.models import Firm, User
    from surveys.models import Assessment

SCOPES = {"firm": "0", "client": "1", "other client": "2", "sales": "s", "marketing": "m", "guest": "g"}

EVERYTHING = {("a", scope) for scope in SCOPES.values()}
# Whose words somebody may read, as (firm, scope).
SEES = {
    "owner": EVERYTHING,
    "consultant": EVERYTHING,
    "assigned": EVERYTHING - {("a", SCOPES["other client"])},
    "unassigned": {("a", SCOPES["firm"]), ("a", SCOPES["other client"])},
    "analyst": {("a", SCOPES["firm"])},
    "foreign": {("b", scope) for scope in SCOPES.values()},
    "respondent": {("a", SCOPES["sales"])},
    "paired": {("a", SCOPES["marketing"])},
    "foreign respondent": {("b", SCOPES["sales"])},
    "guest": {("a", SCOPES["guest"])},
}
NAMES = {"accounts.Firm.name", "surveys.Client.name"}
ASKED = NAMES | {"surveys.Assessment.segments", "surveys.Assessment.trigger_labels"}
# What a release holds: results, with what leaders let be shown.
RELEASED = NAMES | {f"surveys.{name}" for name in ("Assessment.segments", "Response.comments")}
RELEASED |= {"surveys.OutcomeFigure.period", "reports.Note.text"}
WORDS_OF_A_PLAN = ("text", "first_step", "sales_owner", "marketing_owner", "note")
RELEASED |= {f"reports.PlanAction.{column}" for column in WORDS_OF_A_PLAN}
# Columns that somebody may read of rows that are not their own.
OUTSIDERS = {
    "respondent": ASKED,
    "paired": ASKED,
    "foreign respondent": ASKED,
    "guest": RELEASED,
    "share holder": RELEASED,
    "administrator": {"accounts.Firm.name", "accounts.User.email"},
    "without factor": {"accounts.Firm.name"},
}
# Columns that whoever holds an address may read.
OPENED = {
    "link": NAMES | {"surveys.Participant.name", "reports.Guest.name", "accounts.User.email"},
    "file": {"files.StoredFile.name", "files.StoredFile.content"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One firm: its people, a client with a released and an open wave, and a second client with one."""

    firm: Firm
    client: Client
    other: Client
    done: Assessment
    open: Assessment
    people: dict[str, Participant]
    guest: Guest
    other_guest: Guest
    share: ShareLink
    expired: ShareLink
    rows: dict[str, Any]

    @property
    def owner(self) -> User:
        """Who owns the firm."""
        return self.firm.memberships.filter(role="owner").order_by("pk")[0].user


class World:
    """Alba, whose rows everybody tries to reach, and Borea, whose owner is one of them."""

    def __init__(self) -> None:
        self.flock = Flock()
        make_administrator()
        self.sides = {letter: _Builder(self.flock, letter).side() for letter in "ab"}
        for letter, side in self.sides.items():
            _plant_the_rest(self.flock, letter, side)
        self.actors = actors(self.sides["a"], self.sides["b"])

    def may_read(self, actor: str, policy: str, text: str) -> bool:
        """Whether somebody may be shown this canary on a page of that policy."""
        canary = self.flock.planted.get(text)
        if canary is None:
            return False
        if policy in {"link", "file"} and (canary.firm, canary.scope) != ("a", SCOPES["other client"]):
            return canary.column in OPENED[policy]
        if canary.column in OUTSIDERS.get(actor, ()) and canary.scope != SCOPES["other client"]:
            return canary.firm == "a" or actor in {"administrator", "foreign respondent"}
        return (canary.firm, canary.scope) in SEES.get(actor, ())


class _Builder:
    """Makes one firm through the services, with canaries for names."""

    def __init__(self, flock: Flock, letter: str) -> None:
        self.flock = flock
        self.letter = letter

    def text(self, scope: str, column: str) -> str:
        return self.flock.new(self.letter, SCOPES[scope], column)

    def side(self) -> Side:
        firm = make_firm(self.text("firm", "accounts.Firm.name"))
        owner = firm.memberships.get(role="owner").user
        with firm_scope(firm):
            client = make_client(firm, self.text("client", "surveys.Client.name"))
            other = make_client(firm, self.text("other client", "surveys.Client.name"))
            self._wave(other, "other client")
            done, _people = self._wave(client, "client", submitted=True)
            self._evidence(done, owner)
            self._written(done, owner)
            close_wave(assessment=done)
            release = reviewed(done)
            guest = self._guest(client, "guest", owner)
            release_wave(release=release, by=owner)
            opened, people = self._wave(client, "own", submitted=True)
            self._evidence(opened, owner)
            self._dismissed(people["sales"], owner)
            shares = [self._share(release, owner) for _number in range(2)]
            ShareLink.objects.filter(pk=shares[1].pk).update(expires_at=timezone.now() - timedelta(days=1))
            return Side(
                firm=firm,
                client=client,
                other=other,
                done=done,
                open=opened,
                people=people,
                guest=guest,
                other_guest=self._guest(other, "other client", owner),
                share=shares[0],
                expired=shares[1],
                rows=self._rows(firm, client, opened, owner) | {"action": done.plan_actions.get().pk},
            )

    def _wave(
        self, client: Client, scope: str, *, submitted: bool = False
    ) -> tuple[Assessment, dict[str, Participant]]:
        """A wave with one person a side; "own": the two whose browsers are among the actors."""
        own = scope == "own"
        place = "client" if own else scope
        segments = [
            {"code": code, "text": self.text(place, "surveys.Assessment.segments")} for code in "abcdef"
        ]
        wave = make_wave(client, segments=segments, own_profile=own)
        people = {}
        for side in ("sales", "marketing"):
            whose = side if own else place
            person, _secret = add_participant(
                assessment=wave,
                name=self.text(whose, "surveys.Participant.name"),
                email=f"{self.text(whose, 'surveys.Participant.email')}@example.com",
                side=side,
                seniority="c_level",
            )
            if submitted:
                self._answer(person, whose)
            people[side] = person
        return wave, people

    def _answer(self, person: Participant, whose: str) -> None:
        given = full_answers(person.assessment, person.side)
        said = {"text": self.text(whose, "surveys.Response.comments"), "show": True}
        given |= {"comment:CUS": said, "note:CUS-K1": self.text(whose, "surveys.Response.notes")}
        save_answers(response=person.response, given=given, agreement=AGREEMENT)
        submit(response=person.response)

    def _evidence(self, wave: Assessment, owner: User) -> None:
        figures = {
            item: {
                "value": value,
                "period": self.text("client", "surveys.OutcomeFigure.period"),
                "source": "system",
                "owner": self.text("client", "surveys.OutcomeFigure.owner"),
            }
            for item, value in OUTCOMES.items()
        }
        record_outcomes(assessment=wave, figures=figures, entered_by=owner)
        name, content = (self.text("client", f"files.StoredFile.{part}") for part in ("name", "content"))
        keep_document(
            assessment=wave,
            item="CUS-K1",
            step=3,
            note=self.text("client", "surveys.Document.note"),
            seen_by=owner,
            upload=SimpleUploadedFile(f"{name}.txt", f"{content}\n".encode()),
        )

    def _dismissed(self, person: Participant, owner: User) -> None:
        """A flag that does not stand; others of the same answers do."""
        reason = self.text("sales", "surveys.FlagDismissal.reason")
        dismiss_flag(participant=person, flag="no_variation", reason=reason, by=owner)

    def _written(self, wave: Assessment, owner: User) -> None:
        """A note, and an action of the joint plan: both are released with the wave."""
        text = self.text("client", "reports.Note.text")
        save_note(assessment=wave, section="headline", text=text, known=0, by=owner)
        words = {column: self.text("client", f"reports.PlanAction.{column}") for column in WORDS_OF_A_PLAN}
        add_action(
            assessment=wave,
            scored=live_edition(waves_of(wave.firm).get(pk=wave.pk), statistics=False).scored,
            fields={**words, "item": "CUS-K1.joint", "target": 75.0, "dimension": "CUS", "due_on": None},
            by=owner,
        )

    def _guest(self, client: Client, scope: str, owner: User) -> Guest:
        name, email = (self.text(scope, f"reports.Guest.{part}") for part in ("name", "email"))
        return invite_guest(client=client, name=name, email=f"{email}@example.com", by=owner)

    def _share(self, release: Any, owner: User) -> ShareLink:
        label = self.text("client", "reports.ShareLink.label")
        return make_share(release=release, label=label, days=30, with_passcode=False, by=owner)[0]

    def _rows(self, firm: Firm, client: Client, wave: Assessment, owner: User) -> dict[str, Any]:
        """What stands in the addresses of single rows."""
        plan_wave(client=client, due_on=wave.deadline.date(), rhythm=180)
        contact = client.contacts.create(name=self.text("client", "surveys.Contact.name"))
        MailSettings.objects.create(firm=firm)
        MailTemplate.objects.create(firm=firm, occasion="invitation", language="en", subject="x", body="x")
        run = JobRun.objects.create(firm=firm, kind="mail.deliver", actor=owner, task_id=UUID(int=0))
        address = f"{self.text('firm', 'accounts.User.email')}@x.example"
        invited = invite(firm=firm, email=address, role="owner")
        person = wave.participants.get(side="sales")
        letter = queue(
            "thanks",
            firm=firm,
            key="thanks",
            recipient=person.email,
            name=person.name,
            language="en",
            about=person,
        )
        stored = wave.documents.get().file
        made = keep(firm=firm, purpose="export", upload=ContentFile(b"a,b\n", "data.csv"), maker=owner)
        released = client.assessments.order_by("number")[0]
        export = Export(assessment=released, file=made, run=uuid4(), code="data", language="en")
        export.save()
        told = [firm.pk, "surveys.participant", person.pk, "en"]
        digest = self.letter * 32
        Brand.objects.create(firm=firm, digest=digest, colour="#336699", logo=b"<svg/>", logo_kind="svg")
        receipt = f"{self.letter.upper()}000-0000-0000"
        Erasure(firm=firm, receipt=receipt, reason="asked", erased_at=timezone.now(), marks=[]).save()
        return {
            "slug": client.slug,
            "firm": firm.pk,
            "content_type_id": 1,
            "uidb36": "1",
            "key": "x-y",
            "digest": digest,
            "receipt": receipt,
            "person": f"participant-{person.pk}",
            "contact": contact.pk,
            "run": run.public_id,
            "member": invited.membership_id,
            "invitation": invited.link.rstrip("/").rpartition("/")[2],
            "letter": letter.pk,
            "export": export.pk,
            "snapshot": make_snapshot(number=firm.pk).pk,
            "norm": make_norm(digest=f"{firm.pk:064}").pk,
            "file": signed_url(stored, reader=owner).rstrip("/").rpartition("/")[2],
            "stop": signing.dumps(told, salt=STOP_SALT),
        }


def _plant_the_rest(flock: Flock, letter: str, side: Side) -> None:
    """Put canaries into the columns that the services above did not fill with one."""
    with every_firm("a test plants canaries"):
        for model in firm_models():
            for row in model.objects.filter(firm=side.firm):
                flock.plant(row, scope_of(row, side), letter)


def scope_of(row: Model | None, side: Side) -> str:
    """To whose words a row belongs: up its parents, to a participant, a guest, a client, or the firm."""
    while row is not None:
        if isinstance(row, Participant) and row.assessment_id == side.open.pk:
            return SCOPES[row.side]
        if isinstance(row, Guest) and row.client_id == side.client.pk:
            return SCOPES["guest"]
        if isinstance(row, Client):
            return SCOPES["client" if row.pk == side.client.pk else "other client"]
        parent = getattr(row, "parent_field", "")
        row = getattr(row, parent) if parent else None
    return SCOPES["firm"]
