"""The account: taking an invitation, one's language, time zone and rights."""

from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from acs_portal.forms import AccountForm, PasswordForm
from acs_portal.kernel import accounts, acts, news, roles
from acs_portal.kernel.access import CAPACITIES, public, require, roles_of
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import posted
from network.models import Designation


@public
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set the password of an invited account and log in; a link that can't be used says why."""
    now = timezone.now()
    try:
        invited = accounts.find(token, on=now).user
        form = PasswordForm(posted(request), user=invited)
        if form.is_valid():
            user = accounts.accept(token, password=form.cleaned_data["password"], on=now)
            login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
            messages.success(request, _("Your account is open. Welcome."))
            return redirect("tasks")
    except RuleBroken as broken:
        return render(request, "account/invitation.html", {"refusal": str(broken)}, status=410)
    return render(request, "account/invitation.html", {"form": form, "invited": invited, "refusal": ""})


@public
def logout(request: HttpRequest) -> HttpResponse:
    """Ask, then log out; what this device keeps for the check-in goes with it."""
    response = LogoutView.as_view()(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"storage"'
    return response


def account(request: HttpRequest) -> HttpResponse:
    """Name, language and time zone; the rights that follow from the designations in force."""
    require(request, "account.use")
    form = AccountForm(posted(request), instance=request.user)
    if form.is_valid():
        user = form.save()
        news.choose(user, user.news)
        with translation.override(user.language):
            messages.success(request, _("Saved."))
            return redirect("account")
    held = roles_of(request.user) - {roles.VISITOR}
    today = official_day(timezone.now())
    posts = Designation.objects.in_force_on(today).filter(person__user=request.user)
    return render(
        request,
        "account/account.html",
        {
            "form": form,
            "posts": [designation.post for designation in posts.select_related("post__party")],
            "held": [roles.ROLES[role] for role in CAPACITIES if role in held],
            "acts": acts.history(request.user),
        },
    )


def address(request: HttpRequest) -> HttpResponse:
    """Addresses follow from designations: the Secretariat changes them, nobody the own one."""
    require(request, "account.use")
    messages.info(request, _("To change the address with which you log in, write to the Secretariat."))
    return redirect("account")
