"""The one form with which a party files its delegation: drafted, submitted, changed, withdrawn."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acs_portal.kernel import acts, files
from acs_portal.kernel.access import can, require
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import posted, saved, say
from acs_portal.kernel.models import Stale
from meetings.domain import changes, filings, questions, seats
from meetings.forms import DelegationSheet, LetterForm, ReasonForm
from meetings.models import Delegation, Meeting, Question
from meetings.views.steps import ask, found
from network.models import Party, held_posts


def my_delegations(request: HttpRequest, code: str) -> HttpResponse:
    """The way to the delegation of the own party; a choice for who files for several."""
    meeting = found(request, code, "account.use")
    parties = parties_of(request.user)
    if not parties:
        require(request, "delegation.draft")  # refuses
    if len(parties) == 1:
        return redirect("meetings:my_delegation", code, parties[0].slug)
    context = {"meeting": meeting, "code": code, "parties": parties}
    return render(request, "meetings/my_delegations.html", context)


def parties_of(user) -> list[Party]:
    """The parties for which a person drafts or files delegations."""
    held = {party for party, _post, _kind in held_posts(user)}
    parties = Party.objects.filter(pk__in=held).in_protocol_order() if held else []
    return [party for party in parties if can(user, "delegation.draft", party)]


def my_delegation(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """The form: letter, people in their order, answers; it waits as a draft until it is submitted."""
    meeting, delegation = _found(request, code, party, "delegation.draft")
    if request.method == "POST" and delegation.is_approved:
        require(request, "delegation.file", delegation.party)  # what is changed now counts at once
    waiting = changes.open_changes(delegation) if delegation.pk else []
    sheet = _sheet(request, delegation, waiting)
    if request.method == "POST" and (answer := _sent(request, sheet)):
        return answer
    delegation = sheet.delegation  # stored by now, where its letter was kept
    may_file = can(request.user, "delegation.file", delegation.party)
    context = {
        "meeting": meeting,
        "code": code,
        "delegation": delegation,
        "sheet": sheet,
        "waiting": waiting,
        "withdrawn": _withdrawn(delegation),
        "may_file": may_file,
        "may_change": may_file if delegation.is_approved else delegation.state != Delegation.State.SUBMITTED,
        "due_on": filings.due_on(meeting),
        "is_late": filings.is_late(meeting, timezone.now()),
        "seats": seats.seats_of(meeting, delegation.party),
        "acts": acts.history(delegation) if delegation.pk else None,
    }
    return render(request, "meetings/my_delegation.html", context)


def _withdrawn(delegation: Delegation) -> list:
    return list(delegation.delegates.exclude(withdrawn_at=None)) if delegation.pk else []


def _found(request: HttpRequest, code: str, party: str, permission: str) -> tuple[Meeting, Delegation]:
    meeting = found(request, code)
    of = get_object_or_404(Party, code=party.upper())
    require(request, permission, of)
    return meeting, filings.delegation_of(meeting, of)


def _sheet(request: HttpRequest, delegation: Delegation, waiting: list) -> DelegationSheet:
    delegates = []
    if delegation.pk:
        there = delegation.delegates.filter(withdrawn_at=None).select_related("delegation__party")
        delegates = list(there.order_by("position", "pk"))
        changes.show(delegates, waiting)
    return DelegationSheet(
        request,
        delegation=delegation,
        delegates=delegates,
        earlier=filings.earlier_people(delegation.meeting, delegation.party),
        asked=questions.of_meeting(delegation.meeting, Question.AskedOf.PARTY),
        given=questions.answers_of(delegation),
    )


def _sent(request: HttpRequest, sheet: DelegationSheet) -> HttpResponse | None:
    """What becomes of the form that was sent; None when the page shows it again."""
    if sheet.press == LetterForm.MORE or not sheet.is_valid():
        _keep_letter(request, sheet)
        if sheet.press == LetterForm.MORE:
            sheet.add(request.POST.getlist("take_over"))
        return None
    try:
        delegation, waiting = _save(request, sheet)
    except Stale as stale:  # somebody else wrote the draft meanwhile: their letter stays
        sheet.forget()
        say(sheet.letter, stale)
        return None
    except RuleBroken as broken:
        sheet.forget()
        _keep_letter(request, sheet)
        say(sheet.letter, broken)
        return None
    return _saved(request, sheet, delegation, waiting)


def _keep_letter(request: HttpRequest, sheet: DelegationSheet) -> None:
    """A browser sends a file once: it is kept with the draft, whatever else is wrong with the form."""
    form = sheet.letter
    form.is_valid()
    upload = form.cleaned_data.get("letter")
    stored = filings.delegation_of(sheet.delegation.meeting, sheet.delegation.party)
    if not upload or form.errors or stored.is_approved:
        return
    try:
        kept = filings.keep_letter(delegation=stored, letter=upload, by=request.user, on=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return
    sheet.kept(kept)
    messages.info(request, _("“%(name)s” is kept with the draft.") % {"name": upload.name})


def _save(request: HttpRequest, sheet: DelegationSheet) -> tuple[Delegation, int]:
    return filings.save(
        delegation=sheet.letter.instance,
        people=sheet.changed(),
        removed=sheet.removed(),
        fields=sheet.columns,
        answers=sheet.answers.values(),
        letter=sheet.letter.cleaned_data["letter"],
        by=request.user,
        on=timezone.now(),
    )


def _saved(
    request: HttpRequest, sheet: DelegationSheet, delegation: Delegation, waiting: int
) -> HttpResponse:
    code, party = delegation.meeting.code, delegation.party.slug
    if sheet.press == LetterForm.SUBMIT and delegation.is_editable:
        return redirect("meetings:my_delegation_submit", code, party)
    if waiting:
        said = ngettext(
            "Saved. %(count)s change waits for the Secretariat; everything else counts at once.",
            "Saved. %(count)s changes wait for the Secretariat; everything else counts at once.",
            waiting,
        ) % {"count": waiting}
    elif delegation.is_approved:
        said = _("Saved.")
    else:
        said = _("The draft is saved. It waits here until it is submitted.")
    messages.success(request, said)
    return redirect("meetings:my_delegation", code, party)


def letter(request: HttpRequest, code: str, party: str) -> FileResponse:
    """The letter of the own delegation as it was uploaded."""
    _meeting, delegation = _found(request, code, party, "delegation.draft")
    if delegation.letter is None:
        raise Http404
    return files.attached(delegation.letter)


def submit(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """Ask, then submit."""
    meeting, delegation = _found(request, code, party, "delegation.file")
    back = reverse("meetings:my_delegation", args=[code, party])
    if delegation.pk is None:
        messages.error(request, _("Nothing has been drafted yet: fill in the form first."))
        return redirect(back)
    if request.method == "POST":
        try:
            filings.submit(delegation=delegation, by=request.user, on=timezone.now())
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            messages.success(request, _("The delegation is submitted. The Secretariat looks at it."))
        return redirect(back)
    text = _("%(names)s. The Secretariat approves it or returns it with a reason.")
    there = delegation.delegates.filter(withdrawn_at=None).order_by("position", "pk")
    return ask(
        request,
        meeting,
        back,
        title=_("Submit the delegation of %(party)s") % {"party": delegation.party.name},
        text=text % {"names": ", ".join(one.full_name for one in there) or "–"},
        action=_("Submit"),
        stay=_("Back to the form"),
    )


def withdraw(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """Ask for the reason, then withdraw the whole delegation."""
    meeting, delegation = _found(request, code, party, "delegation.file")
    back = reverse("meetings:my_delegation", args=[code, party])
    if delegation.pk is None:
        return redirect(back)
    form = ReasonForm(posted(request))
    if saved(
        form,
        lambda: filings.withdraw(
            delegation=delegation, reason=form.cleaned_data["reason"], by=request.user, on=timezone.now()
        ),
    ):
        messages.success(request, _("The delegation is withdrawn. It can be filed anew."))
        return redirect(back)
    return ask(
        request,
        meeting,
        back,
        title=_("Withdraw the delegation of %(party)s") % {"party": delegation.party.name},
        text=_("Nobody of it is on the list of participants any more."),
        action=_("Withdraw"),
        form=form,
        danger=True,
    )
