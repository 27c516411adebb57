"""The entries of a profile in its working copy: the list of a section, and each step on an entry."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel import acts
from acs_portal.kernel.access import can, require
from acs_portal.kernel.forms import posted, saved, say, take
from acs_portal.kernel.releases import Node

from .. import reading
from ..domain import entries as domain
from ..domain import profile_tree, sections
from ..domain.profile_differences import section_changes
from ..forms import Editor, RemoveForm, new_entry
from ..models import CountryProfile, Entry, Party, Section
from ..reading import EntryText
from .party import ask, party_of, published

PAGE = 50


def entry_list(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """The entries of a section in the working copy, beside what is published, with every step on them."""
    party = _party(request, code, "profile.read_draft")
    profile = getattr(party, "profile", None)
    _release, frozen = published(party)
    draft = profile_tree.section_of(profile, section) if profile else Node(section, {})
    page = Paginator(draft.children, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "network/entry_list.html",
        {
            "section": "network",
            "party": party,
            "code": section,
            "name": Section(section).label,
            "example": sections.EXAMPLES[section],
            "page": page,
            "entries": [EntryText(node, section) for node in page],
            "changes": section_changes(reading.section_of(frozen, section), draft) if frozen else None,
            "may_draft": can(request.user, "profile.draft", party),
        },
    )


def entry_new(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Add an entry; ?copy=<uid> begins with all that another one says."""
    party = _party(request, code, "profile.draft")
    profile = getattr(party, "profile", None) or CountryProfile(party=party)
    entry = new_entry(profile, section)
    if request.method == "GET" and (copied := _there(party, section, request.GET.get("copy", ""))):
        entry = domain.copied(copied)
    editor = _editor(request, entry)

    def add() -> None:
        entry.uid = editor.form.cleaned_data["once"] or entry.uid
        domain.add(entry=entry, by=request.user, on=timezone.now())

    if editor.is_valid() and saved(editor.form, add):
        messages.success(request, _("The entry is added to the draft. Readers see it once it is published."))
        return redirect("network:entry_list", code=code.lower(), section=section)
    return _page(request, party, editor, None)


def entry_edit(request: HttpRequest, code: str, section: str, uid) -> HttpResponse:
    """Change an entry; one that was removed meanwhile says so and keeps what was typed in sight."""
    party = _party(request, code, "profile.draft")
    entry = _there(party, section, uid)
    if entry is None:
        return _gone(request, party, section)
    heading = entry.title
    editor = _editor(request, entry)
    if editor.is_valid() and saved(
        editor.form, lambda: domain.save(entry=entry, by=request.user, on=timezone.now())
    ):
        messages.success(request, _("The draft is saved. Readers see it once it is published."))
        return redirect("network:entry_list", code=code.lower(), section=section)
    return _page(request, party, editor, entry, heading)


def _gone(request: HttpRequest, party: Party, section: str) -> HttpResponse:
    if request.method != "POST":
        messages.error(request, str(domain.EntryGone()))
        return redirect("network:entry_list", code=party.slug, section=section)
    editor = Editor(new_entry(party.profile, section), request.POST)
    editor.is_valid()
    say(editor.form, domain.EntryGone())
    return _page(request, party, editor, None)


@require_POST
def entry_up(request: HttpRequest, code: str, section: str, uid) -> HttpResponse:
    """Move an entry up."""
    return _step(request, code, section, uid, domain.move_up, _("The entry is moved up."))


@require_POST
def entry_down(request: HttpRequest, code: str, section: str, uid) -> HttpResponse:
    """Move an entry down."""
    return _step(request, code, section, uid, domain.move_down, _("The entry is moved down."))


def entry_remove(request: HttpRequest, code: str, section: str, uid) -> HttpResponse:
    """Ask for the reason, then take an entry from the working copy."""
    party = _party(request, code, "profile.draft")
    entry = _there(party, section, uid)
    if entry is None:
        messages.error(request, str(domain.EntryGone()))
        return redirect("network:entry_list", code=code.lower(), section=section)
    form = RemoveForm(posted(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        domain.remove(entry=entry, reason=reason, by=request.user, on=timezone.now())
        messages.success(request, _("The entry is removed from the draft. What was published keeps it."))
        return redirect("network:entry_list", code=code.lower(), section=section)
    return ask(
        request,
        party,
        reverse("network:entry_list", args=[party.slug, section]),
        title=_("Remove “%(title)s”") % {"title": entry.title},
        text=_("The entry leaves the draft; what was published before and the register keep it."),
        action=_("Remove"),
        form=form,
        danger=True,
    )


def _party(request: HttpRequest, code: str, permission: str) -> Party:
    party = party_of(code)
    require(request, permission, party)
    return party


def _there(party: Party, section: str, uid) -> Entry | None:
    try:
        return domain.find(party, section, uid)
    except domain.EntryGone:
        return None


def _editor(request: HttpRequest, entry: Entry) -> Editor:
    return Editor(entry, posted(request), more=request.POST.get("add_row", ""))


def _step(request: HttpRequest, code: str, section: str, uid, step, said: str) -> HttpResponse:
    party = _party(request, code, "profile.draft")
    return take(
        request,
        lambda: step(entry=domain.find(party, section, uid), by=request.user, on=timezone.now()),
        said,
        reverse("network:entry_list", args=[party.slug, section]),
    )


def _page(request: HttpRequest, party: Party, editor: Editor, entry: Entry | None, heading: str = ""):
    section = editor.entry.SECTION
    return render(
        request,
        "network/entry_form.html",
        {
            "section": "network",
            "party": party,
            "code": section.value,
            "name": section.label,
            "example": sections.EXAMPLES[section],
            "editor": editor,
            "form": editor.form,
            "heading": heading,
            "entry": entry,
            "acts": acts.history(entry) if entry else None,
        },
    )
