"""Accounts by invitation only: invite a person, and let the invited one set a password once."""

from datetime import datetime, timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import acts, bounces, notifications
from .errors import RuleBroken
from .models import Invitation, User

INVITED = acts.verb("account.invite", pgettext_lazy("act", "invited to open an account"))
CHANGED = acts.verb("account.change", pgettext_lazy("act", "changed the account"))
NOWHERE = "erased.invalid"  # RFC 2606: no mail ever gets there

OPENED = acts.verb("account.open", pgettext_lazy("act", "opened the account"))


class InvitationUnknown(RuleBroken):
    message = _("This invitation is not known. Open the link exactly as it stands in the message.")


class InvitationExpired(RuleBroken):
    message = _("This invitation has expired. Ask the Secretariat for a new one; nothing else is lost.")


class InvitationTaken(RuleBroken):
    message = _("This invitation was already taken. Log in with your e-mail address and password.")


class OwnRole(RuleBroken):
    message = _("Nobody changes their own role or closes their own account. Ask another administrator.")


class HouseAccountStays(RuleBroken):
    message = _("%(name)s works in the Secretariat: take the role away first.")


class AlreadyActive(RuleBroken):
    message = _("%(name)s already has an account with a password.")


class PortalAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone; mails of the account pages are in the person's language."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def populate_username(self, request, user) -> None:
        """Accounts have no user name."""

    def get_login_redirect_url(self, request) -> str:
        return reverse("tasks")


@transaction.atomic
def invite(user: User, *, by: User, on: datetime, about: dict[str, str] | None = None) -> Invitation:
    """Invite the holder of an account to set a password; earlier open invitations lapse.

    `about` says in the three languages as what (the post and the party). The message with the link
    leaves after the commit, and only its hash is kept. Raises AlreadyActive when the person can
    already log in.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.has_usable_password():
        raise AlreadyActive(name=user.name)
    user.invitations.filter(accepted_at=None, expires_at__gt=on).update(expires_at=on)
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        email=user.email,
        user=user,
        token_hash=Invitation.hash_of(token),
        invited_by=by,
        created_at=on,
        expires_at=on + timedelta(days=settings.INVITATION_DAYS),
    )
    acts.record(by=by, did=INVITED, to=user, after={"email": acts.WITHHELD[1]}, on=on)
    notifications.invitation(invitation, token, about=about or {})
    return invitation


def forget(user: User, *, by: User, on: datetime) -> None:
    """Close an account and take away its name, its address and every way in.

    Raises HouseAccountStays for one of the Secretariat. The request for it (data_requests.py) records the
    act.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.role:
        raise HouseAccountStays(name=user.name)
    for ways_in in (EmailAddress, Authenticator, UserSession):
        ways_in.objects.filter(user=user).delete()
    user.name, user.email = f"#{user.pk}", f"erased-{user.pk}@{NOWHERE}"
    user.is_active, user.news = False, User.News.NEVER
    user.unreachable_since, user.unreachable_why = None, ""
    user.set_unusable_password()
    user.save()


def find(token: str, *, on: datetime) -> Invitation:
    """The open invitation of a link. Raises InvitationUnknown, InvitationTaken or InvitationExpired."""
    invitation = (
        Invitation.objects.select_related("user").filter(token_hash=Invitation.hash_of(token)).first()
    )
    if invitation is None:
        raise InvitationUnknown
    if invitation.accepted_at:
        raise InvitationTaken
    if not invitation.is_open(on):
        raise InvitationExpired
    return invitation


@transaction.atomic
def accept(token: str, *, password: str, on: datetime) -> User:
    """Take an invitation: the password is set and the link is used up."""
    user = User.objects.select_for_update().get(pk=find(token, on=on).user_id)  # the order of invite()
    invitation = find(token, on=on)
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=on)
    if not taken:  # pressed twice at once
        raise InvitationTaken
    user.set_password(password)
    user.save(update_fields=["password"])
    acts.record(by=user, did=OPENED, to=user, on=on)
    return user


@transaction.atomic
def save(*, account: User, by: User, on: datetime) -> User:
    """Keep what an administrator changed of an account; both addresses are told of a new one.

    Raises OwnRole for one's own role or one's own closing.
    """
    stored = User.objects.select_for_update().get(pk=account.pk)
    if stored == by and (stored.role, stored.is_active) != (account.role, account.is_active):
        raise OwnRole
    before, after = acts.differences(stored, account)
    if not after:
        return account
    account.save()
    if "email" in after:
        _move(account, stored.email, by=by, on=on)
    acts.record(by=by, did=CHANGED, to=account, before=before, after=after, on=on)
    return account


def _move(account: User, old: str, *, by: User, on: datetime) -> None:
    """What is not sent yet goes to the new address; both are told of it."""
    bounces.follow(account, old)
    for address in {old, account.email}:
        cause = f"address:{account.pk}:{on.isoformat()}"
        notifications.address_changed(account, old, address=address, by=by, cause=cause)
