"""Project fiches: the list, one fiche in the layout of its source, its PDF, and the import."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel import acts, issuing
from acs_portal.kernel.access import can, public, require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import posted, say
from acs_portal.kernel.languages import CODES
from actionplan import pdf
from actionplan.domain import fiches as domain
from actionplan.domain.fiche_form import sections, updated_in_words
from actionplan.forms import FicheConfirmForm, FicheUploadForm
from actionplan.models import Fiche


@public
def fiches(request: HttpRequest) -> HttpResponse:
    """The projects of the Special Fund, by code, found by words of the title or the code."""
    words = request.GET.get("q", "").strip()[:100]
    found = Fiche.objects.prefetch_related("contributions__organisation").order_by("code")
    if words:
        in_title = Q(*((f"title_{code}__icontains", words) for code in CODES), _connector=Q.OR)
        found = found.filter(in_title | Q(code__icontains=words))
    return render(
        request, "actionplan/fiche_list.html", {"section": "projects", "fiches": found, "words": words}
    )


@public
def fiche(request: HttpRequest, code: str) -> HttpResponse:
    """A fiche in the reader's language where it exists, else and on request as published."""
    found = get_object_or_404(domain.with_parts(), code__iexact=code)
    asked_original = request.GET.get("text") == "original"
    language = found.authentic_language if asked_original else domain.shown_language(found, get_language())
    data = domain.data_of(found, language)
    context = {
        "section": "projects",
        "fiche": found,
        "data": data,
        "sections": sections(data),
        "updated": updated_in_words(data),
        "language": language,
        "imported_on": official_day(found.imported_at),
        "is_courtesy": language != found.authentic_language,
        "has_own_language": domain.shown_language(found, get_language()) == get_language(),
        "acts": acts.history(found) if can(request.user, "act.read", found) else None,
    }
    return render(request, "actionplan/fiche_page.html", context)


@public
def fiche_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """A fiche as PDF in the language of the address, in the layout of its source."""
    found = get_object_or_404(domain.with_parts(), code__iexact=code)
    language = domain.shown_language(found, get_language())
    data = domain.data_of(found, language)
    document = pdf.fiche_document(found, sections(data), updated_in_words(data), language)
    return issuing.preview(document, found.code)


def fiche_import(request: HttpRequest) -> HttpResponse:
    """Upload a fiche as text; what was read, and what differs from the record, is shown before it is kept."""
    require(request, "fiche.import")
    form = FicheUploadForm(posted(request), request.FILES or None)
    if form.is_valid():
        try:
            return _preview(request, form.cleaned_data["file"], form.source_name)
        except RuleBroken as broken:
            say(form, broken)
    context = {"section": "projects", "form": form}
    return render(request, "actionplan/fiche_import.html", context, status=400 if form.errors else 200)


@require_POST
def fiche_import_confirm(request: HttpRequest) -> HttpResponse:
    """Put on record exactly what was previewed."""
    require(request, "fiche.import")
    form = FicheConfirmForm(request.POST)
    if not form.is_valid():
        return _back_to_upload(request, next(iter(form.errors["preview"])))
    preview = form.cleaned_data["preview"]
    try:
        kept = domain.import_(**preview, by=request.user, on=timezone.now())
    except domain.ChangedMeanwhile as broken:
        messages.warning(request, str(broken))
        return _preview(request, preview["text"], preview["source_name"])
    except RuleBroken as broken:
        return _back_to_upload(request, str(broken))
    messages.success(request, _("Fiche %(code)s is on record.") % {"code": kept.code})
    return redirect(kept)


def _back_to_upload(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("actionplan:fiche_import")


def _preview(request: HttpRequest, text: str, source_name: str) -> HttpResponse:
    """What was read from a source, and what differs from what is stored. Raises FicheUnreadable."""
    data = domain.read(text)
    stored = domain.with_parts().filter(code=data.code).first()
    compared_with = stored.source_sha256 if stored else ""
    sealed = FicheConfirmForm().sealed(text=text, source_name=source_name, compared_with=compared_with)
    context = {
        "section": "projects",
        "data": data,
        "sections": sections(data),
        "updated": updated_in_words(data),
        "stored": stored,
        "is_same": compared_with == domain.sha256(text),
        "differences": domain.differences(domain.data_of(stored), data) if stored else [],
        "form": FicheConfirmForm(initial={"preview": sealed}),
        "source_name": source_name,
    }
    return render(request, "actionplan/fiche_preview.html", context)
