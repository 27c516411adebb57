"""The budget of a meeting: sums, picture and lines; each step on a line; its publication."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel import acts
from acs_portal.kernel.access import can, public
from acs_portal.kernel.forms import posted, saved, take
from acs_portal.kernel.texts import text_of
from meetings.domain import budget as domain
from meetings.forms import BudgetLineForm, ReasonForm
from meetings.models import BudgetLine, Meeting
from meetings.views.steps import ask, found

FILLS = ("teal", "deep", "sand", "coral", "line")
WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a bar: from where, how wide, in which colour, and what it stands for."""

    left: int
    width: int
    fill: str
    sum: domain.Sum


@public
def budget(request: HttpRequest, code: str) -> HttpResponse:
    """The budget, which is there for the Secretariat alone until it is published."""
    meeting = found(request, code)
    if not domain.may_read(request.user, meeting):
        raise Http404
    lines = list(meeting.budget_lines.all())
    for line in lines:
        line.meeting = meeting
    bearers = domain.sums(lines, lambda line: line.bearer)
    may_manage = can(request.user, "budget.manage", meeting)
    return render(
        request,
        "meetings/budget_page.html",
        {
            "meeting": meeting,
            "code": code,
            "tab": "budget",
            "lines": lines,
            "totals": domain.sums(lines, lambda line: _("Total")),
            "components": domain.sums(lines, lambda line: line.get_component_display()),
            "bearers": bearers,
            "bars": _bars(bearers),
            "may_manage": may_manage,
            "may_change": may_manage and meeting.state != Meeting.State.ARCHIVED,
            "acts": acts.history(meeting, *lines) if can(request.user, "act.read") else None,
        },
    )


def _bars(bearers: list[domain.Sum]) -> list[tuple[str, list[Stretch]]]:
    """Who bears how much: for each currency a bar of its own."""
    currencies = dict.fromkeys(bearer.currency for bearer in bearers)
    return [
        (currency, _stretches([one for one in bearers if one.currency == currency]))
        for currency in currencies
    ]


def _stretches(bearers: list[domain.Sum]) -> list[Stretch]:
    whole = sum((one.expected for one in bearers), Decimal(0)) or Decimal(1)
    found, left = [], 0
    for place, one in enumerate(bearers):
        width = int(one.expected * WIDTH / whole)
        found.append(Stretch(left, max(width - 3, 2), FILLS[place % len(FILLS)], one))
        left += width
    return found


def budget_new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a line."""
    meeting = found(request, code, "budget.manage")
    line = BudgetLine(meeting=meeting, authentic_language=meeting.authentic_language)
    form = BudgetLineForm(posted(request), instance=line)
    if saved(form, lambda: domain.add(line=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The line is added to the budget."))
        return redirect("meetings:budget", code)
    return render(request, "meetings/budget_form.html", {"meeting": meeting, "form": form, "line": None})


def budget_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a line."""
    meeting = found(request, code, "budget.manage")
    line = get_object_or_404(meeting.budget_lines, pk=pk)
    heading = text_of(line, "label").value
    form = BudgetLineForm(posted(request), instance=line)
    if saved(form, lambda: domain.save(line=form.instance, by=request.user, on=timezone.now())):
        messages.success(request, _("The budget is saved."))
        return redirect("meetings:budget", code)
    context = {"meeting": meeting, "form": form, "line": line, "heading": heading}
    return render(request, "meetings/budget_form.html", context)


def budget_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask for the reason, then remove a line."""
    meeting = found(request, code, "budget.manage")
    line = get_object_or_404(meeting.budget_lines, pk=pk)
    return _with_reason(
        request,
        meeting,
        lambda **step: domain.remove(line=line, **step),
        _("The line is removed from the budget."),
        title=_("Remove “%(title)s”") % {"title": text_of(line, "label").value},
        text=_("The register of acts keeps it with the reason."),
        action=_("Remove"),
        danger=True,
    )


def budget_publish(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then publish."""
    meeting = found(request, code, "budget.manage")
    back = _page_of(meeting)
    if request.method == "POST":
        return take(
            request,
            lambda: domain.publish(meeting=meeting, by=request.user, on=timezone.now()),
            _("Everybody reads the budget now."),
            back,
        )
    return ask(
        request,
        meeting,
        back,
        title=_("Publish the budget"),
        text=_("Everybody reads it, also what is entered later, such as the actual costs."),
        action=_("Publish the budget"),
    )


def budget_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the reason, then withdraw the budget from the public."""
    meeting = found(request, code, "budget.manage")
    return _with_reason(
        request,
        meeting,
        lambda **step: domain.withdraw(meeting=meeting, **step),
        _("Only the Secretariat reads the budget now."),
        title=_("Withdraw the budget from the public"),
        text=_("Only the Secretariat reads it then."),
        action=_("Withdraw"),
    )


def _page_of(meeting: Meeting) -> str:
    return reverse("meetings:budget", args=[meeting.code])


def _with_reason(request: HttpRequest, meeting: Meeting, verb, said: str, **words) -> HttpResponse:
    form = ReasonForm(posted(request))
    step = {"by": request.user, "on": timezone.now()}
    if saved(form, lambda: verb(reason=form.cleaned_data["reason"], **step)):
        messages.success(request, said)
        return redirect("meetings:budget", meeting.code)
    return ask(request, meeting, _page_of(meeting), form=form, **words)
