"""Posts of the parties, the persons who hold them, and the designations by which they do."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from acs_portal.kernel import roles
from acs_portal.kernel.access import standing_roles
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import Demonstrable, StoredFile, User

from .party import Party


class Person(Demonstrable):
    """A person who holds or held posts; contact data is for members, notes for the Secretariat."""

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
        """The name as on an official list: title, given name, FAMILY NAME in capitals."""
        return " ".join(part for part in (self.honorific, self.given_name, self.family_name.upper()) if part)

    @property
    def may_be_invited(self) -> bool:
        """Whether there is an address, and the account is still to be opened or even to be made."""
        user = self.user
        return bool(self.email) and (user is None or (user.is_active and not user.has_usable_password()))


class Post(models.Model):
    """A post of a party in the network: it stays when its holder leaves."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", pgettext_lazy("post", "Primary focal point")
        DEPUTY = "deputy", pgettext_lazy("post", "Deputy focal point")
        REVIEWER = "reviewer", pgettext_lazy("post", "Reviewer")
        REPRESENTATIVE = (
            "representative",
            pgettext_lazy(
                "post", "Representative to the Council of National Representatives of the Special Fund"
            ),
        )

    ROLE_OF = {Kind.PRIMARY: roles.PUBLISHER, Kind.DEPUTY: roles.DEPUTY, Kind.REVIEWER: roles.REVIEWER}

    party = models.ForeignKey(Party, models.PROTECT, related_name="posts", verbose_name=_("party"))
    kind = models.CharField(_("post"), max_length=16, choices=Kind, default=Kind.PRIMARY)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["party", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(kind="primary"),
                name="one_primary_post",
                violation_error_message=_("This party already has a post of primary focal point."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.party}"

    def get_absolute_url(self) -> str:
        return self.party.get_absolute_url()

    def label_in(self, language: str) -> str:
        with override(language):
            return str(self)

    @property
    def capacity_party(self) -> Party:
        return self.party

    def roles_of(self, user: User) -> frozenset[str]:
        return self.party.roles_of(user)


class DesignationQuerySet(models.QuerySet):
    def in_force_on(self, day: date):
        """The designations that count on `day`."""
        return self.filter(Q(until=None) | Q(until__gt=day), starts__lte=day)


class Designation(Demonstrable):
    """The official act that names the holder of a post, from a day until a day."""

    class Instrument(models.TextChoices):
        NOTE_VERBALE = "note_verbale", pgettext_lazy("instrument", "Note verbale")
        LETTER = "letter", pgettext_lazy("instrument", "Letter")
        FORM = "form", pgettext_lazy("instrument", "Form")

    post = models.ForeignKey(Post, models.PROTECT, related_name="designations", verbose_name=_("post"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="designations", verbose_name=_("person"))
    instrument = models.CharField(_("instrument"), max_length=16, choices=Instrument)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    dated = models.DateField(_("dated"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=160)
    signer_post = models.CharField(_("post of the signer"), max_length=200)
    received_on = models.DateField(_("received on"))
    starts = models.DateField(_("in force from"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)
    letter = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("letter")
    )

    objects = DesignationQuerySet.as_manager()

    class Meta:
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        ordering = ["-starts", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(until=None),
                name="one_holder_at_a_time",
                violation_error_message=_("This post already has a holder. End that designation first."),
            ),
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
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.post}"

    def get_absolute_url(self) -> str:
        return self.post.get_absolute_url()

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
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_held_posts"):
        held = Designation.objects.in_force_on(official_day(timezone.now())).filter(person__user=user)
        user._held_posts = list(held.values_list("post__party", "post__kind", "post__party__kind"))
    return user._held_posts


@standing_roles
def roles_from_designations(user: User) -> set[str]:
    """Member or observer, for whoever holds a post of such a party today."""
    kinds = {party_kind for _party, _post, party_kind in held_posts(user)}
    return {roles.MEMBER if kind in Party.MEMBERS else roles.OBSERVER for kind in kinds}
