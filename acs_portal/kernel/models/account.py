"""Accounts, and the invitations by which they are opened."""

from __future__ import annotations

import hashlib
import secrets
import zoneinfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .. import roles
from ..languages import CHOICES


def time_zones() -> list[tuple[str, str]]:
    """The time zones a person may choose from."""
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name]


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> User:
        """An account; without a password nobody can log in until one is set by invitation."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> User:
        """The first system administrator of an installation (manages accounts, no content rights)."""
        return self.create_user(email, password, role=roles.ADMINISTRATOR, **fields)

    def get_by_natural_key(self, email: str) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person with an account: logs in by e-mail, is spoken to in a language, at home in a time zone."""

    PERSONAL = ("email", "name")

    class News(models.TextChoices):
        NOW = "now", pgettext_lazy("when news is told", "At once, each in a message of its own")
        DAILY = "daily", pgettext_lazy("when news is told", "Once a day, in one message")
        WEEKLY = "weekly", pgettext_lazy("when news is told", "Once a week, on Monday, in one message")
        NEVER = "never", pgettext_lazy("when news is told", "Never")

    HOUSE_ROLES = [(role, roles.ROLES[role]) for role in (roles.OFFICER, roles.APPROVER, roles.ADMINISTRATOR)]

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=CHOICES, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=64, choices=time_zones, default="America/Port_of_Spain"
    )
    role = models.CharField(_("role in the Secretariat"), max_length=20, choices=HOUSE_ROLES, blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    is_demonstration = models.BooleanField(_("demonstration account"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    news = models.CharField(
        _("news by e-mail"),
        max_length=8,
        choices=News,
        default=News.NOW,
        help_text=_(
            "Reminders and coming meetings. What is official always comes at once: invitations, "
            "released agendas, adopted plans, cancellations."
        ),
    )
    unreachable_since = models.DateTimeField(_("unreachable since"), null=True, blank=True, editable=False)
    unreachable_why = models.CharField(_("why unreachable"), max_length=500, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Who may open /admin/: the Secretariat reads the registers, the administrator keeps accounts."""
        return self.is_active and self.role != ""

    is_superuser = False

    def has_perm(self, permission: str, obj=None) -> bool:
        """Rights in /admin/: accounts for the administrator; content is read-only for the Secretariat."""
        app, _dot, name = permission.partition(".")
        if not self.is_staff:
            return False
        if self.role == roles.ADMINISTRATOR:
            accounts = app == "kernel" and name.endswith(("_user", "_invitation"))
            return accounts and not name.startswith("delete_")
        return name.startswith("view_") and app in {"network", "meetings", "actionplan", "kernel"}

    def has_module_perms(self, app_label: str) -> bool:
        """Which registers are listed in /admin/."""
        if self.role == roles.ADMINISTRATOR:
            return app_label == "kernel"
        return self.is_staff and app_label in {"network", "meetings", "actionplan", "kernel"}


class Invitation(models.Model):
    """An invitation to open an account: sent to one address, valid until a date, taken once."""

    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(User, models.PROTECT, related_name="invitations", verbose_name=_("account"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email

    @staticmethod
    def hash_of(token: str) -> str:
        """What is stored of a token: its sha256, so that the database gives no way in."""
        return hashlib.sha256(token.encode()).hexdigest()

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)

    def is_open(self, now) -> bool:
        """Whether it can still be taken at `now`."""
        return self.accepted_at is None and now < self.expires_at
