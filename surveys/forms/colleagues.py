"""Inviting somebody to the firm, and what they may do in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from smax.accounts.models import Membership
from surveys.services.colleagues import change_colleague, invite_colleague

if TYPE_CHECKING:
    from smax.accounts.models import Firm

ROLES = [
    (Membership.Role.CONSULTANT, _("Consultant: runs waves with clients and reads their results")),
    (Membership.Role.OWNER, _("Owner: all clients, and the firm's people, settings and exports")),
    (Membership.Role.ANALYST, _("Analyst: released benchmarks, no client")),
]
SCOPES = [("all", _("All clients, new ones too")), ("some", _("Only these:"))]


class RoleForm(forms.Form):
    """A role and, for a consultant, the clients."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)
    scope = forms.ChoiceField(
        label=_("Clients of a consultant"), choices=SCOPES, widget=forms.RadioSelect, required=False
    )
    clients = forms.ModelMultipleChoiceField(
        label=_("Clients"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, firm: Firm, membership: Membership | None = None, **kwargs: Any) -> None:
        if membership is not None:
            kwargs["initial"] = {
                "role": membership.role,
                "scope": "all" if membership.all_clients else "some",
                "clients": [each.client_id for each in membership.assignments.all()],
            }
        else:
            kwargs["initial"] = {"role": Membership.Role.CONSULTANT, "scope": "all"}
        super().__init__(*args, **kwargs)
        self.firm = firm
        self.membership = membership
        self.fields["clients"].queryset = firm.clients.all()

    def chosen(self) -> dict[str, Any]:
        """The role and the clients, as the services take them: only a consultant has some clients."""
        role = self.cleaned_data["role"]
        some = role == Membership.Role.CONSULTANT and self.cleaned_data["scope"] == "some"
        clients = list(self.cleaned_data["clients"]) if some else []
        return {"role": role, "all_clients": not some, "clients": clients}

    def change(self) -> None:
        """Store them for the colleague. RefusedError for the last owner."""
        change_colleague(membership=self.membership, **self.chosen())


class InviteForm(RoleForm):
    """An address besides."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    field_order = ("email", "role", "scope", "clients")

    def invite(self) -> bool:
        """Invite; False, with the reason at its field, where the address cannot be invited."""
        try:
            invite_colleague(firm=self.firm, email=self.cleaned_data["email"], **self.chosen())
        except ValidationError as error:
            self.add_error("email", [text for texts in error.message_dict.values() for text in texts])
            return False
        return True
