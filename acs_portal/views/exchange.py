"""Translators' files: out as XLIFF, in again with a preview of what an import changes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acs_portal.forms import ExchangeForm
from acs_portal.kernel import exchange, files, xliff
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import posted, saved, say
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.translations import Kind
from acs_portal.views.translations import document_of


def export(request: HttpRequest, kind: str, key: str, language: str) -> HttpResponse:
    """The texts of a document for a translator; `?show=all` also those that are done."""
    found, record = document_of(request, kind, key)
    if language not in CODES:
        raise Http404
    units = exchange.units(found, record, language, only_open=request.GET.get("show") != "all")
    if not units:
        messages.info(request, _("Nothing is left to translate in this language, so there is no file."))
        return redirect(reverse("translations_document", args=[kind, key]) + f"?to={language}&show=all")
    data = xliff.write(f"{kind}-{key}", units, language)
    return files.named(data, f"{kind}-{key}-{language}.xlf", "application/x-xliff+xml")


def import_(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """A file comes in: first what it would change, then, pressed again, all of it."""
    found, record = document_of(request, kind, key)
    form = ExchangeForm(posted(request), request.FILES or None)
    context = {"kind": found, "key": key, "record": record, "form": form, "is_open": found.is_open(record)}
    if form.is_valid():
        content = form.cleaned_data["content"]
        if form.cleaned_data["seen"] and saved(form, lambda: _take(request, found, record, form)):
            return redirect(reverse("translations_document", args=[kind, key]))
        context |= _preview(found, found.find([key])[key], content, form)
    return render(request, "translations/import.html", context)


def _take(request: HttpRequest, kind: Kind, record, form: ExchangeForm) -> None:
    given = form.cleaned_data
    count = exchange.take(
        kind, record, given["content"], seen=given["seen"], by=request.user, on=timezone.now()
    )
    text = ngettext("%(count)s text was taken over.", "%(count)s texts were taken over.", count)
    messages.success(request, text % {"count": count})


def _preview(kind: Kind, record, content: bytes, form: ExchangeForm) -> dict:
    """What the page shows of a file, with the file itself for the confirmation."""
    try:
        reading, again = exchange.read(kind, record, content), form.carried(content)
    except RuleBroken as broken:
        say(form, broken)
        return {}
    return {"reading": reading, "again": again, "seen": exchange.fingerprint(kind, record)}
