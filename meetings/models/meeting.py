"""Meetings, their states and the symbols of their documents."""

from __future__ import annotations

import string
import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.access import can
from acs_portal.kernel.languages import CODES, name_of
from acs_portal.kernel.models import Demonstrable, Versioned, time_zones
from acs_portal.kernel.texts import TrilingualModel, text_of, trilingual
from acs_portal.kernel.tracking import Tracked, TrackedQuerySet
from network.models import ROTATION_GROUPS, Party

PLACEHOLDERS = ("prefix", "year", "body", "type", "number")


def validate_symbol_pattern(pattern: str) -> None:
    """Refuse a pattern of symbols with a placeholder that is not known, or without {number}."""
    try:
        parts = [part[1:] for part in string.Formatter().parse(pattern) if part[1] is not None]
    except ValueError:
        raise ValidationError(_("A brace { or } has no partner.")) from None
    for name, spec, conversion in parts:
        digits = name == "number" and (spec == "" or (spec.isdecimal() and len(spec) <= 2))
        if name not in PLACEHOLDERS or conversion or not (spec == "" or digits):
            raise ValidationError(
                _("“%(name)s” is not known here. Use {prefix}, {year}, {body}, {type} and {number:03}."),
                params={"name": "{%s}" % (f"{name}:{spec}" if spec else name)},
            )
    if "number" not in [name for name, _spec, _conversion in parts]:
        raise ValidationError(_("Without {number} two documents would have the same symbol."))


class MeetingQuerySet(TrackedQuerySet):
    def announced(self):
        """What everybody may know of: all but meetings still being planned."""
        return self.exclude(state=Meeting.State.PLANNED)

    def ended_by(self, day):
        """The meetings over on a day; not one postponed, whose dates no longer say when it ends, and not one
        in session still."""
        return self.filter(closes_on__lte=day).exclude(state__in=["postponed", "in_session"])

    def standing(self):
        """The announced meetings that take place on their dates, or have taken place."""
        return self.announced().exclude(state__in=[Meeting.State.CANCELLED, Meeting.State.POSTPONED])

    def visible_to(self, user):
        """The meetings a person may know of; those still planned only for the Secretariat."""
        return self if can(user, "meeting.read_unannounced") else self.announced()


def all_languages() -> list[str]:
    """The working languages of a meeting that says nothing else: those of the Association."""
    return list(CODES)


def _told_why(state: str) -> Q:
    """A meeting is in a state exactly when it says why, in the three languages."""
    texts = [f"{state}_because_{code}" for code in CODES]
    said = Q(state=state)
    for text in texts:
        said &= ~Q(**{text: ""})
    return said | (~Q(state=state) & Q(**dict.fromkeys(texts, "")))


class Meeting(TrilingualModel, Versioned, Demonstrable, Tracked):
    """A meeting of the network: where, when, in which languages, and how far it has come."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("state of a meeting", "Planned")
        ANNOUNCED = "announced", pgettext_lazy("state of a meeting", "Announced")
        REGISTRATION_OPEN = "registration", pgettext_lazy("state of a meeting", "Registration open")
        IN_SESSION = "in_session", pgettext_lazy("state of a meeting", "In session")
        DRAFTING = "drafting", pgettext_lazy("state of a meeting", "Report drafting")
        CLOSED = "closed", pgettext_lazy("state of a meeting", "Closed")
        ARCHIVED = "archived", pgettext_lazy("state of a meeting", "Archived")
        POSTPONED = "postponed", pgettext_lazy("state of a meeting", "Postponed")
        CANCELLED = "cancelled", pgettext_lazy("state of a meeting", "Cancelled")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", pgettext_lazy("mode of a meeting", "In person")
        HYBRID = "hybrid", pgettext_lazy("mode of a meeting", "Hybrid: in person and by video")
        VIRTUAL = "virtual", pgettext_lazy("mode of a meeting", "Virtual")

    class Adoption(models.TextChoices):
        CONSENSUS = "consensus", pgettext_lazy("adoption of decisions", "By consensus")
        MAJORITY = "majority", pgettext_lazy("adoption of decisions", "By a majority of those voting")

    TRILINGUAL = ("title", "series", "place", "venue", "host_institution")
    ON_DOCUMENTS = ("title", "place", "venue")
    TAKING_REGISTRATIONS = (State.ANNOUNCED, State.REGISTRATION_OPEN)

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = trilingual(models.CharField(_("title"), max_length=240, blank=True))
    place = trilingual(models.CharField(_("place"), max_length=120, blank=True))
    venue = trilingual(models.CharField(_("venue"), max_length=160, blank=True))
    host = models.ForeignKey(Party, models.PROTECT, related_name="hosted_meetings", verbose_name=_("host"))
    host_institution = trilingual(
        models.CharField(
            _("institution of the host"),
            max_length=200,
            blank=True,
            help_text=_(
                "The institution of the host country that organises the meeting with the Secretariat"
            ),
        )
    )
    series = trilingual(
        models.CharField(
            _("series"),
            max_length=200,
            blank=True,
            help_text=_("Of which regular meeting this is one, such as Meeting of Focal Points"),
        )
    )
    ordinal = models.PositiveSmallIntegerField(
        _("number in the series"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    mode = models.CharField(_("held"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    link = models.URLField(
        _("link to take part"),
        blank=True,
        help_text=_("Of a hybrid or virtual meeting; shown to members and observers after login"),
    )
    convened_by = models.CharField(
        _("convening decision"),
        max_length=200,
        blank=True,
        help_text=_("The decision or agreement that convenes the meeting, by its symbol"),
    )
    working_languages = models.JSONField(_("working languages"), default=all_languages)
    chair_group = models.CharField(
        _("rotation group of the chair"),
        max_length=40,
        blank=True,
        choices=ROTATION_GROUPS.items(),
        help_text=_("The group whose turn it is to take the chair"),
    )
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    time_zone = models.CharField(_("time zone"), max_length=64, choices=time_zones)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.PLANNED, editable=False)
    symbol_pattern = models.CharField(
        _("pattern of document symbols"),
        max_length=80,
        default="{prefix}/{year}/{body}/{type}.{number:03}",
        validators=[validate_symbol_pattern],
        help_text=_("With {prefix}, {year}, {body}, {type} and {number:03}"),
    )
    symbol_prefix = models.CharField(_("prefix of symbols"), max_length=20, default="ACS")
    symbol_body = models.CharField(_("body in symbols"), max_length=20)
    quorum_numerator = models.PositiveSmallIntegerField(_("quorum: parts"), default=1)
    quorum_denominator = models.PositiveSmallIntegerField(_("quorum: of how many parts"), default=2)
    quorum_is_exceeded = models.BooleanField(
        _("quorum: more than this part is needed"),
        default=False,
        help_text=_("Such as more than half: 13 of 24, where half would be 12"),
    )
    adoption = models.CharField(
        _("adoption of decisions"), max_length=10, choices=Adoption, default=Adoption.CONSENSUS
    )
    majority_numerator = models.PositiveSmallIntegerField(_("majority: parts"), default=1)
    majority_denominator = models.PositiveSmallIntegerField(_("majority: of how many parts"), default=2)
    majority_is_exceeded = models.BooleanField(
        _("majority: more than this part is needed"),
        default=True,
        help_text=_("Of the members present and voting; it counts where decisions are adopted by majority"),
    )
    budget_published_at = models.DateTimeField(null=True, blank=True, editable=False)
    postponed_because = trilingual(
        models.CharField(_("why it was postponed"), max_length=300, blank=True, editable=False)
    )
    cancelled_because = trilingual(
        models.CharField(_("why it was cancelled"), max_length=300, blank=True, editable=False)
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-opens_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")),
                name="meeting_closes_after_it_opens",
                violation_error_message=_("The meeting closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(quorum_numerator__lte=models.F("quorum_denominator"), quorum_numerator__gt=0),
                name="quorum_is_a_part",
                violation_error_message=_("A quorum is a part of the whole, such as 1 of 2."),
            ),
            models.CheckConstraint(
                condition=Q(quorum_is_exceeded=False)
                | Q(quorum_numerator__lt=models.F("quorum_denominator")),
                name="quorum_can_be_reached",
                violation_error_message=_("More than the whole can never be present."),
            ),
            models.CheckConstraint(
                condition=Q(majority_numerator__gt=0)
                & (
                    Q(majority_numerator__lt=models.F("majority_denominator"))
                    | Q(majority_is_exceeded=False, majority_numerator=models.F("majority_denominator"))
                ),
                name="majority_can_be_reached",
                violation_error_message=_("A majority is a part of the whole, such as 1 of 2, or 3 of 4."),
            ),
            models.CheckConstraint(condition=_told_why("postponed"), name="postponed_with_a_reason"),
            models.CheckConstraint(condition=_told_why("cancelled"), name="cancelled_with_a_reason"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.code])

    def label_in(self, language: str) -> str:
        return text_of(self, "title", language).value

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return "meeting", self.code

    @property
    def is_announced(self) -> bool:
        return self.state != self.State.PLANNED

    @property
    def is_coming(self) -> bool:
        """Announced, with or without an open registration: it has dates and has not begun."""
        return self.state in (self.State.ANNOUNCED, self.State.REGISTRATION_OPEN)

    @property
    def is_closed(self) -> bool:
        """Closed or archived: its record stands."""
        return self.state in (self.State.CLOSED, self.State.ARCHIVED)

    @property
    def is_postponed(self) -> bool:
        return self.state == self.State.POSTPONED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_over(self) -> bool:
        """Closed, archived or cancelled: its record stands, nothing of it is edited any more."""
        return self.is_closed or self.is_cancelled

    def document_words(self) -> dict[str, dict[str, str]]:
        """The texts that stand on its documents, in every language they exist in."""
        return {name: words for name, words in self.all_words().items() if name in self.ON_DOCUMENTS}

    @property
    def languages_in_words(self) -> str:
        """The working languages, by their names in the language in force."""
        return ", ".join(str(name_of(code)) for code in CODES if code in self.working_languages)

    @property
    def takes_registrations(self) -> bool:
        """Whether the parties may file their delegations; the Secretariat registers until the close."""
        return self.state in self.TAKING_REGISTRATIONS

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone in which the meeting's days and hours are meant."""
        return zoneinfo.ZoneInfo(self.time_zone)


class Symbol(models.Model):
    """A document symbol of a meeting, given once and never again; the language is not part of it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="symbols")
    type = models.CharField(_("type"), max_length=12)
    number = models.PositiveIntegerField(_("number"))
    text = models.CharField(_("symbol"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("symbol")
        verbose_name_plural = _("symbols")
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "type", "number"], name="number_given_once")
        ]

    def __str__(self) -> str:
        return self.text
