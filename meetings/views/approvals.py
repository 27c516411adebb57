"""What the Secretariat does with the delegations of a meeting: the list, the approval, credentials, rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel.forms import posted, saved, take
from meetings.domain import approvals, changes, credentials, delegate_links, filings, rolls, seats
from meetings.forms import CredentialsForm, DelegationsFilter, ReasonForm, RulesForm
from meetings.models import Delegate, DelegateChange, Delegation, Meeting
from meetings.views.steps import ask, found


def delegations(request: HttpRequest, code: str) -> HttpResponse:
    """The delegations of all parties that may attend: how far each is, what waits, what is late."""
    meeting = found(request, code, "delegation.approve")
    roll = rolls.of(meeting)
    form = DelegationsFilter(request.GET)
    asked = form.asked()
    context = {
        "meeting": meeting,
        "code": code,
        "tab": "participants",
        "form": form,
        "picture": rolls.picture(roll),
        "rows": rolls.narrowed(roll, **asked),
        "total": len(roll),
        "narrowed": any(asked[name] for name in ("q", "kind", "state", "credentials")),
        "due_on": filings.due_on(meeting),
        "may_register": not meeting.is_over,
    }
    return render(request, "meetings/delegations_list.html", context)


def rules(request: HttpRequest, code: str) -> HttpResponse:
    """Until when delegations are filed, and how many seats each has."""
    meeting = found(request, code, "delegation.approve")
    form = RulesForm(posted(request), instance=seats.rules_of(meeting))
    if saved(form, lambda: approvals.save_rules(rules=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The rules of registration are saved."))
        return redirect("meetings:delegations", code)
    context = {"meeting": meeting, "code": code, "form": form}
    return render(request, "meetings/registration_rules.html", context)


def of_party(request: HttpRequest, code: str, party: str, permission: str) -> tuple[Meeting, Delegation, str]:
    """The meeting, the delegation of a party and the address of its page; 404 where there is none."""
    meeting = found(request, code, permission)
    rows = meeting.delegations.select_related("party", "meeting", "letter", "submitted_by", "approved_by")
    delegation = get_object_or_404(rows, party__code=party.upper())
    return meeting, delegation, reverse("meetings:delegation", args=[code, party])


def approve(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """Say who gets a private link, then approve."""
    meeting, delegation, back = of_party(request, code, party, "delegation.approve")
    if request.method == "POST":
        return take(
            request,
            lambda: approvals.approve(delegation=delegation, by=request.user, on=timezone.now()),
            _("The delegation is approved, and its delegates have their private links."),
            back,
        )
    linked = [f"{one.full_name} <{one.email}>" for one in approvals.to_be_linked(delegation)]
    text = _("Its delegates are on the list of participants from then on. A private link goes to: %(who)s")
    return ask(
        request,
        meeting,
        back,
        title=_("Approve the delegation of %(party)s") % {"party": delegation.party.name},
        text=text % {"who": ", ".join(linked) or _("nobody, since no delegate has an e-mail address")},
        action=_("Approve"),
    )


def send_back(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """Ask for the reason, then return the delegation for completion."""
    meeting, delegation, back = of_party(request, code, party, "delegation.approve")
    form = ReasonForm(posted(request))
    if saved(
        form,
        lambda: approvals.send_back(
            delegation=delegation, reason=form.cleaned_data["reason"], by=request.user, on=timezone.now()
        ),
    ):
        messages.success(request, _("The delegation is returned, and who filed it is told."))
        return redirect(back)
    return ask(
        request,
        meeting,
        back,
        title=_("Return the delegation of %(party)s") % {"party": delegation.party.name},
        text=_("Say what is missing: the focal point reads it on top of the form and in a message."),
        action=_("Return for completion"),
        form=form,
    )


def withdraw(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """Ask for the reason, then withdraw the delegation in the name of its party."""
    meeting, delegation, back = of_party(request, code, party, "delegation.approve")
    form = ReasonForm(posted(request))
    if saved(
        form,
        lambda: filings.withdraw_for_party(
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


def examine(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """Record what became of the credentials of a delegation."""
    meeting, delegation, back = of_party(request, code, party, "delegation.examine")
    form = CredentialsForm(posted(request), request.FILES or None, instance=delegation)
    if saved(
        form,
        lambda: credentials.examine(
            delegation=form.instance,
            state=form.cleaned_data["state"],
            upload=form.cleaned_data["upload"],
            by=request.user,
            on=timezone.now(),
        ),
    ):
        messages.success(request, _("The credentials are recorded."))
        return redirect(back)
    context = {"meeting": meeting, "code": code, "delegation": delegation, "form": form, "back": back}
    return render(request, "meetings/credentials_form.html", context)


# ---------------------------------------------------------------- one delegate


def _delegate(request: HttpRequest, code: str, party: str, pk: int) -> tuple[Meeting, Delegate, str]:
    meeting, delegation, back = of_party(request, code, party, "delegation.approve")
    rows = delegation.delegates.select_related("delegation__meeting", "delegation__party")
    return meeting, get_object_or_404(rows, pk=pk), back


@require_POST
def admit(request: HttpRequest, code: str, party: str, pk: int) -> HttpResponse:
    """Approve a person whom the party added later."""
    _meeting, delegate, back = _delegate(request, code, party, pk)
    return take(
        request,
        lambda: approvals.admit(delegate=delegate, by=request.user, on=timezone.now()),
        _("%(name)s is approved.") % {"name": delegate.full_name},
        back,
    )


@require_POST
def link_send(request: HttpRequest, code: str, party: str, pk: int) -> HttpResponse:
    """Send a delegate a new private link."""
    _meeting, delegate, back = _delegate(request, code, party, pk)
    return take(
        request,
        lambda: delegate_links.send(delegate=delegate, by=request.user, on=timezone.now()),
        _("A private link was sent to %(email)s; the one before leads in no more.")
        % {"email": delegate.email},
        back,
    )


@require_POST
def link_revoke(request: HttpRequest, code: str, party: str, pk: int) -> HttpResponse:
    """Close the private link of a delegate."""
    _meeting, delegate, back = _delegate(request, code, party, pk)
    return take(
        request,
        lambda: delegate_links.revoke(delegate=delegate, by=request.user, on=timezone.now()),
        _("The private link of %(name)s is closed.") % {"name": delegate.full_name},
        back,
    )


def _change(request: HttpRequest, code: str, party: str, pk: int) -> tuple[Meeting, DelegateChange, str]:
    meeting, delegation, back = of_party(request, code, party, "delegation.approve")
    rows = DelegateChange.objects.filter(delegate__delegation=delegation)
    rows = rows.select_related("delegate__delegation__meeting", "delegate__delegation__party", "by")
    return meeting, get_object_or_404(rows, pk=pk), back


@require_POST
def change_accept(request: HttpRequest, code: str, party: str, pk: int) -> HttpResponse:
    """Take over what a delegation wants otherwise."""
    _meeting, change, back = _change(request, code, party, pk)
    return take(
        request,
        lambda: changes.accept(change=change, by=request.user, on=timezone.now()),
        _("The change is accepted."),
        back,
    )


def change_refuse(request: HttpRequest, code: str, party: str, pk: int) -> HttpResponse:
    """Ask for the reason, then leave the delegate as approved."""
    meeting, change, back = _change(request, code, party, pk)
    form = ReasonForm(posted(request))
    if saved(
        form,
        lambda: changes.refuse(
            change=change, reason=form.cleaned_data["reason"], by=request.user, on=timezone.now()
        ),
    ):
        messages.success(request, _("The change is refused, and who asked for it is told."))
        return redirect(back)
    said = {"name": change.delegate.full_name, "field": change.field_name, "old": change.old_shown}
    return ask(
        request,
        meeting,
        back,
        title=_("Refuse the change"),
        text=_("%(name)s, %(field)s: “%(old)s” stays as it was approved.") % said,
        action=_("Refuse"),
        form=form,
        danger=True,
    )
