"""What the tests of the desk share: a signed-in consultant, and what a page says."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from django.test import Client as Browser

from smax.accounts.models import User
from smax.accounts.tenancy import every_firm

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpResponse


def sign_in(email: str = "consultant@ours.example") -> Browser:
    """A browser in which this person is signed in."""
    browser = Browser()
    browser.force_login(User.objects.get(email=email))
    return browser


def text(answer: HttpResponse) -> str:
    """The words of a page's main part, without tags and runs of spaces."""
    main = re.search(r"<main.*?>(.*)</main>", answer.content.decode(), re.DOTALL)[1]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))).strip()


def errors(answer: HttpResponse) -> dict[str, str]:
    """The faults of a page's form, by the label of the field; the page lists each on top."""
    form = answer.context["form"]
    faults = {
        form[name].label if name in form.fields else "": " ".join(told) for name, told in form.errors.items()
    }
    page = text(answer)
    assert ("Please check what you entered" in page) == bool(faults)
    assert [fault for fault in faults.values() if re.sub(r"\s+", " ", fault) not in page] == []
    return faults


def rows(*models: type[Model]) -> list[list[tuple]]:
    """Every row of these tables, of all firms."""
    with every_firm("a test compares"):
        return [list(model.objects.order_by("pk").values_list()) for model in models]
