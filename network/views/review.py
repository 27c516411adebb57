"""The way of a designation from its filing to its decision: the queue, the filings of a party, each step."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel import acts
from acs_portal.kernel.access import can, require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.forms import posted, saved, take

from ..domain import designations, filings
from ..forms import CompleteForm, NoteForm, QueueForm, ValidateForm
from ..models import Designation
from .designation import invited, of_party
from .party import ask, party_of

PAGE_SIZE = 25


def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the Secretariat, the oldest first; any other state on asking."""
    require(request, "designation.validate")
    form = QueueForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    rows = filings.found(
        state=asked.get("state") or filings.OPEN,
        words=asked.get("q", ""),
        sort=asked.get("sort") or "filed",
        language=get_language(),
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "network/designation_queue.html",
        {
            "section": "network",
            "form": form,
            "page": page,
            "rows": _rows(page.object_list),
            "narrowed": any(asked.get(name) for name in ("q", "state")),
        },
    )


def filings_of_party(request: HttpRequest, code: str) -> HttpResponse:
    """The designations of a party: its own filings for the focal point, all of them for the house."""
    party = party_of(code)
    require(request, "designation.file", party)
    own = not can(request.user, "designation.read")
    page = Paginator(filings.of_party(party, filed_by_party=own), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "network/designation_list.html",
        {"section": "network", "party": party, "page": page, "rows": _rows(page.object_list)},
    )


def _rows(found) -> list[tuple[Designation, str, bool]]:
    """(designation, its state today in words, is it late) of each row."""
    today = official_day(timezone.now())
    return [(one, one.state_on(today), filings.is_late(one, today)) for one in found]


def designation(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One designation: its letter, where it stands, what can be done next, who did what."""
    found = _readable(request, code, pk)
    today = official_day(timezone.now())
    own_side = found.is_filed_by_party != can(request.user, "designation.record")
    return render(
        request,
        "network/designation_detail.html",
        {
            "section": "network",
            "party": found.post.party,
            "designation": found,
            "state": found.state_on(today),
            "is_late": filings.is_late(found, today),
            "due": filings.due_on(found) if found.is_pending else None,
            "may_withdraw": found.is_pending and own_side,
            "may_complete": found.state == Designation.State.RETURNED and own_side,
            "holder": _holder(found),
            "acts": acts.history(found),
        },
    )


def _readable(request: HttpRequest, code: str, pk: int) -> Designation:
    """A designation that the reader may read: the house each, a focal point what the party filed."""
    party = party_of(code)
    require(request, "designation.file", party)
    found = of_party(party, pk)
    if not (found.is_filed_by_party or can(request.user, "designation.read")):
        raise Http404
    return found


def _holder(found: Designation) -> Designation | None:
    """Who leaves the post when a pending designation is validated with a handover."""
    if not found.is_pending:
        return None
    holding = Designation.objects.filter(post=found.post_id, state=Designation.State.IN_FORCE, until=None)
    return holding.filter(starts__lt=found.starts).select_related("person").first()


# ---------------------------------------------------------------- the steps


@require_POST
def designation_take(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a designation under review."""
    require(request, "designation.validate")
    found = of_party(party_of(code), pk)
    return _step(request, found, designations.take, _("The designation is under review."))


def designation_withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Withdraw what was filed: asks first."""
    found = _readable(request, code, pk)
    if request.method == "POST":
        return _step(request, found, designations.withdraw, _("The designation is withdrawn."))
    title = _("Withdraw the designation")
    text = _("%(designation)s. This ends it; it can be filed anew.") % {"designation": found}
    return _ask(request, found, None, title=title, text=text, action=_("Withdraw"), danger=True)


def _step(request: HttpRequest, found: Designation, do: Callable, said: str) -> HttpResponse:
    return take(
        request,
        lambda: do(designation=found, by=request.user, on=timezone.now()),
        said,
        _page_of(found),
    )


def designation_return(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Return a designation for completion, with what is missing."""
    return _with_note(
        request,
        code,
        pk,
        lambda found, note: designations.send_back(
            designation=found, note=note, by=request.user, on=timezone.now()
        ),
        title=_("Return for completion"),
        text=_("Who filed it gets your note, completes it and sends it again."),
        said=_("The designation is returned for completion."),
    )


def designation_reject(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Reject a designation, with the reason."""
    return _with_note(
        request,
        code,
        pk,
        lambda found, note: designations.reject(
            designation=found, reason=note, by=request.user, on=timezone.now()
        ),
        title=_("Reject the designation"),
        text=_("This ends it; a new letter is filed anew. Who filed it gets your reason."),
        said=_("The designation is rejected."),
        danger=True,
    )


def _with_note(
    request: HttpRequest, code: str, pk: int, do: Callable, *, title, text, said, danger: bool = False
) -> HttpResponse:
    require(request, "designation.validate")
    found = of_party(party_of(code), pk)
    form = NoteForm(posted(request))
    if saved(form, lambda: do(found, form.cleaned_data["note"])):
        messages.success(request, said)
        return redirect(_page_of(found))
    return _ask(request, found, form, title=title, text=f"{found}. {text}", action=title, danger=danger)


def designation_validate(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Validate a designation: asks first, and says whose designation ends by it."""
    require(request, "designation.validate")
    found = of_party(party_of(code), pk)
    holder = _holder(found)
    form = ValidateForm(posted(request), initial={"hands_over": holder is not None})
    if saved(form, lambda: _validate(request, found, form)):
        return redirect(_page_of(found))
    title = _("Validate the designation")
    return _ask(request, found, form, title=title, text=_what_follows(found, holder), action=_("Validate"))


def _validate(request: HttpRequest, found: Designation, form: ValidateForm) -> None:
    made = designations.validate(
        designation=found,
        hand_over=form.cleaned_data["hands_over"],
        by=request.user,
        on=timezone.now(),
    )
    messages.success(request, _("The designation is in force.") + f" {invited(made)}")


def _what_follows(found: Designation, holder: Designation | None) -> str:
    names = {"name": found.full_name, "post": str(found.post), "day": date_format(found.starts)}
    said = _("%(name)s holds the post “%(post)s” from %(day)s.") % names
    if found.person.may_be_invited:
        said += " " + _("An invitation to open an account is sent.")
    if holder is None:
        return said
    ends = _("The designation of %(holder)s ends on that day; what is in hand stays with the post.") % {
        "holder": holder.full_name
    }
    return f"{said} {ends}"


def designation_complete(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Complete what was returned, and send it again."""
    found = _readable(request, code, pk)
    form = CompleteForm(
        posted(request),
        request.FILES or None,
        party=found.post.party,
        by_party=found.is_filed_by_party,
        instance=found,
    )
    if saved(
        form,
        lambda: designations.complete(
            designation=found,
            person_data=form.person_data(),
            letter=form.cleaned_data["letter"],
            by=request.user,
            on=timezone.now(),
            **form.act_data(),
        ),
    ):
        messages.success(request, _("The designation is sent again. The Secretariat reviews it."))
        return redirect(_page_of(found))
    context = {"section": "network", "party": found.post.party, "form": form, "post": found.post}
    return render(
        request,
        "network/designation_form.html",
        {**context, "title": _("Complete the designation"), "returned": found},
    )


def _ask(request: HttpRequest, found: Designation, form, **words) -> HttpResponse:
    return ask(request, found.post.party, _page_of(found), form=form, **words)


def _page_of(found: Designation) -> str:
    return reverse("network:designation", args=[found.post.party.slug, found.pk])
