"""The participants: who is registered, for each tier of readers, and the lists that were issued."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acs_portal.kernel import gate, issuing, releases, tables
from acs_portal.kernel.access import can, public
from acs_portal.kernel.folding import fold
from acs_portal.kernel.forms import posted, saved
from acs_portal.kernel.models import Release
from meetings import pdf as documents
from meetings import tables as sheets
from meetings.domain import important_dates
from meetings.domain import participants as domain
from meetings.forms import StageForm
from meetings.models import Delegate, Meeting
from meetings.views.steps import found

ROLES = dict(Delegate.Role.choices)


@public
def participants(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody sees who agreed to be listed; members and observers see all; the Secretariat e-mail, too."""
    meeting = found(request, code)
    sees_all = can(request.user, "participant.read", meeting)
    tree = documents.in_order(domain.tree(meeting), get_language())
    rows = list(domain.rows(tree, listed_only=not sees_all))
    query, sort = request.GET.get("q", "").strip(), request.GET.get("sort", "party")
    shown = _sorted([row for row in rows if _matches(row, query)], sort)
    counts = domain.counts(tree)
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "participants",
        "counts": counts,
        "expected": None if counts else important_dates.expected(meeting, "participants"),
        "all_delegates": sum(count.delegates for count in counts),
        "listed": len(rows),
        "rows": shown,
        "query": query,
        "sort": sort if sort in SORTS else "party",
        "roles": ROLES,
        "emails": _emails(request, meeting),
        "sees_all": sees_all,
        "releases": list(releases.releases_of(meeting, domain.KIND)),
        "may_register": can(request.user, "delegation.register", meeting) and not meeting.is_over,
        "sees_delegations": can(request.user, "delegation.approve", meeting),
        "may_release": can(request.user, "participant.release", meeting) and not meeting.is_cancelled,
    }
    return render(request, "meetings/participants_page.html", context)


def _emails(request: HttpRequest, meeting: Meeting) -> dict[str, str]:
    """The addresses by the id of the delegate's node, for the Secretariat alone."""
    if not can(request.user, "participant.read_contact", meeting):
        return {}
    found = Delegate.objects.filter(delegation__meeting=meeting).exclude(email="")
    return {f"delegate-{pk}": email for pk, email in found.values_list("pk", "email")}


SORTS = {
    "-party": lambda rows: rows[::-1],
    "name": lambda rows: sorted(rows, key=_name),
    "-name": lambda rows: sorted(rows, key=_name, reverse=True),
}


def _sorted(rows: list[domain.Row], sort: str) -> list[domain.Row]:
    """The rows by name, or as they come: in protocol order."""
    return SORTS.get(sort, list)(rows)


def _name(row: domain.Row) -> tuple[str, str]:
    return fold(row.delegate.facts["family_name"]), fold(row.delegate.facts["given_name"])


def _matches(row: domain.Row, query: str) -> bool:
    """Whether every word of the query is in the name, function or party; accents do not count."""
    text = fold(
        " ".join(
            [row.delegate.facts["name"], row.delegate.text("function").value, row.party.text("title").value]
        )
    )
    return all(word in text for word in fold(query).split())


@public
def participants_table(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The same rows as CSV or XLSX: everybody gets who agreed to be listed, members and observers all."""
    meeting = found(request, code)
    tree = documents.in_order(domain.tree(meeting), get_language())
    listed_only = not can(request.user, "participant.read", meeting)
    rows = [(row.category, row.party, row.delegate) for row in domain.rows(tree, listed_only=listed_only)]
    sees_contact = can(request.user, "participant.read_contact", meeting)
    header, lines = sheets.participants(rows, _emails(request, meeting) if sees_contact else None)
    make = tables.xlsx_response if form == "xlsx" else tables.csv_response
    return make(f"participants-{code}-{get_language()}", header, lines)


def participants_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The latest list as it was issued in the language of the address; needs participant.read."""
    meeting = found(request, code, "participant.read")
    release = releases.releases_of(meeting, domain.KIND).defer(None).first()
    if release is None:
        raise Http404
    return _issued(release)


def participants_at_pdf(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """An earlier list as it was issued."""
    meeting = found(request, code, "participant.read")
    lists = releases.releases_of(meeting, domain.KIND).defer(None)
    return _issued(get_object_or_404(lists, number=number))


def _issued(release: Release) -> HttpResponse:
    return issuing.issued_response(release, get_language())


def release(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then issue the list of participants."""
    meeting = found(request, code, "participant.release")
    tree = domain.tree(meeting)
    form = StageForm(posted(request), now=releases.sha256(releases.canonical(tree)))
    if request.method == "POST":
        if saved(form, lambda: _release(request, meeting, form)):
            messages.success(request, _("The list of participants is issued in three languages."))
            return redirect("meetings:participants", code)
        form.show_again()
    context = {
        "meeting": meeting,
        "code": code,
        "form": form,
        "findings": gate.findings([("", meeting), *domain.texts(meeting)]),
        "counts": domain.counts(tree),
        "list": documents.in_order(tree, get_language()),
        "roles": ROLES,
    }
    return render(request, "meetings/participants_release.html", context)


def _release(request: HttpRequest, meeting: Meeting, form: StageForm) -> Release:
    data = form.cleaned_data
    return domain.release(
        meeting=meeting, by=request.user, on=timezone.now(), seen=data["seen"], stage=data["stage"]
    )
