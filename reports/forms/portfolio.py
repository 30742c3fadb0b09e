"""What the reader of the portfolio asks for, from the query string."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.wording import LEVELS
from surveys.enums import Industry

ANY = ("", _("All"))
STATES = [
    ("none", _("No wave yet")),
    ("open", _("Open")),
    ("due", _("Deadline passed")),
    ("closed", _("Closed")),
    ("withdrawn", _("Withdrawn")),
]
SORTS = ("name", "industry", "perceived", "index", "gap", "level", "responses")
ORDERS = [
    ("name", _("Name")),
    ("-gap", _("Gap, highest first")),
    ("gap", _("Gap, lowest first")),
    ("index", _("Index, lowest first")),
    ("-index", _("Index, highest first")),
    ("level", _("Maturity, lowest first")),
    ("responses", _("Responses, fewest first")),
    ("industry", _("Industry")),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which clients, as what, and in which order. "" stands for all."""

    search: str = ""
    industry: str = ""
    level: str = ""
    state: str = ""
    data: str = ""
    archived: bool = False
    table: str = "list"
    show: str = "gap"
    sort: str = "name"
    descending: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether some clients are left out by a filter."""
        return bool(self.search or self.industry or self.level or self.state or self.data or self.archived)


class PortfolioForm(forms.Form):
    """The filters. What cannot be meant is named, and filters nothing."""

    search = forms.CharField(label=_("Search"), max_length=120, required=False)
    industry = forms.ChoiceField(label=_("Industry"), choices=[ANY, *Industry.choices], required=False)
    level = forms.ChoiceField(
        label=_("Maturity"), choices=[ANY, *LEVELS.items(), ("none", _("Not shown"))], required=False
    )
    state = forms.ChoiceField(label=_("Latest wave"), choices=[ANY, *STATES], required=False)
    data = forms.ChoiceField(
        label=_("Data"), choices=[ANY, ("real", _("Real")), ("synthetic", _("Synthetic"))], required=False
    )
    archived = forms.BooleanField(label=_("Archived clients"), required=False)
    table = forms.ChoiceField(choices=[("list", ""), ("heat", "")], required=False)
    show = forms.ChoiceField(choices=[("gap", ""), ("measured", "")], required=False)
    # Links in the tables' headings order by more than the list offers, such as by a dimension.
    sort = forms.CharField(
        label=_("Order"), max_length=20, required=False, widget=forms.Select(choices=ORDERS)
    )

    def wanted(self) -> Wanted:
        """What is asked for; what was not understood is as good as not asked."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        sort = given.pop("sort", "name")
        return Wanted(**given, sort=sort.removeprefix("-"), descending=sort.startswith("-"))
