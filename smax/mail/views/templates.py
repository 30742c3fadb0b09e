"""A firm's own words for its letters, with a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smax.accounts.access import owner_required
from smax.mail.composing import words_for
from smax.mail.forms import WordsForm
from smax.mail.models import MailTemplate
from smax.mail.occasions import OCCASIONS
from smax.mail.samples import sample
from smax.mail.services import drop_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from smax.mail.composing import Draft

LANGUAGES = dict(settings.LANGUAGES)


@require_safe
@owner_required
def template_list(request: HttpRequest) -> HttpResponse:
    """Each occasion in each language, and which of them speak in the firm's own words."""
    own = set(MailTemplate.objects.filter(firm=request.firm).values_list("occasion", "language"))
    rows = [
        (occasion, [(code, name, (occasion.code, code) in own) for code, name in LANGUAGES.items()])
        for occasion in OCCASIONS.values()
    ]
    return render(request, "mail/templates.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def edit_template(request: HttpRequest, occasion: str, language: str) -> HttpResponse:
    """The words of one letter in one language, to be changed."""
    form = _form(request, occasion, language)
    if form.is_valid():
        form.store()
        messages.success(request, _("The letter is stored in your own words."))
        return redirect("mail:edit_template", occasion, language)
    words = words_for(request.firm, occasion, language)
    shown = sample(words, firm=request.firm, occasion=form.occasion, language=language)
    return _page(request, form, shown)


@require_POST
@owner_required
def preview_template(request: HttpRequest, occasion: str, language: str) -> HttpResponse:
    """What a reader would get from the words in the form; nothing is stored."""
    form = _form(request, occasion, language)
    shown = None
    if form.is_valid():
        shown = sample(form.words, firm=request.firm, occasion=form.occasion, language=language)
    if not request.htmx:
        return _page(request, form, shown)
    return render(request, "mail/_preview.html", {"form": form, "language": language, "draft": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def reset_template(request: HttpRequest, occasion: str, language: str) -> HttpResponse:
    """Ask before the firm's own words give way to the shipped ones."""
    form = _form(request, occasion, language)
    if request.method == "POST":
        drop_words(firm=request.firm, occasion=occasion, language=language)
        messages.success(request, _("The letter speaks in the shipped words again."))
        return redirect("mail:edit_template", occasion, language)
    shown = sample(
        form.occasion.shipped(language), firm=request.firm, occasion=form.occasion, language=language
    )
    context = {"form": form, "language": language, "language_name": LANGUAGES[language], "draft": shown}
    return render(request, "mail/reset_template.html", context)


def _page(request: HttpRequest, form: WordsForm, shown: Draft | None) -> HttpResponse:
    code, language = form.occasion.code, form.language
    context = {
        "form": form,
        "own": MailTemplate.objects.filter(firm=request.firm, occasion=code, language=language).exists(),
        "language": language,
        "language_name": LANGUAGES[language],
        "languages": LANGUAGES,
        "draft": shown,
    }
    return render(request, "mail/edit_template.html", context)


def _form(request: HttpRequest, occasion: str, language: str) -> WordsForm:
    if occasion not in OCCASIONS or language not in LANGUAGES:
        raise Http404
    words = words_for(request.firm, occasion, language)
    initial = {"subject": words.subject, "body": words.body}
    data = request.POST or None
    return WordsForm(data, firm=request.firm, occasion=occasion, language=language, initial=initial)
