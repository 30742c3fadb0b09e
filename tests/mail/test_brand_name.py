"""A firm's letters leave in the name that its brand shows."""

from __future__ import annotations

import pytest

from smax.accounts.models import Firm
from smax.accounts.tenancy import firm_scope
from smax.mail.composing import composed
from smax.mail.models import MailSettings, Message
from tests.cast import make_client, make_firm
from tests.reports.released import guest_of

pytestmark = pytest.mark.django_db


def sent_by(message):
    fresh = Message.objects.get(pk=message.pk)
    letter = composed(fresh)
    return letter.from_email, letter.body


def test_the_shown_name_is_the_senders_unless_another_is_set():
    firm = make_firm("Ours")
    guest_of(make_client(firm))
    with firm_scope(firm):
        message = Message.objects.get(occasion="guest_invitation")
        assert sent_by(message)[0].startswith("Ours <")
        Firm.objects.update(display_name="Hartmann & Partner")
        sender, text = sent_by(message)
        assert sender.startswith("Hartmann & Partner <")
        assert "Hartmann & Partner invites you" in text
        MailSettings.objects.create(firm=firm, sender_name="Ada of Hartmann")
        assert sent_by(message)[0].startswith("Ada of Hartmann <")
