"""The outbox, and how a firm's letters look and leave."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow, every_firm
from smax.mail.occasions import OCCASIONS


def new_message_id() -> str:
    """Make the Message-ID that a letter keeps through every attempt: by it a copy is known as one."""
    return f"<{uuid.uuid4().hex}@{settings.BASE_URL.host.strip('[]')}>"


class Message(FirmRow):
    """One letter on its way to one person. What it says is composed when it is sent: no link rests here."""

    class State(models.TextChoices):
        """A letter waits, is being handed over, and ends in one of four ways."""

        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        BOUNCED = "bounced", _("bounced")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    occasion = models.CharField(max_length=40)
    # What it is exactly the one letter for.
    key = models.CharField(max_length=120)
    recipient = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    message_id = models.CharField(max_length=320, unique=True, default=new_message_id)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("letter")
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(fields=["firm", "key"], name="one_letter_per_key")]
        indexes = [
            models.Index(fields=["state", "next_at"], name="mail_by_state"),
            models.Index(fields=["firm", "about_kind", "about_id"], name="mail_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} ({self.state})"

    @property
    def audit_label(self) -> str:
        """The occasion: the audit trail names no person."""
        return self.occasion

    @property
    def title(self) -> str:
        """What this kind of letter is called, even where the code that wrote it is gone."""
        return str(OCCASIONS[self.occasion].title) if self.occasion in OCCASIONS else self.occasion

    @property
    def is_over(self) -> bool:
        """Whether it came to nothing, and nothing more will come of it."""
        return self.state in {self.State.BOUNCED, self.State.FAILED, self.State.CANCELLED}


class MailSettings(FirmRow):
    """In whose name a firm's letters leave, and by which mail server if not the server's own."""

    class Security(models.TextChoices):
        """How the connection to a mail server is kept private."""

        STARTTLS = "starttls", _("STARTTLS (usually port 587)")
        TLS = "tls", _("TLS from the first byte (usually port 465)")

    sender_name = models.CharField(_("sender's name"), max_length=80, blank=True)
    reply_to = models.EmailField(_("answers go to"), blank=True)
    footer = models.TextField(_("footer"), max_length=600, blank=True)
    host = models.CharField(_("mail server"), max_length=253, blank=True)
    port = models.PositiveIntegerField(_("port"), default=587)
    security = models.CharField(
        _("connection"), max_length=10, choices=Security.choices, default=Security.STARTTLS
    )
    username = models.CharField(_("user name"), max_length=200, blank=True)
    # Encrypted: see smax/mail/vault.py.
    sealed_password = models.TextField(blank=True, editable=False)
    from_address = models.EmailField(_("sender's address"), blank=True)

    class Meta:
        verbose_name = _("mail settings")
        constraints = [models.UniqueConstraint(fields=["firm"], name="one_mail_settings_per_firm")]

    def __str__(self) -> str:
        return f"mail settings of firm {self.firm_id}"


class MailTemplate(FirmRow):
    """A firm's own words for one occasion in one language, instead of the shipped ones."""

    occasion = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"), max_length=5000)

    class Meta:
        verbose_name = _("letter template")
        constraints = [
            models.UniqueConstraint(fields=["firm", "occasion", "language"], name="one_template_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.occasion} ({self.language})"

    @property
    def audit_label(self) -> str:
        """The occasion and the language."""
        return str(self)


class OptOut(FirmRow):
    """Somebody wants no more reminders about one thing. They stay in it all the same."""

    about_kind = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("opt-out")
        constraints = [
            models.UniqueConstraint(fields=["firm", "about_kind", "about_id"], name="one_opt_out_per_object")
        ]

    def __str__(self) -> str:
        return f"{self.about_kind} {self.about_id}"


def every_message() -> models.QuerySet[Message]:
    """Letters of all firms."""
    with every_firm("a worker meets a letter before its firm"):
        return Message.objects.all()


def own_servers() -> models.QuerySet[MailSettings]:
    """The firms (as primary keys) that send by a mail server of their own."""
    with every_firm("a server in trouble holds back the letters of all firms that use it"):
        return MailSettings.objects.exclude(host="").values("firm")
