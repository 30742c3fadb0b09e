"""Which rows of the audit trail somebody wants to see."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smax.accounts.sentences import action_text
from smax.accounts.trail import AuditEvent

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from smax.accounts.models import Firm

LEADERS = "participant"
OTHERS = {LEADERS: _("Leaders"), "guest": _("Guests"), "job": _("Jobs"), "command": _("Commands")}


class TrailForm(forms.Form):
    """Filters: by whom, what, at which client, from when until when (days of UTC, both included)."""

    by = forms.ChoiceField(label=_("By"), required=False)
    act = forms.ChoiceField(label=_("Act"), required=False)
    client = forms.ChoiceField(label=_("Client"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.events = AuditEvent.objects.filter(firm=firm)
        people = firm.memberships.select_related("user").order_by("user__name", "user__email")
        users = [(f"user {member.user_id}", str(member.user)) for member in people]
        acts = self.events.order_by("action").values_list("action", flat=True).distinct()
        clients = firm.clients.values_list("pk", "name")
        self.fields["by"].choices = [("", _("Everybody")), *users, *OTHERS.items()]
        self.fields["act"].choices = [("", _("All acts")), *((act, action_text(act)) for act in acts)]
        self.fields["client"].choices = [
            ("", _("All clients")), *((f"surveys.client:{key}", name) for key, name in clients),
        ]  # fmt: skip
        for name in ("by", "act", "client"):
            self.fields[name].widget.attrs["class"] = "form-select"
        for name in ("since", "until"):
            self.fields[name].widget.attrs["class"] = "form-control"

    def found(self) -> QuerySet[AuditEvent]:
        """The rows that pass, the newest first; all of them where a filter makes no sense."""
        events = self.events.order_by("-sequence")
        if not self.is_valid():
            return events
        wanted = self.cleaned_data
        if wanted["by"]:
            kind, _space, reference = wanted["by"].partition(" ")
            events = events.filter(actor_kind=kind, **({"actor_ref": reference} if reference else {}))
        if wanted["act"]:
            events = events.filter(action=wanted["act"])
        if wanted["client"]:
            events = events.filter(root=wanted["client"])
        if wanted["since"]:
            events = events.filter(at__gte=datetime.combine(wanted["since"], time.min, UTC))
        if wanted["until"]:
            events = events.filter(at__lte=datetime.combine(wanted["until"], time.max, UTC))
        return events
