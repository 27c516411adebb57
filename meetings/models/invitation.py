"""Invitations to a meeting: the letter that all of them share, and one invitation for each party."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.languages import CHOICES
from acs_portal.kernel.models import Demonstrable, User, Versioned
from acs_portal.kernel.texts import TrilingualModel, trilingual
from acs_portal.kernel.tracking import Tracked
from network.models import Party

from .meeting import Meeting

# what a letter may leave open, to be filled in for each party
LETTER_PLACEHOLDERS = ("party", "meeting", "place", "dates", "number", "deadline", "answer_url")
BRACED = re.compile(r"\{([^{}]*)\}")


def validate_letter_text(text: str) -> None:
    """Refuse a text of a letter with a placeholder that is not known, or with a brace that stands alone."""
    for name in BRACED.findall(text):
        if name not in LETTER_PLACEHOLDERS:
            known = ", ".join(f"{{{one}}}" for one in LETTER_PLACEHOLDERS)
            raise ValidationError(
                _("“%(name)s” is not known here. Use %(known)s."),
                params={"name": f"{{{name}}}", "known": known},
            )
    if set("{}") & set(BRACED.sub("", text)):
        raise ValidationError(_("A brace { or } has no partner."))


class InvitationTemplate(TrilingualModel, Versioned, Tracked):
    """The letter of invitation to a meeting in three languages, with placeholders for what differs."""

    TRILINGUAL = ("salutation", "body", "closing", "signatory_post")

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, related_name="invitation_template", verbose_name=_("meeting")
    )
    salutation = trilingual(
        models.CharField(_("salutation"), max_length=200, blank=True, validators=[validate_letter_text])
    )
    body = trilingual(models.TextField(_("body"), blank=True, validators=[validate_letter_text]))
    closing = trilingual(models.TextField(_("closing"), blank=True, validators=[validate_letter_text]))
    signatory_post = trilingual(models.CharField(_("post of who signs"), max_length=160, blank=True))
    signatory = models.CharField(_("who signs"), max_length=160)
    answer_by = models.DateField(_("answer until"), help_text=_("The {deadline} of the letter."))

    class Meta:
        verbose_name = _("letter of invitation")
        verbose_name_plural = _("letters of invitation")

    def __str__(self) -> str:
        return str(_("Letter of invitation"))

    def get_absolute_url(self) -> str:
        return reverse("meetings:invitation_template", args=[self.meeting.code])

    def label_in(self, language: str) -> str:
        return self.meeting.label_in(language)

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return "invitation", self.meeting.code


class Invitation(Versioned, Demonstrable):
    """The invitation of one party to a meeting: its number, its language, and what became of it."""

    class Category(models.TextChoices):
        MEMBER = "member", pgettext_lazy("category of an invitation", "Member State")
        ASSOCIATE = "associate", pgettext_lazy("category of an invitation", "Associate Member")
        OBSERVER = "observer", pgettext_lazy("category of an invitation", "Observer")
        GUEST = "guest", pgettext_lazy("category of an invitation", "Guest")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of an invitation", "Draft")
        ISSUED = "issued", pgettext_lazy("state of an invitation", "Issued")
        SENT = "sent", pgettext_lazy("state of an invitation", "Sent")
        ANSWERED = "answered", pgettext_lazy("state of an invitation", "Answered")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of an invitation", "Withdrawn")

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("answer to an invitation", "Will attend")
        DECLINED = "declined", pgettext_lazy("answer to an invitation", "Will not attend")
        UNDECIDED = "undecided", pgettext_lazy("answer to an invitation", "Not yet decided")

    CATEGORY_OF = {
        Party.Kind.MEMBER_STATE: Category.MEMBER,
        Party.Kind.ASSOCIATE_MEMBER: Category.ASSOCIATE,
        Party.Kind.GUEST: Category.GUEST,
    }  # all others are observers
    PERSONAL = ("addressee", "contact_name", "contact_email", "answer_note")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="invitations", verbose_name=_("meeting")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="invitations", verbose_name=_("party"))
    category = models.CharField(_("category"), max_length=10, choices=Category)
    language = models.CharField(_("language of the letter"), max_length=2, choices=CHOICES)
    addressee = models.TextField(
        _("addressee"), max_length=400, help_text=_("As it stands at the head of the letter, line by line.")
    )
    contact_name = models.CharField(_("contact person"), max_length=160, blank=True)
    contact_email = models.EmailField(
        _("e-mail address of the contact"),
        blank=True,
        help_text=_("Where the letter goes when the party has no focal point in office with an account."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    symbol = models.CharField(_("number"), max_length=80, blank=True, editable=False)
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    sent_how = models.CharField(_("how it was sent"), max_length=160, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True, editable=False)
    answer_note = models.CharField(_("note"), max_length=500, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
        editable=False,
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_because = models.CharField(
        _("why it was withdrawn"), max_length=300, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party"],
                condition=~Q(state="withdrawn"),
                name="one_invitation_per_party",
                violation_error_message=_("This party already has an invitation to this meeting."),
            ),
            models.UniqueConstraint(
                fields=["symbol"], condition=~Q(symbol=""), name="invitation_number_given_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", symbol="", issued_at=None)
                | (~Q(state="draft") & ~Q(symbol="") & Q(issued_at__isnull=False)),
                name="issued_invitations_have_a_number",
            ),
            models.CheckConstraint(
                condition=(~Q(state__in=["sent", "answered"])) | Q(sent_at__isnull=False),
                name="sent_invitations_have_a_day",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None, answer_note="")
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="answers_say_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="") & ~Q(state="withdrawn")
                | (Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="invitations_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.party)

    def get_absolute_url(self) -> str:
        return reverse("meetings:invitation", args=[self.meeting.code, self.pk])

    def label_in(self, language: str) -> str:
        return f"{self.party.label_in(language)} {self.symbol}".strip()

    @property
    def capacity_party(self) -> Party:
        return self.party

    def roles_of(self, user: User) -> frozenset[str]:
        """The roles of a person on the party that is invited."""
        return self.party.roles_of(user)

    @property
    def has_gone(self) -> bool:
        """Whether it was sent to the party, be it withdrawn since."""
        return self.sent_at is not None

    @property
    def is_under_way(self) -> bool:
        """Whether an answer can be given: it was sent and stands."""
        return self.state in (self.State.SENT, self.State.ANSWERED)

    @property
    def is_silent(self) -> bool:
        """Whether it was sent and nobody has said yes or no."""
        return self.state == self.State.SENT
