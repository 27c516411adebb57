"""Designations to the posts of a party: filed by its focal point, kept by the Secretariat."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acs_portal.kernel.access import can, require
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import posted, saved, say
from acs_portal.kernel.models import User

from ..domain import designations, tenure
from ..forms import CorrectForm, DesignationForm, EndForm, LetterForm
from ..models import Designation, Party, Post
from .party import party_of


def designation_record(request: HttpRequest, code: str) -> HttpResponse:
    """Record a designation in force, with its letter, opening the post where there is none."""
    party = party_of(code)
    require(request, "designation.record", party)
    form = DesignationForm(posted(request), request.FILES or None, party=party)
    if saved(form, lambda: _appoint(request, party, form)):
        return redirect("network:party", code=party.slug)
    del form.fields["then"]
    return _page(request, party, form, _("Record a designation"))


def _appoint(request: HttpRequest, party: Party, form: DesignationForm) -> None:
    recorded = designations.appoint(
        party=party,
        kind=form.cleaned_data["kind"],
        theme=form.cleaned_data["theme"],
        hand_over=form.cleaned_data["hand_over"],
        **_letter(request, form),
    )
    _say_recorded(request, recorded)


def designation_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """File a designation to one post: the focal point for review, the Secretariat also in force at once."""
    party = party_of(code)
    require(request, "designation.file", party)
    post = _post_of(party, pk)
    by_party = not can(request.user, "designation.record", party)
    form = DesignationForm(posted(request), request.FILES or None, party=party, by_party=by_party, post=post)
    if form.is_valid():
        try:
            made = _file(request, form, post, by_party)
        except RuleBroken as broken:
            say(form, broken)
        else:
            return _filed(request, made)
    return _page(request, party, form, _("File a designation"), post)


def _filed(request: HttpRequest, made: Designation) -> HttpResponse:
    if made.has_counted:
        _say_recorded(request, made)
        return redirect("network:party", code=made.post.party.slug)
    messages.success(request, _("The designation is filed. The Secretariat reviews it."))
    return redirect("network:designation", code=made.post.party.slug, pk=made.pk)


def _file(request: HttpRequest, form: DesignationForm, post: Post, by_party: bool) -> Designation:
    letter = _letter(request, form)
    if by_party or form.cleaned_data["then"] == "received":
        return designations.file(post=post, **letter)
    return designations.record(post=post, hand_over=form.cleaned_data["hand_over"], **letter)


def _letter(request: HttpRequest, form: DesignationForm) -> dict:
    """What stands in the letter, and who puts it in now."""
    return {
        "person_data": form.person_data(),
        "letter": form.cleaned_data["letter"],
        "by": request.user,
        "on": timezone.now(),
        **form.act_data(),
    }


def _page(
    request: HttpRequest, party: Party, form: DesignationForm, title: str, post: Post | None = None
) -> HttpResponse:
    context = {"section": "network", "party": party, "form": form, "title": title, "post": post}
    return render(request, "network/designation_form.html", context)


def _post_of(party: Party, pk: int) -> Post:
    return get_object_or_404(Post.objects.select_related("party", "theme"), pk=pk, party=party)


def _say_recorded(request: HttpRequest, made: Designation) -> None:
    messages.success(request, _("The designation is recorded.") + f" {invited(made)}")


def invited(designation: Designation) -> str:
    """What became of the invitation of a person just designated."""
    person = designation.person
    if not person.email:
        return _("No invitation was sent, since there is no e-mail address.")
    if person.may_be_invited:
        return _sent(person.user)
    return _("No invitation was needed: %(name)s has an account.") % {"name": designation.full_name}


def _sent(account: User) -> str:
    return _("An invitation was sent to %(email)s.") % {"email": account.email}


def designation_letter(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Add the letter of a designation that was recorded without it."""
    party = party_of(code)
    require(request, "designation.record", party)
    designation = of_party(party, pk)
    form = LetterForm(posted(request), request.FILES or None)
    if saved(
        form,
        lambda: tenure.add_letter(
            designation=designation,
            letter=form.cleaned_data["letter"],
            by=request.user,
            on=timezone.now(),
        ),
    ):
        messages.success(request, _("The letter is on file."))
        return redirect("network:party", code=code.lower())
    return _form_page(request, "network/designation_letter.html", designation, form)


@require_POST
def designation_invite(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Invite again a holder who has not opened the account."""
    party = party_of(code)
    require(request, "designation.record", party)
    try:
        account = tenure.invite(designation=of_party(party, pk), by=request.user, on=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _sent(account))
    return redirect("network:party", code=code.lower())


def designation_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a designation: the post is vacant and the holder's rights are gone from that day."""
    party = party_of(code)
    require(request, "designation.record", party)
    designation = of_party(party, pk)
    form = EndForm(posted(request), initial={"until": official_day(timezone.now())})
    if saved(
        form,
        lambda: tenure.end(
            designation=designation,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["end_reason"],
            by=request.user,
            on=timezone.now(),
        ),
    ):
        messages.success(request, _("The designation is ended. The post stays and is vacant from that day."))
        return redirect("network:party", code=code.lower())
    return _form_page(request, "network/designation_end.html", designation, form)


def designation_correct(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Correct what is on record, with the reason; what was written before stays in the history."""
    party = party_of(code)
    require(request, "designation.record", party)
    designation = of_party(party, pk)
    form = CorrectForm(posted(request), instance=designation)
    if saved(
        form,
        lambda: tenure.correct(
            designation=designation,
            reason=form.cleaned_data["reason"],
            by=request.user,
            on=timezone.now(),
            **form.changes(),
        ),
    ):
        messages.success(request, _("The record is corrected. What was written before stays on record."))
        return redirect("network:designation", code=code.lower(), pk=pk)
    return _form_page(request, "network/designation_correct.html", designation, form)


def of_party(party: Party, pk: int) -> Designation:
    """A designation to a post of a party. Http404 for any other."""
    found = Designation.objects.select_related(
        "person__user", "post__party", "post__theme", "letter", "channel", "filed_by"
    )
    return get_object_or_404(found, pk=pk, post__party=party)


def _form_page(request: HttpRequest, template: str, designation: Designation, form) -> HttpResponse:
    context = {"section": "network", "party": designation.post.party, "designation": designation}
    return render(request, template, {**context, "form": form})
