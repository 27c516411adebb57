"""All data on a person: found, copied for them, and erased at their request by two persons of the house."""

import io
import json
import zipfile

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.forms import PersonForm, ReasonForm
from acs_portal.kernel import acts, data_requests, personal, retention
from acs_portal.kernel.access import can, require
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.files import named
from acs_portal.kernel.forms import SeenForm, posted, saved, say, take
from acs_portal.kernel.models import DataRequest


def data(request: HttpRequest) -> HttpResponse:
    """Find the records of a person by name or address, `?q=`; below, what was asked before."""
    require(request, "person.export")
    words = request.GET.get("q", "").strip()[:200]
    found = [(place, [_listed(place, row) for row in rows]) for place, rows in personal.find(words)]
    context = {
        "q": words,
        "found": found,
        "most": personal.MOST,
        "requests": DataRequest.objects.select_related("prepared_by", "decided_by")[:20],
    }
    return render(request, "people/person_data.html", context)


def _listed(place: personal.Place, row) -> tuple[str, str, str]:
    """(reference, name, more to tell it from a namesake) of a row that was found."""
    addresses = [str(getattr(row, name)) for name in place.addresses if getattr(row, name)]
    return personal.reference(row), place.told(row), ", ".join(addresses)


def _chosen(request: HttpRequest) -> list:
    rows = request.POST if request.method == "POST" else request.GET
    return personal.rows_of(dict.fromkeys(rows.getlist("row")))


def chosen(request: HttpRequest) -> HttpResponse:
    """What belongs to the chosen records: what a copy holds, what an erasure takes and what must stay."""
    require(request, "person.export")
    rows = _chosen(request)
    if not rows:
        messages.warning(request, str(data_requests.NobodyChosen()))
        return redirect("person_data")
    return _chosen_page(request, rows, PersonForm(initial={"who": request.GET.get("q", "")}))


def _chosen_page(request: HttpRequest, rows: list, form: PersonForm, status: int = 200) -> HttpResponse:
    context = {
        "rows": [personal.reference(row) for row in rows],
        "found": _shown(personal.belongings(rows)),
        "kept": retention.KEPT,
        "form": form,
    }
    return render(request, "people/person_chosen.html", context, status=status)


def _shown(found: list) -> list[tuple]:
    """(place, what each of its rows says) for a page or a copy."""
    return [(place, [place.values(row) for row in rows]) for place, rows in found]


@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """A ZIP of all data on a person, to read and for machines; that it was given out is recorded."""
    require(request, "person.export")
    rows, form = _chosen(request), PersonForm(request.POST)
    if not saved(form, lambda: _copied(request, rows, form)):
        return _chosen_page(request, rows, form, 400) if rows else redirect("person_data")
    return named(_archive(personal.belongings(rows)), "person-data.zip", "application/zip")


def _copied(request: HttpRequest, rows: list, form: PersonForm) -> DataRequest:
    reason = form.cleaned_data["reason"]
    return data_requests.copy(rows=rows, reason=reason, by=request.user, on=timezone.now())


def _archive(found: list) -> bytes:
    shown = _shown(found)
    plain = [
        {"kind": place.model._meta.label_lower, "records": [dict(values) for values in rows]}
        for place, rows in shown
    ]
    page = render_to_string("people/person_copy.html", {"found": shown, "on": timezone.now()})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.html", page)
        archive.writestr("person.json", json.dumps(plain, ensure_ascii=False, indent=2))
    return out.getvalue()


@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Prepare the erasure: somebody else confirms it."""
    require(request, "person.export")
    rows, form = _chosen(request), PersonForm(request.POST)
    if saved(form, lambda: _prepared(request, rows, form)):
        messages.success(request, _("The erasure is prepared. Somebody else who may approve confirms it."))
        return redirect("person_data")
    return _chosen_page(request, rows, form, 400) if rows else redirect("person_data")


def _prepared(request: HttpRequest, rows: list, form: PersonForm) -> DataRequest:
    return data_requests.prepare(
        rows=rows,
        who=form.cleaned_data["who"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        on=timezone.now(),
    )


def data_request(request: HttpRequest, pk: int) -> HttpResponse:
    """A request: what its erasure takes and what stays, who prepared and who decided."""
    require(request, "person.export")
    return _request_page(request, _request(pk), SeenForm())


def _request(pk: int) -> DataRequest:
    return get_object_or_404(DataRequest.objects.select_related("prepared_by", "decided_by"), pk=pk)


def _request_page(request: HttpRequest, asked: DataRequest, form: SeenForm) -> HttpResponse:
    found = personal.belongings(personal.rows_of(asked.rows))
    context = {
        "asked": asked,
        "found": _shown(found),
        "kept": retention.KEPT,
        "seen": personal.fingerprint(found),
        "form": form,
        "may_confirm": asked.is_prepared
        and can(request.user, "person.erase")
        and asked.prepared_by != request.user,
        "acts": acts.history(asked),
    }
    return render(request, "people/data_request.html", context)


def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase what the page showed, as the second person."""
    require(request, "person.erase")
    asked, form = _request(pk), SeenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            data_requests.confirm(
                request=asked, seen=form.cleaned_data["seen"], by=request.user, on=timezone.now()
            )
        except RuleBroken as broken:
            say(form, broken)
            return _request_page(request, _request(pk), form)
        messages.success(request, _("The data on this person are erased."))
    return redirect("data_request", pk)


def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why nothing is erased."""
    require(request, "person.export")
    asked, form = _request(pk), ReasonForm(posted(request))
    back = reverse("data_request", args=[pk])
    if form.is_valid():
        return take(request, lambda: _refused(request, asked, form), _("Nothing was erased."), back)
    context = {
        "title": _("Refuse the erasure"),
        "text": _("The request is closed and the name is taken out of it; nothing else changes."),
        "action": _("Refuse"),
        "back": back,
        "form": form,
        "crumbs": [(_("Data on a person"), reverse("person_data"))],
    }
    return render(request, "parts/confirm.html", context)


def _refused(request: HttpRequest, asked: DataRequest, form: ReasonForm) -> DataRequest:
    reason = form.cleaned_data["reason"]
    return data_requests.refuse(request=asked, reason=reason, by=request.user, on=timezone.now())
