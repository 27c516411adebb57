"""The outbox."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ..languages import CHOICES
from ..message_kinds import KINDS
from .account import User


class MessageQuerySet(models.QuerySet):
    """The folders of the outbox; each message lies in one of them."""

    GONE = Q(sent_at__isnull=False) | Q(told_in__isnull=False)
    UNREACHABLE = Q(to__unreachable_since__isnull=False, address=F("to__email"))

    def gone(self):
        """Sent, or told in a digest."""
        return self.filter(self.GONE)

    def unsent(self):
        """Neither sent nor told in a digest."""
        return self.exclude(self.GONE)

    def unreachable(self):
        """Kept for an address that refuses mail for good."""
        return self.unsent().filter(self.UNREACHABLE)

    def under_way(self):
        """Still to be sent to an address that takes mail."""
        return self.unsent().exclude(self.UNREACHABLE)

    def waiting(self):
        """Not tried yet, those for a digest included."""
        return self.under_way().filter(attempts=0)

    def failed(self):
        """Tried, and to be tried again."""
        return self.under_way().filter(attempts__gt=0, attempts__lt=Message.MOST_ATTEMPTS)

    def given_up(self):
        """Failed so often that nothing is tried any more."""
        return self.under_way().filter(attempts__gte=Message.MOST_ATTEMPTS)


class Message(models.Model):
    """A message in the outbox: written with its act, sent after, once per recipient and cause."""

    MOST_ATTEMPTS = 13  # each pause twice the one before, from a minute: almost three days

    to = models.ForeignKey(User, models.PROTECT, related_name="messages", verbose_name=_("to"))
    address = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=CHOICES)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    cause = models.CharField(_("cause"), max_length=120)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField()
    html = models.TextField()
    is_secret = models.BooleanField(default=False)  # holds a way in: its words go once it is sent
    is_held = models.BooleanField(default=False)  # news for a digest; its words are a part of a mail
    versions = models.JSONField(default=dict, blank=True)  # of a held one: language -> subject, text, html
    told_in = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="told")
    again = models.PositiveSmallIntegerField(_("times sent again"), default=0)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("last failed"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last failure"), blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("outbox")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["to", "cause"], name="told_once")]
        indexes = [models.Index(fields=["created_at"], condition=Q(sent_at=None), name="message_unsent")]

    def __str__(self) -> str:
        return self.subject

    def speak(self, language: str) -> None:
        """Take the words of a language, of a held message that has them; nothing is saved."""
        if words := self.versions.get(language):
            self.language = language
            self.subject, self.text, self.html = words["subject"], words["text"], words["html"]

    @property
    def kind_label(self) -> str:
        """What kind of message it is, in words; one of before kinds were kept is a message."""
        return str(KINDS[self.kind].label if self.kind in KINDS else self._meta.verbose_name)

    def register_label(self, language: str) -> str:
        """What the register of acts calls a message: without its subject, which may name a person."""
        with override(language):
            return f"{self.kind_label}, no. {self.pk}"
