"""Delegations and their delegates: one letter, an order of precedence, withdrawals."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel import acts, files
from acs_portal.kernel.access import can
from acs_portal.kernel.forms import posted, saved, take
from meetings.domain import delegations as domain
from meetings.forms import DelegateForm, DelegationForm, NewDelegateForm, ReasonForm
from meetings.models import Delegate, Delegation, Meeting
from meetings.views.steps import ask, found


def delegation_new(request: HttpRequest, code: str) -> HttpResponse:
    """Register a delegation with its letter."""
    meeting = found(request, code, "delegation.register")
    form = DelegationForm(posted(request), request.FILES or None, meeting=meeting)
    if saved(form, lambda: _register(request, meeting, form)):
        messages.success(request, _("The delegation is registered. Now add its delegates."))
        return redirect("meetings:delegation", code, form.cleaned_data["party"].code.lower())
    return render(request, "meetings/delegation_form.html", {"meeting": meeting, "form": form})


@transaction.atomic
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
    """One delegation: its letter and its delegates in their order of precedence."""
    meeting, delegation = _found(request, code, party)
    delegates = list(delegation.delegates.all())
    heads_first = sorted(delegates, key=lambda delegate: delegate.role != Delegate.Role.HEAD)
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "participants",
        "delegation": delegation,
        "delegates": [delegate for delegate in heads_first if not delegate.withdrawn_at],
        "withdrawn": [delegate for delegate in heads_first if delegate.withdrawn_at],
        "may_edit": not meeting.is_over,
        "acts": acts.history(delegation) if can(request.user, "act.read") else None,
    }
    return render(request, "meetings/delegation_page.html", context)


def _found(request: HttpRequest, code: str, party: str) -> tuple[Meeting, Delegation]:
    meeting = found(request, code, "delegation.register")
    delegations = meeting.delegations.select_related("party", "letter", "meeting")
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
        lambda: domain.withdraw(
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
