"""The page of a delegate without an account: the own data, by a private link."""

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from acs_portal.kernel import retention
from acs_portal.kernel.access import public
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import posted, say
from meetings.domain import changes, delegate_links, questions
from meetings.forms import AnswersForm, ListingForm, OwnDataForm
from meetings.models import Delegate, DelegateLink, Question

RATE = {"registration": "30/m/ip"}  # of links that lead nowhere; 256 bits are not guessed anyway


@csrf_exempt  # the right to send is in the address, which no other site knows, and in no cookie
@public
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """The own data of one delegate and nothing else; a link that leads in no more says what to do.

    Without a referrer, browsers send `Origin: null`, which the check against forgery would refuse.
    """
    if _tries_left(request, dry_run=True):
        try:
            return _private(_page(request, delegate_links.find(token, on=timezone.now()), token))
        except delegate_links.LinkUnknown as unknown:
            _tries_left(request)
            return _closed(request, str(unknown), 404)
    return _closed(request, _("Too many tries. Wait a minute, then open the link again."), 429)


def _tries_left(request: HttpRequest, *, dry_run: bool = False) -> bool:
    """Whether an address may try another link; without `dry_run` this try is counted."""
    usage = ratelimit.consume(
        request, app="meetings", action="registration", config=RATE, dry_run=dry_run, limit_get=True
    )
    return usage is not None


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return _private(render(request, "registration_closed.html", {"why": why}, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a way in: it is neither kept, nor indexed, nor told to where a link leads."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _page(request: HttpRequest, link: DelegateLink, token: str) -> HttpResponse:
    delegate = link.delegate
    meeting = delegate.delegation.meeting
    waiting = [one for one in changes.open_changes(delegate.delegation) if one.delegate_id == delegate.pk]
    approved_name = delegate.full_name
    changes.show([delegate], [one for one in waiting if one.field.startswith("function_")])
    listing = ListingForm(posted(request), delegate=delegate)
    own, answers = _forms(request, delegate)
    if request.method == "POST" and _sent(request, link, listing, own, answers):
        return redirect("registration", token)
    context = {
        "delegate": delegate,
        "name": approved_name,
        "meeting": meeting,
        "party": delegate.delegation.party,
        "own": own,
        "answers": answers,
        "listing": listing,
        "waiting": waiting,
        "expires_at": link.expires_at,
        "terms": retention.by_term(),
    }
    return render(request, "registration.html", context)


def _forms(request: HttpRequest, delegate: Delegate) -> tuple[OwnDataForm | None, AnswersForm | None]:
    """The forms of the own data and of the questions; none when the meeting is over."""
    if delegate.delegation.meeting.is_over:
        return None, None
    asked = questions.of_meeting(delegate.delegation.meeting, Question.AskedOf.DELEGATE)
    answers = AnswersForm(posted(request), asked=asked, given=questions.answers_of(delegate))
    return OwnDataForm(posted(request), instance=delegate), answers


def _sent(
    request: HttpRequest,
    link: DelegateLink,
    listing: ListingForm,
    own: OwnDataForm | None,
    answers: AnswersForm | None,
) -> bool:
    """Save all that was sent, or nothing; whether it was saved."""
    if not all([form.is_valid() for form in (listing, own, answers) if form]):
        return False
    try:
        waits = delegate_links.complete(
            link=link,
            delegate=own.instance if own else link.delegate,
            fields=own.columns if own else [],
            answers=answers.values() if answers else {},
            agrees=listing.agrees,
            on=timezone.now(),
        )
    except RuleBroken as broken:
        say(own or listing, broken)
        return False
    messages.success(request, _said(len(waits)))
    return True


def _said(waiting: int) -> str:
    if not waiting:
        return _("Thank you: your data are saved.")
    return ngettext(
        "Saved. Your new function waits for the Secretariat, everything else counts at once.",
        "Saved. %(count)s changes wait for the Secretariat, everything else counts at once.",
        waiting,
    ) % {"count": waiting}
