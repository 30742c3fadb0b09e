"""People who sign in, the firms they work for, and as what."""

from __future__ import annotations

from typing import Any, ClassVar

import rules
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from smax.accounts.branding.models import Brand  # noqa: F401

# Django finds the tables of these here.
from smax.accounts.invitations import Invitation  # noqa: F401
from smax.accounts.trail import AuditEvent  # noqa: F401


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is the name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user with a usable password, or with none."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an administrator: Django's `createsuperuser` asks for one under that name.

        Whoever can start it owns the server, and vouches for the address.
        """
        user = self.create_user(email, password, **fields, is_administrator=True)
        user.vouch()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by address, whatever its case."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who signs in. An administrator runs the server and belongs to no firm."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_administrator = models.BooleanField(_("runs this server"), default=False)
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the address in lower case."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def vouch(self) -> None:
        """Take the address as this person's own: they answered a mail there, or the operator says so."""
        self.emailaddress_set.update_or_create(email=self.email, defaults={"verified": True, "primary": True})

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin lets this person in at all."""
        return self.is_administrator

    def has_perm(self, permission: str, row: object = None) -> bool:
        """Grant what a registered rule grants on this row (surveys/rules.py), and nothing in general."""
        return self.is_active and row is not None and rules.has_perm(permission, self, row)

    def has_module_perms(self, _app: str) -> bool:
        """Grant nothing in general, as `has_perm`."""
        return False


class Firm(models.Model):
    """A consultancy: the tenant. No row of one firm is ever seen from another."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    is_active = models.BooleanField(_("active"), default=True)
    # Months after a wave's end at which its people's identities are erased; 0 keeps them.
    retention_months = models.PositiveSmallIntegerField(_("months that identities are kept"), default=24)
    created_at = models.DateTimeField(auto_now_add=True)
    # Both stand here and not with the brand: every page of a respondent reads its firm anyway.
    display_name = models.CharField(_("name shown to others"), max_length=120, blank=True)
    brand_digest = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("firm")
        verbose_name_plural = _("firms")

    def __str__(self) -> str:
        return self.display_name or self.name

    @property
    def has_logo(self) -> bool:
        """Whether its brand has a logo: the digest begins with the letter that says so."""
        return self.brand_digest.startswith("l")

    @property
    def audit_label(self) -> str:
        """The firm's name."""
        return self.name


class Membership(models.Model):
    """What one person does for one firm."""

    class Role(models.TextChoices):
        """Owners run the firm; consultants run assessments; analysts read released benchmarks, no client."""

        OWNER = "owner", _("Owner")
        CONSULTANT = "consultant", _("Consultant")
        ANALYST = "analyst", _("Analyst")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="membership")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    # Only a consultant's counts: an owner works with every client, an analyst with none.
    all_clients = models.BooleanField(_("works with all clients"), default=True)

    class Meta:
        verbose_name = _("membership")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "consultant", "analyst"]), name="membership_role_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()}, {self.firm})"

    @property
    def is_owner(self) -> bool:
        """Whether this person owns the firm."""
        return self.role == self.Role.OWNER

    @property
    def advises(self) -> bool:
        """Whether this person works with clients: owners and consultants do."""
        return self.role in {self.Role.OWNER, self.Role.CONSULTANT}

    @property
    def sees_all_clients(self) -> bool:
        """Whether no client of the firm is hidden from this person."""
        return self.is_owner or (self.role == self.Role.CONSULTANT and self.all_clients)
