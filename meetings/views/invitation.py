"""One invitation: its letter, history and steps for the Secretariat; letter and answer for the party."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel import acts, issuing
from acs_portal.kernel.access import can, require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.forms import posted, saved, take
from meetings import pdf as documents
from meetings.domain import invitation_letters as letters
from meetings.domain import invitation_list, invitation_mail, invitations
from meetings.forms import AnswerForm, InvitationForm, OtherwiseForm, WithdrawForm
from meetings.models import Invitation, Meeting
from meetings.views.invitations import MANAGE, preview_of
from meetings.views.steps import ask, found

State = Invitation.State


def _found(request: HttpRequest, code: str, pk: int, permission: str = MANAGE) -> tuple[Meeting, Invitation]:
    """The invitation of an address, 404 where there is none, 403 without the permission on its party."""
    meeting = found(request, code)
    if permission == MANAGE:
        require(request, MANAGE, meeting)
    of_meeting = meeting.invitations.select_related("party", "meeting", "answered_by")
    invitation = get_object_or_404(of_meeting, pk=pk)
    require(request, permission, invitation)
    return meeting, invitation


# ---------------------------------------------------------------- the Secretariat


def invitation(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The letter as it is or would be, how far it is, the messages that carried it, its history."""
    meeting, one = _found(request, code, pk)
    stored = letters.template_of(meeting)
    released = invitations.release_of(one)
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "invitations",
        "invitation": one,
        "letter": documents.letter_as_issued(released) if released else preview_of(one),
        "release": released,
        "template": stored,
        "reach": invitation_mail.reached([one], on=timezone.now())[one.pk],
        "messages_sent": invitation_mail.messages_about(one),
        "is_late": _is_late(one, stored),
        "may_edit": not meeting.is_over,
        "steps": _steps(one),
        "acts": acts.history(one) if can(request.user, "act.read") else None,
    }
    return render(request, "meetings/invitation_page.html", context)


def _is_late(invitation: Invitation, template) -> bool:
    return invitation.answered_at is not None and letters.is_late(
        template, official_day(invitation.answered_at, invitation.meeting.time_zone)
    )


def _steps(invitation: Invitation) -> list[tuple[str, str]]:
    """(label, done / now / later) of each state."""
    states = [State.DRAFT, State.ISSUED, State.SENT, State.ANSWERED]
    if invitation.state == State.WITHDRAWN:
        gone = [state for state in states[1:3] if state != State.SENT or invitation.has_gone]
        states = [State.DRAFT, *gone, State.WITHDRAWN]
    reached = states.index(State(invitation.state))
    tense = ["done"] * reached + ["now"] + ["later"] * (len(states) - reached - 1)
    return [(str(state.label), tense[place]) for place, state in enumerate(states)]


def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change the language, addressee and contact of a draft, or the contact of an issued letter."""
    meeting, one = _found(request, code, pk)
    form = InvitationForm(posted(request), instance=one)
    if saved(form, lambda: invitations.save(invitation=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The invitation is saved."))
        return redirect(one)
    context = {
        "meeting": meeting,
        "code": code,
        "form": form,
        "invitation": one,
        "title": _("Change the invitation"),
        "text": "",
        "action": _("Save"),
        "empty": "",
        "ticks": (),
    }
    return render(request, "meetings/invitation_form.html", context)


def letter_pdf(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The letter as it was issued; of a draft, a preview that says so."""
    meeting, one = _found(request, code, pk)
    if released := invitations.release_of(one):
        return issuing.issued_response(released, one.language)
    stored = letters.template_of(meeting)
    if stored is None:
        messages.error(request, str(letters.LetterMissing()))
        return redirect("meetings:invitation_template", code)
    tree = letters.letter(one, stored, symbol=letters.number_to_come())
    today = official_day(timezone.now(), meeting.time_zone)
    document = documents.invitation(tree, dated=today, draft=True, demonstration=one.is_demonstration)
    return issuing.preview(document, f"{meeting.code}-{one.party.slug}")


def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, then remove a draft."""
    meeting, one = _found(request, code, pk)
    back = reverse("meetings:invitations", args=[code])
    if request.method == "POST":
        return take(
            request,
            lambda: invitations.remove(invitation=one, by=request.user, on=timezone.now()),
            _("The draft is removed."),
            back,
        )
    return ask(
        request,
        meeting,
        one.get_absolute_url(),
        title=_("Remove the draft for %(party)s") % {"party": one.party.name},
        text=_("Nothing was issued; it can be drawn up again."),
        action=_("Remove"),
        danger=True,
    )


def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Whom it tells and what, the reason in the language of the letter; then withdraw."""
    meeting, one = _found(request, code, pk)
    form = WithdrawForm(posted(request), language=one.language)
    if saved(form, lambda: _withdraw(request, one, form)):
        messages.success(request, _("The invitation is withdrawn. Its number is not given again."))
        return redirect(one)
    reason = form.cleaned_data.get("reason", "") if form.is_bound else ""
    mailing = invitations.withdrawal(one, reason or _("[Here comes the reason that you give.]"))
    form.show(mailing)
    return ask(
        request,
        meeting,
        one.get_absolute_url(),
        title=_("Withdraw the invitation of %(party)s") % {"party": one.party.name},
        text=_("The letter stays on record as withdrawn. If it went by other means, tell it by the same."),
        action=_("Withdraw the invitation"),
        stay=_("Leave it as it is"),
        form=form,
        mailing=mailing,
        danger=True,
    )


def _withdraw(request: HttpRequest, invitation: Invitation, form: WithdrawForm) -> None:
    data = form.cleaned_data
    invitations.withdraw(
        invitation=invitation, reason=data["reason"], by=request.user, on=timezone.now(), told=data["told"]
    )


def otherwise(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Record that a letter went by other means."""
    meeting, one = _found(request, code, pk)
    form = OtherwiseForm(posted(request))
    if saved(
        form,
        lambda: invitation_mail.send_otherwise(
            invitation=one, how=form.cleaned_data["how"], by=request.user, on=timezone.now()
        ),
    ):
        messages.success(request, _("It is recorded how the letter was sent."))
        return redirect(one)
    return ask(
        request,
        meeting,
        one.get_absolute_url(),
        title=_("Sent by other means: %(party)s") % {"party": one.party.name},
        text=_("Download the letter, send it, then say here how. The portal writes to nobody."),
        action=_("Record"),
        form=form,
    )


def answer(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Record the answer of a party that came by letter or telephone."""
    meeting, one = _found(request, code, pk)
    form = AnswerForm(posted(request), invitation=one)
    if saved(form, lambda: _answer(request, one, form)):
        messages.success(request, _("The answer is recorded."))
        return redirect(one)
    return ask(
        request,
        meeting,
        one.get_absolute_url(),
        title=_("Record the answer of %(party)s") % {"party": one.party.name},
        text=_("As it came by letter, e-mail or telephone; say in the note how."),
        action=_("Record the answer"),
        form=form,
    )


def _answer(request: HttpRequest, invitation: Invitation, form: AnswerForm) -> None:
    data = form.cleaned_data
    invitations.answer(
        invitation=invitation,
        answer=data["answer"],
        note=data["note"],
        version=data["opened_version"],
        by=request.user,
        on=timezone.now(),
    )


# ---------------------------------------------------------------- the party


def my_invitation(request: HttpRequest, code: str) -> HttpResponse:
    """The letter to the party of the reader, and the answer to it; one section for each party they serve."""
    meeting = found(request, code)
    own = invitation_list.mine(request.user, meeting)
    if not own:
        raise PermissionDenied
    forms = {one.pk: AnswerForm(invitation=one, prefix=str(one.pk)) for one in own}
    return _my_page(request, meeting, own, forms)


def my_answer(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Answer in the name of the party; the page is that of its invitations."""
    meeting, one = _found(request, code, pk, "invitation.answer")
    back = reverse("meetings:my_invitation", args=[code])
    if request.method != "POST":
        return redirect(back)
    form = AnswerForm(request.POST, invitation=one, prefix=str(one.pk))
    if saved(form, lambda: _answer(request, one, form)):
        messages.success(
            request, _("Your answer is with the Secretariat. You can change it until the meeting.")
        )
        return redirect(back)
    own = invitation_list.mine(request.user, meeting)
    forms = {
        other.pk: form if other.pk == one.pk else AnswerForm(invitation=other, prefix=str(other.pk))
        for other in own
    }
    return _my_page(request, meeting, own, forms)


def _my_page(request: HttpRequest, meeting: Meeting, own: list[Invitation], forms: dict) -> HttpResponse:
    stored = letters.template_of(meeting)
    context = {
        "meeting": meeting,
        "code": meeting.code,
        "tab": "my_invitation",
        "template": stored,
        "is_past": letters.is_late(stored, official_day(timezone.now(), meeting.time_zone)),
        "own": [
            {
                "invitation": one,
                "form": forms[one.pk],
                "may_answer": one.is_under_way
                and not meeting.is_over
                and can(request.user, "invitation.answer", one),
            }
            for one in own
        ],
    }
    return render(request, "meetings/my_invitation.html", context)


@require_POST
def my_open(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Note that the letter is opened, then show it."""
    one = _sent(request, code, pk)
    invitations.open_(invitation=one, by=request.user, on=timezone.now())
    return redirect("meetings:my_letter_pdf", code, pk)


def my_letter_pdf(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The letter as it was issued, for its party."""
    one = _sent(request, code, pk)
    return issuing.issued_response(invitations.release_of(one), one.language)


def _sent(request: HttpRequest, code: str, pk: int) -> Invitation:
    """An invitation that its party may know of: 404 until it was sent."""
    _meeting, one = _found(request, code, pk, "invitation.read_own")
    if not one.has_gone:
        raise Http404
    return one
