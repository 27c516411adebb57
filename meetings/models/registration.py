"""How a meeting takes registrations: its seats and deadline, and what belongs to one delegate."""

from __future__ import annotations

import hashlib
import secrets

from django.db import models
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.languages import OWN_NAMES
from acs_portal.kernel.models import User, Versioned
from acs_portal.kernel.tracking import Tracked
from network.models import Party

from .delegation import Delegate
from .meeting import Meeting


class RegistrationRules(Versioned, Tracked):
    """Until when delegations are filed, and how many seats each has; without a row, no limit."""

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, related_name="registration_rules", verbose_name=_("meeting")
    )
    deadline = models.DateField(
        _("delegations are filed until"),
        null=True,
        blank=True,
        help_text=_("Later ones are taken, too, and marked as late."),
    )
    seats_of_members = models.PositiveSmallIntegerField(
        _("seats of a Member State"), null=True, blank=True, help_text=_("Empty: no limit")
    )
    seats_of_associates = models.PositiveSmallIntegerField(
        _("seats of an Associate Member"), null=True, blank=True, help_text=_("Empty: no limit")
    )
    seats_of_observers = models.PositiveSmallIntegerField(
        _("seats of an observer"), null=True, blank=True, help_text=_("Empty: no limit")
    )

    class Meta:
        verbose_name = _("rules of registration")
        verbose_name_plural = _("rules of registration")

    def __str__(self) -> str:
        return str(self.meeting)

    def label_in(self, language: str) -> str:
        return self.meeting.label_in(language)

    def seats_of(self, party: Party) -> int | None:
        """How many seats the delegation of a party has; None for no limit."""
        if party.kind == Party.Kind.MEMBER_STATE:
            return self.seats_of_members
        if party.kind == Party.Kind.ASSOCIATE_MEMBER:
            return self.seats_of_associates
        return self.seats_of_observers


class DelegateChange(models.Model):
    """One field of an approved delegate that the delegation wants otherwise; it waits for the Secretariat.

    The rest of the delegate stays approved. A part of its delegate: it goes with it.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("answer to a change", "Accepted")
        REFUSED = "refused", pgettext_lazy("answer to a change", "Refused")

    PERSONAL = ("old", "new")

    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="changes", verbose_name=_("delegate"))
    field = models.CharField(_("field"), max_length=40)
    old = models.TextField(_("as approved"), blank=True)
    new = models.TextField(_("as asked for"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by"))
    by_label = models.CharField(_("asked by"), max_length=200, blank=True)
    at = models.DateTimeField(_("asked"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of a delegate")
        verbose_name_plural = _("changes of delegates")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "field"], condition=Q(answer=""), name="one_open_change_per_field"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="change_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}: {self.field}"

    @property
    def field_name(self):
        """What the field is called; a text in one language with the language."""
        field = Delegate._meta.get_field(self.field)
        name, _line, code = self.field.rpartition("_")
        if name != "function":
            return field.verbose_name
        return format_lazy("{} ({})", field.verbose_name, OWN_NAMES[code])

    @property
    def old_shown(self) -> str:
        return self._shown(self.old)

    @property
    def new_shown(self) -> str:
        return self._shown(self.new)

    def _shown(self, value: str) -> str:
        """A value as a person reads it; of a role, its name."""
        return str(dict(Delegate.Role.choices).get(value, value)) if self.field == "role" else value


class DelegateLinkQuerySet(models.QuerySet):
    def open_at(self, now):
        """The links by which a delegate gets in at a moment."""
        return self.filter(revoked_at=None, expires_at__gt=now)


class DelegateLink(models.Model):
    """The private link of a delegate: only the hash of its token is kept, until a moment or a revocation."""

    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="links", verbose_name=_("delegate"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("sent by")
    )
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = DelegateLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("private link of a delegate")
        verbose_name_plural = _("private links of delegates")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.register_label("en")

    def register_label(self, language: str) -> str:
        """What the register of acts calls a link: by its delegate, without the name."""
        return self.delegate.register_label(language)

    @staticmethod
    def hash_of(token: str) -> str:
        """What is stored of a token: its sha256, so that the database gives no way in."""
        return hashlib.sha256(token.encode()).hexdigest()

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)

    def is_open(self, now) -> bool:
        """Whether it still leads in at `now`."""
        return self.revoked_at is None and now < self.expires_at
