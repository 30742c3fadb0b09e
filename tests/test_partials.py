"""The partials that every form page uses."""

from __future__ import annotations

import re

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import forms
from django.template.loader import render_to_string


class Sample(forms.Form):
    name = forms.CharField(label="Company")
    side = forms.ChoiceField(
        label="Side", choices=[("sales", "Sales"), ("dk", "Don't know")], widget=forms.RadioSelect
    )


def test_error_summary_leads_to_the_field_at_fault() -> None:
    html = render_to_string("_form_errors.html", {"form": Sample({})})
    assert re.findall(r'href="#([^"]+)">([^<]+)<', html) == [
        ("id_name", "Company · This field is required."),
        ("id_side_0", "Side · This field is required."),
    ]


def test_error_summary_takes_pairs_where_there_is_no_form() -> None:
    html = render_to_string("_form_errors.html", {"errors": [("item-CUS-F1", "Choose at most 2.")]})
    assert re.findall(r'href="#([^"]+)">([^<]+)<', html) == [("item-CUS-F1", "Choose at most 2.")]


def test_no_error_summary_without_errors() -> None:
    assert (
        render_to_string("_form_errors.html", {"form": Sample({"name": "Acme", "side": "sales"})}).strip()
        == ""
    )


def test_error_of_a_choice_stands_before_its_options() -> None:
    html = as_crispy_form(Sample({"name": "Acme"}))
    assert re.findall(r'id="id_side_error"|value="(\w+)"', html.split("Side", 1)[1]) == ["", "sales", "dk"]


def test_empty_state_without_an_act_has_no_link() -> None:
    assert "<a " not in render_to_string("_empty.html", {"title": "No client yet"})
