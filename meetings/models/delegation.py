"""Delegations to a meeting and their delegates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.languages import CHOICES
from acs_portal.kernel.models import Demonstrable, StoredFile, User, Versioned
from acs_portal.kernel.texts import TrilingualModel, trilingual
from network.models import Party

from .meeting import Meeting


class Delegation(Versioned, Demonstrable):
    """The delegation of a party to a meeting, filed with one letter; its credentials are apart.

    One that was approved before approvals were recorded has no moment and no person for it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a delegation", "Draft")
        SUBMITTED = "submitted", pgettext_lazy("state of a delegation", "Submitted")
        APPROVED = "approved", pgettext_lazy("state of a delegation", "Approved")
        RETURNED = "returned", pgettext_lazy("state of a delegation", "Returned for completion")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a delegation", "Withdrawn")

    class Credentials(models.TextChoices):
        NONE = "none", pgettext_lazy("state of credentials", "None")
        RECEIVED = "received", pgettext_lazy("state of credentials", "Received")
        IN_ORDER = "in_order", pgettext_lazy("state of credentials", "In order")
        PROVISIONAL = "provisional", pgettext_lazy("state of credentials", "Provisional")
        NOT_ACCEPTED = "not_accepted", pgettext_lazy("state of credentials", "Not accepted")

    FILES = ("letter", "credentials_file")
    PERSONAL = ("credentials_note", *FILES)

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="delegations", verbose_name=_("meeting")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="delegations", verbose_name=_("party"))
    letter_reference = models.CharField(_("reference of the letter"), max_length=80, blank=True)
    letter_date = models.DateField(_("date of the letter"), null=True, blank=True)
    letter = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("letter")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("begun by")
    )
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    is_late = models.BooleanField(_("submitted after the deadline"), default=False, editable=False)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    returned_because = models.CharField(_("why it was returned"), max_length=500, blank=True, editable=False)
    credentials = models.CharField(
        _("credentials"), max_length=12, choices=Credentials, default=Credentials.NONE, editable=False
    )
    credentials_reference = models.CharField(_("reference of the credentials"), max_length=80, blank=True)
    credentials_date = models.DateField(_("date of the credentials"), null=True, blank=True)
    credentials_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("credentials")
    )
    credentials_note = models.CharField(_("note on the credentials"), max_length=500, blank=True)
    credentials_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("examined by")
    )
    credentials_at = models.DateTimeField(_("examined"), null=True, editable=False)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["party"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party"],
                name="one_delegation_per_party",
                violation_error_message=_("This party already has a delegation to this meeting."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="delegation_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="delegation_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(state="returned") & ~Q(returned_because=""))
                | (~Q(state="returned") & Q(returned_because="")),
                name="delegation_returned_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(credentials="none", credentials_at=None, credentials_by=None)
                | Q(credentials_at__isnull=False, credentials_by__isnull=False),
                name="credentials_examined_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.party)

    def get_absolute_url(self) -> str:
        return reverse("meetings:delegation", args=[self.meeting.code, self.party.slug])

    def label_in(self, language: str) -> str:
        return self.party.label_in(language)

    @property
    def capacity_party(self) -> Party:
        return self.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.party.roles_of(user)

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_editable(self) -> bool:
        """Whether the party may still fill it in: nobody has to approve it yet."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)


class DelegateQuerySet(models.QuerySet):
    def seated(self):
        """Those who have a seat: not withdrawn, not on the waiting list."""
        return self.filter(withdrawn_at=None, waitlisted_at=None)

    def attending(self):
        """Whom lists and badges name: seated, and approved with their delegation."""
        return self.seated().filter(is_new=False, delegation__state=Delegation.State.APPROVED)


class Delegate(TrilingualModel, Versioned, Demonstrable):
    """A member of a delegation: function, place in the order of precedence, consent to be listed."""

    class Role(models.TextChoices):
        HEAD = "head", pgettext_lazy("role in a delegation", "Head of delegation")
        ALTERNATE = "alternate", pgettext_lazy("role in a delegation", "Alternate")
        ADVISER = "adviser", pgettext_lazy("role in a delegation", "Adviser")
        OBSERVER = "observer", pgettext_lazy("role in a delegation", "Observer")

    TRILINGUAL = ("function",)
    PERSONAL = (
        "honorific",
        "given_name",
        "family_name",
        "function_en",
        "function_es",
        "function_fr",
        "email",
        "phone",
        "language",
        "nationality",
        "passport_number",
        "arrives_at",
        "arrives_by",
        "departs_at",
        "departs_by",
        "dietary_needs",
        "access_needs",
        "created_for",
    )

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="delegates", verbose_name=_("delegation")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.ADVISER)
    honorific = models.CharField(_("title"), max_length=40, blank=True)
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    function = trilingual(models.CharField(_("function"), max_length=200, blank=True))
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Seen by the Secretariat only"))
    is_listed = models.BooleanField(_("agrees to appear in the public list"), default=False)
    listing_decided_at = models.DateTimeField(_("decided on the public list"), null=True, editable=False)
    position = models.PositiveSmallIntegerField(_("place in the order of precedence"), default=1)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language of messages"), max_length=2, choices=CHOICES, blank=True)
    nationality = models.CharField(_("nationality"), max_length=80, blank=True)
    passport_number = models.CharField(_("number of the passport"), max_length=40, blank=True)
    arrives_at = models.DateTimeField(_("arrival"), null=True, blank=True)
    arrives_by = models.CharField(_("flight or means of arrival"), max_length=80, blank=True)
    departs_at = models.DateTimeField(_("departure"), null=True, blank=True)
    departs_by = models.CharField(_("flight or means of departure"), max_length=80, blank=True)
    dietary_needs = models.CharField(_("dietary needs"), max_length=300, blank=True)
    access_needs = models.CharField(_("access needs"), max_length=300, blank=True)
    completed_at = models.DateTimeField(_("completed by the delegate"), null=True, editable=False)
    waitlisted_at = models.DateTimeField(_("on the waiting list since"), null=True, editable=False)
    is_new = models.BooleanField(_("added after the approval"), default=False, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("entered by")
    )
    created_for = models.CharField(_("entered on behalf of"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["delegation", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(role="head", withdrawn_at=None),
                name="one_head_of_delegation",
                violation_error_message=_("This delegation already has a head."),
            ),
            models.UniqueConstraint(
                fields=["delegation", "given_name", "family_name"],
                condition=Q(withdrawn_at=None),
                name="delegate_registered_once",
                violation_error_message=_("This person is already registered in this delegation."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        delegation = self.delegation
        return reverse(
            "meetings:delegate_edit", args=[delegation.meeting.code, delegation.party.slug, self.pk]
        )

    def label_in(self, language: str) -> str:
        return f"{self.full_name} ({self.delegation.label_in(language)})"

    def register_label(self, language: str) -> str:
        """What the register of acts calls a delegate: without the name, which must be erasable."""
        return f"{self.delegation.label_in(language)}, no. {self.pk}"

    @property
    def capacity_party(self) -> Party:
        return self.delegation.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.delegation.party.roles_of(user)

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return "participants", self.delegation.meeting.code

    @property
    def is_attending(self) -> bool:
        """Whether lists and badges name the delegate: seated, and approved with the delegation."""
        is_seated = self.withdrawn_at is None and self.waitlisted_at is None
        return is_seated and not self.is_new and self.delegation.is_approved

    @property
    def full_name(self) -> str:
        """The name as on an official list: title, given name, FAMILY NAME in capitals."""
        return " ".join(part for part in (self.honorific, self.given_name, self.family_name.upper()) if part)
