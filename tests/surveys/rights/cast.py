"""Random people who leave a trace wherever a person can leave one."""

from __future__ import annotations

import json
import random
import string
from dataclasses import dataclass

from reports.models import Note, PlanAction, Release
from reports.services.guests import invite_guest
from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from smax.mail.models import Message
from surveys.models import Participant
from surveys.services.people import add_participant
from tests.cast import answer_and_submit, full_answers

LETTERS = string.ascii_lowercase + "äéøßñ"


@dataclass(frozen=True)
class Somebody:
    """A participant and every text that says who it is, or is in their own words."""

    participant: Participant
    secret: str
    traces: tuple[str, ...]


def word(dice, length=9):
    # A capital of "ß" is two letters: it never begins a name.
    return dice.choice(string.ascii_lowercase) + "".join(dice.choice(LETTERS) for _ in range(length - 1))


def ascii_word(dice):
    return "".join(dice.choice(string.ascii_lowercase) for _ in range(9))


def somebody(wave, seed, *, submits=True):
    """Somebody with an address of their own, who has answered, and whom others have written about."""
    dice = random.Random(seed)
    first, last, comment, note = (word(dice) for _ in range(4))
    name, email = f"{first.title()} {last.title()}", f"{ascii_word(dice)}@client.example"
    side = dice.choice(["sales", "marketing", "both"])
    with firm_scope(wave.firm):
        person, secret = add_participant(
            assessment=wave, name=name, email=email, side=side, seniority="c_level"
        )
        given = {
            **full_answers(wave, side, step=dice.randint(1, 5)),
            "comment:CUS": {"text": f"I say {comment}", "show": True},
            "note:CUS-K1": f"See {note}",
        }
        if submits:
            answer_and_submit(person, given)
        elsewhere(wave, person, dice)
    phone = f"+49 {dice.randint(10**8, 10**9)}"
    with firm_scope(wave.firm):
        wave.client.contacts.create(
            name=name, email=email.upper(), phone=phone, note="Met once", position="CMO"
        )
    traces = (first, last, email, phone, *((comment, note) if submits else ()))
    return Somebody(Participant(pk=person.pk, public_id=person.public_id), secret, traces)


def written(wave, person):
    """Named in a note, as the owner of an action, and in what a release keeps of both."""
    note, _made = Note.objects.get_or_create(assessment=wave, section="headline")
    Note.objects.filter(pk=note.pk).update(text=f"{note.text}\n\nAsk {person.name} ({person.email})")
    PlanAction.objects.create(
        firm=wave.firm, assessment=wave, place=1, text=f"Call {person.name}", note=person.email,
        sales_owner=person.name, marketing_owner=person.name, method_version="1", since=wave.number,
    )  # fmt: skip
    number = Release.objects.filter(assessment=wave).count() + 1
    Release.objects.create(
        firm=wave.firm, assessment=wave, number=number, state="withdrawn", content="{}", digest="",
        words=json.dumps({"notes": {"headline": f"{person.name}, {person.email}"}}, ensure_ascii=False),
        instrument_version=wave.instrument_version, method_version="1", made_at=person.created_at,
        reviewed_at=person.created_at, released_at=person.created_at, withdrawn_at=person.created_at,
    )  # fmt: skip


def elsewhere(wave, person, dice):
    """Traces that others made: a suggestion, an owner of a figure, a guest's row, and letters."""
    other, _secret = add_participant(
        assessment=wave, name="Other Leader", email=f"{ascii_word(dice)}@client.example", side="sales",
        seniority="c_level",
    )  # fmt: skip
    Participant.objects.filter(pk=other.pk).update(
        suggestion=f"Ask {person.name}, {person.email}", declined_at=person.created_at
    )
    owner = User.objects.get(email__startswith="owner@", membership__firm=wave.firm)
    written(wave, person)
    invite_guest(client=wave.client, name=person.name, email=person.email, by=owner)
    for state in (Message.State.SENT, Message.State.FAILED, Message.State.QUEUED):
        Message.objects.create(
            firm=wave.firm, occasion="survey.invitation", key=f"{state}:{person.pk}", recipient=person.email,
            name=person.name, language="en", about_kind="surveys.participant", about_id=person.pk,
            state=state, reason=f"550 no mailbox {person.email}",
        )  # fmt: skip
