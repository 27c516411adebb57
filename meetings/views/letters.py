"""Letters about a delegate: issued, fetched, and told to the focal points of the party."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acs_portal.kernel import issuing
from acs_portal.kernel.access import require
from acs_portal.kernel.forms import ToldForm, posted, saved
from meetings.domain import letters as domain
from meetings.forms import OfficialLetterForm
from meetings.models import Delegate, Meeting, OfficialLetter
from meetings.views.steps import ask, found


def letters(request: HttpRequest, code: str, party: str, pk: int) -> HttpResponse:
    """The letters about a delegate, and the form of a new one."""
    meeting = found(request, code, "letter.issue")
    people = Delegate.objects.filter(delegation__meeting=meeting, delegation__party__code=party.upper())
    delegate = get_object_or_404(people.select_related("delegation__party", "delegation__meeting"), pk=pk)
    arrival = delegate.arrivals.standing().first()
    start = {
        "kind": OfficialLetter.Kind.ATTENDANCE if arrival else OfficialLetter.Kind.VISA_SUPPORT,
        "signatory": request.user.name,
        "language": delegate.delegation.party.working_language,
    }
    form = OfficialLetterForm(posted(request), initial=start)
    if saved(form, lambda: _issue(request, delegate, form)):
        messages.success(request, _("The letter is issued. Its reference is known to the verification page."))
        return redirect("meetings:letters", code, party, pk)
    context = {
        "meeting": meeting,
        "code": code,
        "delegate": delegate,
        "delegation": delegate.delegation,
        "letters": list(delegate.letters.defer("data")),
        "arrival": arrival,
        "form": form,
    }
    return render(request, "meetings/letters_page.html", context)


def _issue(request: HttpRequest, delegate: Delegate, form: OfficialLetterForm) -> OfficialLetter:
    return domain.issue(delegate=delegate, by=request.user, on=timezone.now(), **form.cleaned_data)


def _letter(request: HttpRequest, code: str, pk: int, permission: str) -> tuple[Meeting, OfficialLetter]:
    """The letter of an address; whoever may not read it is refused."""
    meeting = found(request, code)
    letter = get_object_or_404(
        meeting.letters.select_related("meeting", "party", "delegate__delegation__party"), pk=pk
    )
    require(request, permission, letter)
    return meeting, letter


def letter_pdf(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A letter as it was issued, for the Secretariat and the focal points of the party."""
    _meeting, letter = _letter(request, code, pk, "letter.read")
    if not letter.data:
        raise Http404
    return issuing.pdf_response(bytes(letter.data), letter.reference, letter.language)


class TellForm(ToldForm):
    """Whom the press tells of the letter."""

    TRILINGUAL = ()

    def plain_fields(self):
        return self.visible_fields()


def letter_send(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show whom it would tell and how it reads, then tell the focal points of the party."""
    meeting, letter = _letter(request, code, pk, "letter.issue")
    back = _back(meeting, letter)
    form = TellForm(posted(request))
    if saved(form, lambda: _send(request, letter, form)):
        messages.success(request, _("The focal points are told of the letter."))
        return redirect(back)
    mailing = domain.mailing(letter, on=timezone.now())
    form.show(mailing)
    return ask(
        request,
        meeting,
        back,
        title=_("Tell the focal points of %(reference)s") % {"reference": letter.reference},
        text=_("They get a link to the letter and pass it on to the delegate. Each is told once."),
        action=_("Tell them"),
        form=form,
        mailing=mailing,
    )


def _send(request: HttpRequest, letter: OfficialLetter, form: TellForm) -> None:
    domain.send(letter=letter, told=form.cleaned_data["told"], by=request.user, on=timezone.now())


def _back(meeting: Meeting, letter: OfficialLetter) -> str:
    if letter.delegate is None:
        return reverse("meetings:papers", args=[meeting.code])
    return reverse("meetings:letters", args=[meeting.code, letter.party.slug, letter.delegate_id])
