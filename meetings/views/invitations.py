"""The invitations of a meeting for the Secretariat: list, letter, guests, steps taken together."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from acs_portal.kernel import acts, issuing
from acs_portal.kernel.access import can
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.forms import posted, saved
from acs_portal.kernel.texts import text_of
from meetings import pdf as documents
from meetings.domain import invitation_letters as letters
from meetings.domain import invitation_list, invitation_mail, invitations
from meetings.domain.invitation_list import Row
from meetings.forms import ChosenForm, DrawUpForm, GuestForm, InvitationFilterForm, InvitationTemplateForm
from meetings.models import Invitation, Meeting
from meetings.views.steps import found

MANAGE = "invitation.manage"
State = Invitation.State
LOOKS = {"yes": "teal", "no": "deep", "open": "sand", "silent": "coral", "unsent": "line"}


def terms() -> dict[str, str]:
    """What the parts of the picture are called."""
    return {
        "yes": pgettext("count of invitations", "will attend"),
        "no": pgettext("count of invitations", "will not attend"),
        "open": pgettext("count of invitations", "opened or undecided"),
        "silent": pgettext("count of invitations", "sent, not opened"),
        "unsent": pgettext("count of invitations", "not sent yet"),
    }


def invitations_(request: HttpRequest, code: str) -> HttpResponse:
    """Every party that may attend, with its invitation: how far each is, and the next step together."""
    meeting = found(request, code, MANAGE)
    form = InvitationFilterForm(request.GET)
    asked, every, stored = form.asked(), _rows(meeting), letters.template_of(meeting)
    shown = invitation_list.narrowed(every, **asked)
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "invitations",
        "form": form,
        "narrowed": bool(asked),
        "query": f"?{request.GET.urlencode()}" if asked else "",
        "rows": shown,
        "has_any": any(row.invitation for row in every),
        "counts": _counts(every),
        "picture": _picture(every),
        "legend": [(LOOKS[term], name) for term, name in terms().items()],
        "template": stored,
        "may_edit": not meeting.is_over,
        "acts": acts.history(stored) if stored and can(request.user, "act.read") else None,
    }
    return render(request, "meetings/invitation_list.html", context)


def _rows(meeting: Meeting) -> list[Row]:
    return invitation_list.rows(meeting, language=get_language(), on=timezone.now())


def _counts(rows: list[Row]) -> dict[str, int]:
    """How many drafts wait to be issued, letters to be sent, parties to be invited."""
    states = [row.invitation.state if row.invitation else "none" for row in rows]
    return {state: states.count(state) for state in (State.DRAFT, State.ISSUED, "none")}


def _picture(rows: list[Row]) -> list[dict]:
    """A bar for each category, of the whole width: how many are how far, in percent of the category."""
    return [_bar(label, counts) for label, counts in invitation_list.bars(rows)]


def _bar(label: str, counts: dict[str, int]) -> dict:
    whole, left, parts, names = sum(counts.values()), 0.0, [], terms()
    for term, count in counts.items():
        width = round(100 * count / whole, 2)
        parts.append({"fill": LOOKS[term], "x": str(left), "width": str(width)})
        left = round(left + width, 2)
    words = ", ".join(f"{names[term]} {count}" for term, count in counts.items() if count)
    return {"label": label, "parts": parts, "words": words}


def letters_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The issued letters that the list shows, as one file to print; 404 where there is none."""
    meeting = found(request, code, MANAGE)
    shown = invitation_list.narrowed(_rows(meeting), **InvitationFilterForm(request.GET).asked())
    standing = [row.invitation for row in shown if row.invitation and row.invitation.state != State.WITHDRAWN]
    released = invitations.releases_of(standing)
    if not released:
        raise Http404
    language, today = get_language(), official_day(timezone.now(), meeting.time_zone)
    document = documents.invitations(released, language, dated=today, subject=text_of(meeting, "title").value)
    return issuing.preview(document, f"{meeting.code}-invitations")


def template(request: HttpRequest, code: str) -> HttpResponse:
    """The letter in three languages: the proposed text until somebody saves one."""
    meeting = found(request, code, MANAGE)
    stored = letters.template_of(meeting)
    instance = stored or letters.proposed(meeting)
    form = InvitationTemplateForm(posted(request), instance=instance)
    if saved(form, lambda: letters.save(template=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The letter is saved. Look at it below as each party will read it."))
        return redirect("meetings:invitations", code)
    context = {"meeting": meeting, "code": code, "form": form, "is_proposed": stored is None}
    return render(request, "meetings/invitation_template.html", context)


def draw_up(request: HttpRequest, code: str) -> HttpResponse:
    """Tick the parties, then draw up their invitations."""
    meeting = found(request, code, MANAGE)
    rows = _rows(meeting)
    form = DrawUpForm(posted(request), rows=rows, category=request.GET.get("category", ""))
    if saved(form, lambda: _draw_up(request, meeting, form)):
        messages.success(
            request, _("The invitations are drawn up. Check addressee and language, then issue them.")
        )
        return redirect("meetings:invitations", code)
    return _page(
        request,
        meeting,
        form,
        title=_("Draw up invitations"),
        text=_("Each in the working language of its party. Nothing is issued or sent by this."),
        action=_("Draw up"),
        ticks=[("", _("All")), *Invitation.Category.choices[:3]],
        empty="" if any(row.invitation is None for row in rows) else _("Every party has its invitation."),
    )


def _draw_up(request: HttpRequest, meeting: Meeting, form: DrawUpForm) -> None:
    parties = form.cleaned_data["parties"]
    invitations.draw_up(meeting=meeting, parties=parties, by=request.user, on=timezone.now())


def guest(request: HttpRequest, code: str) -> HttpResponse:
    """Add a guest, whose invitation is drawn up at once."""
    meeting = found(request, code, MANAGE)
    form = GuestForm(posted(request))
    made: list[Invitation] = []
    if saved(form, lambda: made.append(_add_guest(request, meeting, form))):
        messages.success(request, _("The guest is added, and the invitation drawn up."))
        return redirect(made[0])
    return _page(
        request,
        meeting,
        form,
        title=_("Add a guest"),
        text=_("A guest is invited to this meeting and has no other place in the network."),
        action=_("Add the guest"),
    )


def _add_guest(request: HttpRequest, meeting: Meeting, form: GuestForm) -> Invitation:
    return invitations.add_guest(meeting=meeting, by=request.user, on=timezone.now(), **form.values())


def issue(request: HttpRequest, code: str) -> HttpResponse:
    """The letters as they would go out, then issue them: those ticked in the list, or all drafts."""
    meeting = found(request, code, MANAGE)
    form, drafts = _chosen(request, meeting, State.DRAFT)
    if saved(form, lambda: _issue(request, meeting, form)):
        messages.success(request, _("The letters are issued. Their PDFs are being made; now send them."))
        return redirect(f"{reverse('meetings:invitations', args=[code])}?state={State.ISSUED}")
    form.choose([one.pk for one in drafts])
    stored = letters.template_of(meeting)
    blocks = invitations.findings(stored)
    context = {
        "meeting": meeting,
        "code": code,
        "form": form,
        "drafts": drafts,
        "template": stored,
        "findings": blocks,
        "sample": preview_of(drafts[0]) if drafts and stored else None,
    }
    return render(request, "meetings/invitation_issue.html", context)


def _chosen(request: HttpRequest, meeting: Meeting, state: str) -> tuple[ChosenForm, list[Invitation]]:
    """The form of a step taken together, and what waits for it of those asked for, or of all."""
    asked = request.POST.getlist("pk") if request.method == "POST" else request.GET.getlist("pk")
    pks = {int(pk) for pk in asked if pk.isdecimal()}
    waiting = invitations.chosen(meeting, pks, state)
    known = [one.pk for one in meeting.invitations.only("pk")]
    form = ChosenForm(posted(request), known=known, initial={"pk": [one.pk for one in waiting]})
    return form, waiting


def _issue(request: HttpRequest, meeting: Meeting, form: ChosenForm) -> None:
    invitations.issue(meeting=meeting, pks=form.chosen(), by=request.user, on=timezone.now())


def preview_of(invitation: Invitation) -> "documents.Letter | None":
    """A draft as the letter it would be today; None while the letter is not written or has a gap."""
    stored = letters.template_of(invitation.meeting)
    if stored is None:
        return None
    try:
        tree = letters.letter(invitation, stored, symbol=letters.number_to_come())
    except letters.NothingToFillIn:
        return None
    return documents.letter(tree, official_day(timezone.now(), invitation.meeting.time_zone))


def send(request: HttpRequest, code: str) -> HttpResponse:
    """Who gets which letter in which language and who has no address; then send them."""
    meeting = found(request, code, MANAGE)
    if letters.template_of(meeting) is None:
        messages.error(request, str(letters.LetterMissing()))
        return redirect("meetings:invitation_template", code)
    form, issued = _chosen(request, meeting, State.ISSUED)
    sent: list[Invitation] = []
    if saved(form, lambda: sent.extend(_send(request, meeting, form))):
        said = ngettext("%(count)s invitation is sent.", "%(count)s invitations are sent.", len(sent))
        messages.success(request, said % {"count": len(sent)})
        return redirect(f"{reverse('meetings:invitations', args=[code])}?state={State.SENT}")
    going = invitation_mail.dispatch(meeting, [one.pk for one in issued] or [0], on=timezone.now())
    form.choose([one.pk for one in issued])
    form.show(going)
    context = {"meeting": meeting, "code": code, "form": form, "going": going}
    return render(request, "meetings/invitation_send.html", context)


def _send(request: HttpRequest, meeting: Meeting, form: ChosenForm) -> list[Invitation]:
    told = form.cleaned_data["told"]
    return invitation_mail.send(
        meeting=meeting, pks=form.chosen(), by=request.user, on=timezone.now(), told=told
    )


def _page(request: HttpRequest, meeting: Meeting, form, **words) -> HttpResponse:
    """A form of the invitations under its title."""
    context = {"meeting": meeting, "code": meeting.code, "form": form, "empty": "", "ticks": (), **words}
    return render(request, "meetings/invitation_form.html", context)
