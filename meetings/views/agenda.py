"""The agenda: releases as they were frozen, the working copy, and the release of it."""

from functools import partial

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel import acts, correcting, corrigenda, issuing, kinds, releases
from acs_portal.kernel.access import can, public
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.forms import posted, saved, say, take
from acs_portal.kernel.models import Release
from acs_portal.kernel.releases import Node, Reading
from acs_portal.kernel.shown import Shown, shown
from meetings import pdf as documents
from meetings.domain import agenda as domain
from meetings.domain import agenda_release, important_dates
from meetings.domain import corrigenda as corrections
from meetings.forms import AgendaItemForm, NewAgendaItemForm, NoteForm, ReasonForm
from meetings.models import AgendaItem, Meeting
from meetings.views.steps import ask, found


def _kinds() -> dict[str, str]:
    """What each kind of item is called, in the language in force."""
    return {kind: str(label) for kind, label in AgendaItem.Kind.choices}


@public
def agenda(request: HttpRequest, code: str) -> HttpResponse:
    """The latest release, read from its snapshot; before the first one, that it is expected."""
    meeting = found(request, code)
    reading = _reading(request, meeting)
    if reading is None:
        may_draft = can(request.user, "agenda.read_draft", meeting)
        expected = important_dates.expected(meeting, "agenda")
        context = {"meeting": meeting, "code": code, "tab": "agenda", "may_draft": may_draft}
        context |= {"expected": expected}
        return render(request, "meetings/agenda_expected.html", context)
    return _released(request, meeting, reading)


@public
def agenda_at(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A release as it was, whatever came later."""
    meeting = found(request, code)
    reading = _reading(request, meeting, number)
    if reading is None:
        raise Http404
    return _released(request, meeting, reading)


def _reading(request: HttpRequest, meeting: Meeting, number: int | None = None) -> Reading | None:
    """A release for the reader's language; `?as=issued` asks for the text before it was corrected."""
    as_issued = request.GET.get("as") == "issued"
    return releases.read(meeting, agenda_release.KIND, get_language(), number=number, as_issued=as_issued)


def _released(request: HttpRequest, meeting: Meeting, reading: Reading) -> HttpResponse:
    tree, release = reading.tree, reading.release
    arguments = [meeting.code, release.number]
    context = {
        "code": meeting.code,
        "tab": "agenda",
        "tree": tree,
        "title": documents.agenda_title(tree),
        "minutes": domain.total_minutes(tree),
        "kinds": _kinds(),
        "release": release,
        "release_name": agenda_release.name_of(release),
        "latest": reading.latest,
        "latest_address": reverse("meetings:agenda", args=[meeting.code]),
        "pdf": _pdf_address(meeting, reading.shown),
        "changes": _changes_address(meeting, release),
        "numbers": range(1, reading.latest.number + 1),
        "may_draft": can(request.user, "agenda.read_draft", meeting),
        "reading": reading,
        "corrected": reading.corrected,
        "differences": shown(reading.corrections, kinds.of(agenda_release.KIND), get_language()),
        "corrigenda": [(made, _pdf_address(meeting, made)) for made in reading.corrigenda],
        "as_issued": reading.shown is release,
        "may_correct": reading.is_latest and can(request.user, "agenda.release", meeting),
        "correct": reverse("meetings:agenda_correct", args=arguments),
    }
    return render(request, "meetings/agenda_page.html", context)


def _pdf_address(meeting: Meeting, shown: Release) -> str:
    if shown.corrects_id:
        arguments = [meeting.code, shown.number, shown.corrigendum]
        return reverse("meetings:agenda_corrigendum_pdf", args=arguments)
    return reverse("meetings:agenda_at_pdf", args=[meeting.code, shown.number])


def _changes_address(meeting: Meeting, release: Release) -> str:
    return (
        reverse("meetings:agenda_changes", args=[meeting.code, release.number]) if release.number > 1 else ""
    )


def _release_or_404(meeting: Meeting, number: int) -> Release:
    return get_object_or_404(releases.releases_of(meeting, agenda_release.KIND).defer(None), number=number)


@public
def changes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What a release changed of the one before."""
    meeting = found(request, code)
    both = list(
        releases.releases_of(meeting, agenda_release.KIND).defer(None).filter(number__in=[number - 1, number])
    )
    if len(both) < 2:
        raise Http404
    release, before = both
    context = {
        "code": code,
        "tab": "agenda",
        "tree": releases.tree_of(release),
        "release": release,
        "release_name": agenda_release.name_of(release),
        "before": before,
        "before_name": agenda_release.name_of(before),
        "differences": shown(releases.changes_of(release, before), kinds.of(agenda_release.KIND)),
    }
    return render(request, "meetings/agenda_changes.html", context)


def _differences(last: Release | None, tree: Node) -> Shown | None:
    """What the working copy would change of the last release, in every language."""
    kind = kinds.of(agenda_release.KIND)
    return shown(releases.diff(releases.tree_of(last), tree, kind), kind) if last else None


@public
def agenda_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The latest release as it reads in the language of the address: as issued, or as corrected since."""
    meeting = found(request, code)
    release = releases.latest(meeting, agenda_release.KIND)
    if release is None:
        raise Http404
    return _issued(corrigenda.in_force(release, get_language()) or release)


@public
def agenda_at_pdf(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A release as it was issued in the language of the address."""
    return _issued(_release_or_404(found(request, code), number))


@public
def agenda_corrigendum_pdf(request: HttpRequest, code: str, number: int, corrigendum: int) -> HttpResponse:
    """A corrigendum as it was issued, in its one language."""
    base = _release_or_404(found(request, code), number)
    made = get_object_or_404(base.corrigenda, corrigendum=corrigendum)
    return issuing.issued_response(made, made.language)


def _issued(release: Release) -> HttpResponse:
    return issuing.issued_response(release, get_language())


def correct(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Correct a mistake in one language of the released agenda."""
    meeting = found(request, code, "agenda.release")
    base, back = _release_or_404(meeting, number), reverse("meetings:agenda_at", args=[code, number])
    said = _("%(symbol)s is issued. Correct the working copy, too, so that the next release has these words.")
    return correcting.page(
        request,
        base,
        correct=partial(
            corrections.correct, meeting=meeting, release=base, by=request.user, on=timezone.now()
        ),
        telling=partial(corrections.mailing, meeting),
        done=lambda made: messages.success(request, said % {"symbol": made.symbol}),
        back=back,
        crumbs=[
            (_("Meetings"), reverse("meetings:meetings")),
            (meeting.title, meeting.get_absolute_url()),
            (_("Agenda"), back),
        ],
    )


# ---------------------------------------------------------------- the working copy


def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The working copy, what differs from the last release, and every step on it."""
    meeting = found(request, code, "agenda.read_draft")
    tree, last = domain.tree(meeting), releases.latest(meeting, agenda_release.KIND)
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "agenda",
        "tree": tree,
        "kinds": _kinds(),
        "minutes": domain.total_minutes(tree),
        "last": last,
        "last_name": agenda_release.name_of(last) if last else "",
        "differences": _differences(last, tree),
        "lacking": corrigenda.lacking(last, tree) if last else [],
        "may_edit": can(request.user, "agenda.draft", meeting) and not meeting.is_over,
        "deepest": domain.DEEPEST,
        "acts": acts.history(meeting, *meeting.agenda_items.all(), limit=30),
    }
    return render(request, "meetings/agenda_draft.html", context)


def draft_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The working copy as it would print; it says on every page that it is a draft."""
    meeting = found(request, code, "agenda.read_draft")
    language = get_language()
    document = documents.agenda(
        domain.tree(meeting),
        language,
        dated=official_day(timezone.now(), meeting.time_zone),
        demonstration=meeting.is_demonstration,
        draft=True,
    )
    return issuing.preview(document, f"{meeting.code}-draft")


def item_new(request: HttpRequest, code: str) -> HttpResponse:
    """Add an item; ?under=<uid> says under which one."""
    meeting = found(request, code, "agenda.draft")
    item = AgendaItem(meeting=meeting, authentic_language=meeting.authentic_language)
    form = NewAgendaItemForm(
        posted(request),
        instance=item,
        tree=domain.tree(meeting),
        initial={"under": request.GET.get("under", "")},
    )
    if saved(form, lambda: _add(request, meeting, form)):
        messages.success(request, _("The item is added."))
        return redirect("meetings:agenda_draft", code)
    context = {"meeting": meeting, "form": form, "item": None, "acts": None}
    return render(request, "meetings/agenda_item_form.html", context)


def _add(request: HttpRequest, meeting: Meeting, form: NewAgendaItemForm) -> AgendaItem:
    data = form.cleaned_data
    return domain.add_item(
        meeting=meeting,
        parent=meeting.agenda_items.get(uid=data["under"]) if data["under"] else None,
        title=form.words("title"),
        annotation=form.words("annotation"),
        kind=data["kind"],
        minutes=data["minutes"],
        authentic_language=data["authentic_language"],
        uid=data["once"],
        by=request.user,
        on=timezone.now(),
    )


def item_edit(request: HttpRequest, code: str, uid) -> HttpResponse:
    """Change an item."""
    meeting = found(request, code, "agenda.draft")
    item = _items(meeting).filter(uid=uid).first()
    if item is None:
        return _gone(request, meeting)
    heading = item.title
    form = AgendaItemForm(posted(request), instance=item)
    if saved(form, lambda: domain.save_item(item=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The item is saved. It is public with the next release."))
        return redirect("meetings:agenda_draft", code)
    context = {"meeting": meeting, "form": form, "item": item, "heading": heading, "acts": acts.history(item)}
    return render(request, "meetings/agenda_item_form.html", context)


def _gone(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The item was removed while it was being edited: say so, and keep what was typed in sight."""
    if request.method != "POST":
        raise Http404
    form = AgendaItemForm(request.POST, instance=AgendaItem(meeting=meeting))
    say(form, domain.ItemGone())
    context = {"meeting": meeting, "form": form, "item": None, "acts": None}
    return render(request, "meetings/agenda_item_form.html", context)


@require_POST
def item_up(request: HttpRequest, code: str, uid) -> HttpResponse:
    """Move an item up."""
    meeting = found(request, code, "agenda.draft")
    return take(
        request,
        lambda: domain.move_up(item=_there(meeting, uid), by=request.user, on=timezone.now()),
        _("The item is moved up."),
        reverse("meetings:agenda_draft", args=[code]),
    )


@require_POST
def item_down(request: HttpRequest, code: str, uid) -> HttpResponse:
    """Move an item down."""
    meeting = found(request, code, "agenda.draft")
    return take(
        request,
        lambda: domain.move_down(item=_there(meeting, uid), by=request.user, on=timezone.now()),
        _("The item is moved down."),
        reverse("meetings:agenda_draft", args=[code]),
    )


def item_remove(request: HttpRequest, code: str, uid) -> HttpResponse:
    """Ask for the reason, then remove an item."""
    meeting = found(request, code, "agenda.draft")
    item = get_object_or_404(_items(meeting), uid=uid)
    form = ReasonForm(posted(request))
    if saved(
        form,
        lambda: domain.remove_item(
            item=item, reason=form.cleaned_data["reason"], by=request.user, on=timezone.now()
        ),
    ):
        messages.success(request, _("The item is removed from the working copy. What was released keeps it."))
        return redirect("meetings:agenda_draft", code)
    return ask(
        request,
        meeting,
        reverse("meetings:agenda_draft", args=[code]),
        title=_("Remove “%(title)s”") % {"title": item.title},
        text=_("The item leaves the working copy; earlier releases keep it."),
        action=_("Remove"),
        form=form,
        danger=True,
    )


def _items(meeting: Meeting):
    return meeting.agenda_items.select_related("meeting")


def _there(meeting: Meeting, uid) -> AgendaItem:
    """An item that a page showed a moment ago. Raises ItemGone."""
    item = _items(meeting).filter(uid=uid).first()
    if item is None:
        raise domain.ItemGone
    return item


def release(request: HttpRequest, code: str) -> HttpResponse:
    """The text that goes out, the warnings to acknowledge, a note in three languages, then the release."""
    meeting = found(request, code, "agenda.release")
    prefetch_related_objects([meeting], "agenda_items")
    past = list(releases.releases_of(meeting, agenda_release.KIND))  # the words of the last alone are read
    tree, last = domain.tree(meeting), past[0] if past else None
    warned, now = agenda_release.warnings(meeting, tree), agenda_release.fingerprint(tree)
    form = NoteForm(posted(request), warned=bool(warned), now=now)
    if request.method == "POST":
        if saved(form, lambda: _release(request, meeting, form)):
            messages.success(request, _("The agenda is released, and the focal points are told."))
            return redirect("meetings:agenda", code)
        form.show_again()
    mailing = agenda_release.mailing(meeting, form.note_as_typed(), past, on=timezone.now())
    form.show(mailing)
    context = {
        "meeting": meeting,
        "code": code,
        "form": form,
        "mailing": mailing,
        "tree": tree,
        "warnings": warned,
        "minutes": domain.total_minutes(tree),
        "kinds": _kinds(),
        "differences": _differences(last, tree),
        "lacking": corrigenda.lacking(last, tree) if last else [],
        "unchanged": bool(last) and last.sha256 == now,
        "next_name": f"Rev.{last.number}" if last else _("Provisional agenda"),
    }
    return render(request, "meetings/agenda_release.html", context)


def _release(request: HttpRequest, meeting: Meeting, form: NoteForm) -> Release:
    return agenda_release.release(
        meeting=meeting,
        note=form.note(),
        acknowledged=form.cleaned_data.get("acknowledged", False),
        seen=form.cleaned_data["seen"],
        told=form.cleaned_data["told"],
        by=request.user,
        on=timezone.now(),
    )
