"""The persons who hold posts, and the designations by which they do."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from acs_portal.kernel import roles
from acs_portal.kernel.access import standing_roles
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import Demonstrable, StoredFile, User, Versioned
from acs_portal.kernel.tracking import Tracked, TrackedQuerySet

from .party import Party
from .post import AuthorisedChannel, Post


def listed_name(honorific: str, given_name: str, family_name: str) -> str:
    """A name as on an official list: title, given name, FAMILY NAME in capitals."""
    return " ".join(part for part in (honorific, given_name, family_name.upper()) if part)


class Person(Demonstrable):
    """A person who holds or held posts; contact data is for members. Not tracked, since it can be erased."""

    PERSONAL = ("email", "telephone")

    honorific = models.CharField(_("title"), max_length=40, blank=True)
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="person", verbose_name=_("account")
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["family_name", "given_name"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return listed_name(self.honorific, self.given_name, self.family_name)

    @property
    def may_be_invited(self) -> bool:
        """Whether there is an address, and the account is still to be opened or even to be made."""
        user = self.user
        return bool(self.email) and (user is None or (user.is_active and not user.has_usable_password()))


class DesignationQuerySet(TrackedQuerySet):
    def in_force_on(self, day: date):
        """The designations that count on `day`."""
        in_force = self.filter(state=Designation.State.IN_FORCE, starts__lte=day)
        return in_force.filter(Q(until=None) | Q(until__gt=day))

    def pending(self):
        """The designations that have come in and are not decided."""
        return self.filter(state__in=Designation.PENDING)


class Designation(Demonstrable, Versioned, Tracked):
    """The official act that names the holder of a post, from a day until a day, and where it stands."""

    class Instrument(models.TextChoices):
        NOTE_VERBALE = "note_verbale", pgettext_lazy("instrument", "Note verbale")
        LETTER = "letter", pgettext_lazy("instrument", "Letter")
        FORM = "form", pgettext_lazy("instrument", "Form")

    class State(models.TextChoices):
        """Where a designation stands. ENDED and TO_COME are read from the dates, never stored."""

        RECEIVED = "received", pgettext_lazy("state of a designation", "Received")
        UNDER_REVIEW = "under_review", pgettext_lazy("state of a designation", "Under review")
        RETURNED = "returned", pgettext_lazy("state of a designation", "Returned for completion")
        TO_COME = "to_come", pgettext_lazy("state of a designation", "Validated, begins later")
        IN_FORCE = "in_force", pgettext_lazy("state of a designation", "In force")
        ENDED = "ended", pgettext_lazy("state of a designation", "Ended")
        REJECTED = "rejected", pgettext_lazy("state of a designation", "Rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a designation", "Withdrawn")
        LAPSED = "lapsed", pgettext_lazy("state of a designation", "Lapsed")

    PENDING = (State.RECEIVED, State.UNDER_REVIEW, State.RETURNED)
    Office = AuthorisedChannel.Office

    post = models.ForeignKey(Post, models.PROTECT, related_name="designations", verbose_name=_("post"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="designations", verbose_name=_("person"))
    # the name as the letter writes it: the record survives a change of name
    honorific = models.CharField(_("title"), max_length=40, blank=True)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    instrument = models.CharField(_("instrument"), max_length=16, choices=Instrument)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    dated = models.DateField(_("dated"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=160)
    signer_post = models.CharField(_("post of the signer"), max_length=200)
    channel = models.ForeignKey(
        AuthorisedChannel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed for"),
    )
    office = models.CharField(_("signed for"), max_length=20, choices=Office, blank=True)
    received_on = models.DateField(_("received on"))
    starts = models.DateField(_("in force from"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)
    late_reason = models.CharField(_("why it counts from an earlier day"), max_length=200, blank=True)
    letter = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("letter")
    )

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED, editable=False)
    is_filed_by_party = models.BooleanField(_("filed by the party"), default=False, editable=False)
    filed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("filed by")
    )
    filed_at = models.DateTimeField(_("filed"), null=True, editable=False)
    note = models.TextField(_("note of the Secretariat"), blank=True, editable=False)
    complete_by = models.DateField(_("to be completed by"), null=True, editable=False)

    objects = DesignationQuerySet.as_manager()

    class Meta:
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        ordering = ["-starts", "-pk"]
        indexes = [models.Index(fields=["state", "filed_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("starts")),
                name="designation_ends_after_it_starts",
                violation_error_message=_("A designation ends after the day it starts."),
            ),
            models.CheckConstraint(
                condition=Q(until=None, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
                name="designation_end_has_a_reason",
                violation_error_message=_("Say why the designation ended."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ended", "to_come"]),
                name="designation_end_follows_from_its_dates",
            ),
            models.CheckConstraint(
                condition=(Q(state="returned", complete_by__isnull=False) & ~Q(note=""))
                | (~Q(state="returned") & Q(complete_by=None)),
                name="returned_designation_has_a_note_and_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected", note=""), name="rejected_designation_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} – {self.post}"

    @property
    def full_name(self) -> str:
        """The name of the holder as the letter writes it, as on an official list."""
        return listed_name(self.honorific, self.given_name, self.family_name)

    @property
    def signed_for(self) -> str:
        """The office for which the signer wrote; "" for records from before that was asked."""
        return str(self.channel) if self.channel_id else str(self.get_office_display())

    @property
    def is_pending(self) -> bool:
        return self.state in self.PENDING

    @property
    def has_counted(self) -> bool:
        """Whether it was validated: it holds, held or will hold its post."""
        return self.state == self.State.IN_FORCE

    def state_on(self, day: date) -> State:
        """The state as a reader sees it on a day: in force becomes to come or ended by the dates."""
        if self.state != self.State.IN_FORCE:
            return self.State(self.state)
        if self.until and self.until <= day:
            return self.State.ENDED
        return self.State.IN_FORCE if self.starts <= day else self.State.TO_COME

    def get_absolute_url(self) -> str:
        return reverse("network:designation", args=[self.post.party.slug, self.pk])

    def label_in(self, language: str) -> str:
        with override(language):
            return str(self)

    @property
    def capacity_party(self) -> Party:
        return self.post.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.post.party.roles_of(user)


def held_posts(user: User) -> list[tuple[int, str, str]]:
    """(party id, kind of post, kind of party) for each post a person holds today; one query per request."""
    return [(party.pk, kind, party.kind) for party, kind in _held(user)]


def held_parties(user: User) -> list[Party]:
    """The parties of which a person holds a post today; the query is that of held_posts."""
    return list({party.pk: party for party, _kind in _held(user)}.values())


def _held(user: User) -> list[tuple[Party, str]]:
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_held_posts"):
        held = Designation.objects.in_force_on(official_day(timezone.now())).filter(person__user=user)
        held = held.select_related("post__party").only("post__kind", "post__party")
        user._held_posts = [(one.post.party, one.post.kind) for one in held]
    return user._held_posts


@standing_roles
def roles_from_designations(user: User) -> set[str]:
    """Member or observer, for whoever holds a post of such a party today."""
    kinds = {party_kind for _party, _post, party_kind in held_posts(user)}
    return {roles.MEMBER if kind in Party.MEMBERS else roles.OBSERVER for kind in kinds}
