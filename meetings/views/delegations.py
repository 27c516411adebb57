"""Delegations and their delegates: one letter, an order of precedence, withdrawals."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel import acts, files
from acs_portal.kernel.access import can
from acs_portal.kernel.forms import posted, saved, take
from meetings.domain import approvals, changes, credentials, questions, seats
from meetings.domain import delegations as domain
from meetings.forms import (
    DelegateForm,
    DelegationForm,
    LetterOfDelegationForm,
    NewDelegateForm,
    ReasonForm,
)
from meetings.models import Answer, Delegate, DelegateLink, Delegation, Meeting
from meetings.views.steps import ask, found


def delegation_new(request: HttpRequest, code: str) -> HttpResponse:
    """Register a delegation with its letter."""
    meeting = found(request, code, "delegation.register")
    form = DelegationForm(posted(request), request.FILES or None, meeting=meeting)
    if saved(form, lambda: _register(request, meeting, form)):
        messages.success(request, _("The delegation is registered. Now add its delegates."))
        return redirect("meetings:delegation", code, form.cleaned_data["party"].code.lower())
    return render(request, "meetings/delegation_form.html", {"meeting": meeting, "form": form})


@files.atomic()
def _register(request: HttpRequest, meeting: Meeting, form: DelegationForm) -> Delegation:
    upload = form.cleaned_data["letter"]
    return domain.register_delegation(
        meeting=meeting,
        party=form.cleaned_data["party"],
        letter_reference=form.cleaned_data["letter_reference"],
        letter_date=form.cleaned_data["letter_date"],
        letter=files.store(upload, by=request.user) if upload else None,
        by=request.user,
        on=timezone.now(),
    )


def delegation(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """One delegation: where it stands, its letter and credentials, its delegates, who did what."""
    meeting, delegation = _found(request, code, party)
    links = Prefetch("links", DelegateLink.objects.open_at(timezone.now()), to_attr="open_links")
    rows = delegation.delegates.select_related("created_by").prefetch_related(links, ANSWERS)
    people = list(rows)
    heads_first = sorted(people, key=lambda delegate: delegate.role != Delegate.Role.HEAD)
    there = [delegate for delegate in heads_first if not delegate.withdrawn_at]
    for delegate in people:
        delegate.delegation = delegation
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "participants",
        "delegation": delegation,
        "delegates": [delegate for delegate in there if not delegate.waitlisted_at],
        "waiting": sorted((one for one in there if one.waitlisted_at), key=lambda one: one.waitlisted_at),
        "withdrawn": [delegate for delegate in heads_first if delegate.withdrawn_at],
        "seats": seats.seats_of(meeting, delegation.party),
        "changes": changes.open_changes(delegation),
        "votes": credentials.may_vote(delegation, day=meeting.opens_on),
        "signs": credentials.may_sign(delegation, day=meeting.opens_on),
        "has_right": credentials.has_right_to_vote(delegation.party, meeting.opens_on),
        "answers": questions.summary(delegation.answers.select_related("question")),
        "may_edit": not meeting.is_over,
        "acts": acts.history(delegation, *people) if can(request.user, "act.read") else None,
    }
    return render(request, "meetings/delegation_page.html", context)


ANSWERS = Prefetch("answers", Answer.objects.select_related("question"))


def delegation_edit(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """Correct the letter of a delegation."""
    meeting, delegation = _found(request, code, party)
    form = LetterOfDelegationForm(posted(request), request.FILES or None, instance=delegation)
    if saved(form, lambda: _save_letter(request, form)):
        messages.success(request, _("The letter is saved."))
        return redirect("meetings:delegation", code, party)
    context = {"meeting": meeting, "delegation": delegation, "form": form}
    return render(request, "meetings/delegation_edit.html", context)


@files.atomic()
def _save_letter(request: HttpRequest, form: LetterOfDelegationForm) -> None:
    if upload := form.cleaned_data["letter"]:
        form.instance.letter = files.store(upload, by=request.user)
    domain.save_delegation(delegation=form.instance, by=request.user, on=timezone.now())


def _found(request: HttpRequest, code: str, party: str) -> tuple[Meeting, Delegation]:
    meeting = found(request, code, "delegation.register")
    delegations = meeting.delegations.select_related(
        "party", "letter", "meeting", "submitted_by", "approved_by", "created_by", "credentials_file",
        "credentials_by",
    )  # fmt: skip
    return meeting, get_object_or_404(delegations, party__code=party.upper())


def delegate_new(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """Register a delegate."""
    meeting, delegation = _found(request, code, party)
    form = NewDelegateForm(
        posted(request),
        instance=Delegate(delegation=delegation, authentic_language=delegation.party.working_language),
    )
    if saved(form, lambda: _add(request, delegation, form)):
        messages.success(request, _("The delegate is registered."))
        return redirect("meetings:delegation", code, party)
    context = {"meeting": meeting, "delegation": delegation, "form": form, "delegate": None, "acts": None}
    return render(request, "meetings/delegate_form.html", context)


def _add(request: HttpRequest, delegation: Delegation, form: NewDelegateForm) -> Delegate:
    data = form.cleaned_data
    return domain.register_delegate(
        delegation=delegation,
        role=data["role"],
        honorific=data["honorific"],
        given_name=data["given_name"],
        family_name=data["family_name"],
        function=form.words("function"),
        email=data["email"],
        is_listed=data["is_listed"],
        **form.details(),
        by=request.user,
        on=timezone.now(),
    )


def _delegate(request: HttpRequest, code: str, party: str, pk: int) -> tuple[Meeting, Delegation, Delegate]:
    meeting, delegation = _found(request, code, party)
    return meeting, delegation, get_object_or_404(delegation.delegates, pk=pk)


def delegate_edit(request: HttpRequest, code: str, party: str, pk: int) -> HttpResponse:
    """Change a delegate."""
    meeting, delegation, delegate = _delegate(request, code, party, pk)
    heading = delegate.full_name
    form = DelegateForm(posted(request), instance=delegate)
    if saved(form, lambda: domain.save_delegate(delegate=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The delegate is saved."))
        return redirect("meetings:delegation", code, party)
    context = {
        "meeting": meeting,
        "delegation": delegation,
        "form": form,
        "delegate": delegate,
        "heading": heading,
        "acts": acts.history(delegate),
    }
    return render(request, "meetings/delegate_form.html", context)


def delegate_withdraw(request: HttpRequest, code: str, party: str, pk: int) -> HttpResponse:
    """Ask for the reason, then withdraw."""
    meeting, _delegation, delegate = _delegate(request, code, party, pk)
    back = reverse("meetings:delegation", args=[code, party])
    form = ReasonForm(posted(request))
    if saved(
        form,
        lambda: approvals.withdraw(
            delegate=delegate, reason=form.cleaned_data["reason"], by=request.user, on=timezone.now()
        ),
    ):
        messages.success(
            request, _("%(name)s is withdrawn. It can be undone below.") % {"name": delegate.full_name}
        )
        return redirect(back)
    return ask(
        request,
        meeting,
        back,
        title=_("Withdraw %(name)s") % {"name": delegate.full_name},
        text=_("The name leaves the list of participants; it can be reinstated."),
        action=_("Withdraw"),
        form=form,
        danger=True,
    )


def delegate_reinstate(request: HttpRequest, code: str, party: str, pk: int) -> HttpResponse:
    """Ask, then undo a withdrawal."""
    meeting, _delegation, delegate = _delegate(request, code, party, pk)
    back = reverse("meetings:delegation", args=[code, party])
    if request.method == "POST":
        return take(
            request,
            lambda: domain.reinstate(delegate=delegate, by=request.user, on=timezone.now()),
            _("%(name)s is registered again.") % {"name": delegate.full_name},
            back,
        )
    return ask(
        request,
        meeting,
        back,
        title=_("Reinstate %(name)s") % {"name": delegate.full_name},
        text=_("The name returns to the list of participants."),
        action=_("Reinstate"),
    )
