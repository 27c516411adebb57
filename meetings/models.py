"""Meetings: delegations and delegates, the agenda, sittings with attendance, decisions, symbols."""

from __future__ import annotations

import string
import uuid
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel.access import can
from acs_portal.kernel.models import Demonstrable, StoredFile, Versioned, time_zones
from acs_portal.kernel.releases import Node
from acs_portal.kernel.texts import TrilingualModel, text_of, trilingual
from acs_portal.kernel.tracking import Tracked, TrackedQuerySet
from network.models import Party

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

    def standing(self):
        """The announced meetings that take place or have taken place."""
        return self.announced().exclude(state=Meeting.State.CANCELLED)

    def visible_to(self, user):
        """The meetings a person may know of; those still planned only for the Secretariat."""
        return self if can(user, "meeting.read_unannounced") else self.announced()


class Meeting(TrilingualModel, Versioned, Demonstrable, Tracked):
    """A meeting of the network: where, when, in which languages, and how far it has come."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("state of a meeting", "Planned")
        ANNOUNCED = "announced", pgettext_lazy("state of a meeting", "Announced")
        IN_SESSION = "in_session", pgettext_lazy("state of a meeting", "In session")
        CLOSED = "closed", pgettext_lazy("state of a meeting", "Closed")
        CANCELLED = "cancelled", pgettext_lazy("state of a meeting", "Cancelled")

    TRILINGUAL = ("title", "place", "venue")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = trilingual(models.CharField(_("title"), max_length=240, blank=True))
    place = trilingual(models.CharField(_("place"), max_length=120, blank=True))
    venue = trilingual(models.CharField(_("venue"), max_length=160, blank=True))
    host = models.ForeignKey(Party, models.PROTECT, related_name="hosted_meetings", verbose_name=_("host"))
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
                condition=(
                    Q(state="cancelled")
                    & ~Q(cancelled_because_en="")
                    & ~Q(cancelled_because_es="")
                    & ~Q(cancelled_because_fr="")
                )
                | (
                    ~Q(state="cancelled")
                    & Q(cancelled_because_en="", cancelled_because_es="", cancelled_because_fr="")
                ),
                name="cancelled_with_a_reason",
            ),
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
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_over(self) -> bool:
        """Closed or cancelled: its record stands, nothing of it is edited any more."""
        return self.is_closed or self.is_cancelled

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


class Delegation(Demonstrable):
    """The delegation of a party to a meeting, announced by one letter."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="delegations", verbose_name=_("meeting")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="delegations", verbose_name=_("party"))
    letter_reference = models.CharField(_("reference of the letter"), max_length=80, blank=True)
    letter_date = models.DateField(_("date of the letter"), null=True, blank=True)
    letter = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("letter")
    )

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["party"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party"],
                name="one_delegation_per_party",
                violation_error_message=_("This party already has a delegation to this meeting."),
            )
        ]

    def __str__(self) -> str:
        return str(self.party)

    def get_absolute_url(self) -> str:
        return reverse("meetings:delegation", args=[self.meeting.code, self.party.slug])

    def label_in(self, language: str) -> str:
        return self.party.label_in(language)


class Delegate(TrilingualModel, Versioned, Demonstrable):
    """A member of a delegation: function, place in the order of precedence, consent to be listed."""

    class Role(models.TextChoices):
        HEAD = "head", pgettext_lazy("role in a delegation", "Head of delegation")
        ALTERNATE = "alternate", pgettext_lazy("role in a delegation", "Alternate")
        ADVISER = "adviser", pgettext_lazy("role in a delegation", "Adviser")
        OBSERVER = "observer", pgettext_lazy("role in a delegation", "Observer")

    TRILINGUAL = ("function",)
    PERSONAL = ("honorific", "given_name", "family_name", "email")

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
    position = models.PositiveSmallIntegerField(_("place in the order of precedence"), default=1)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

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
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return "participants", self.delegation.meeting.code

    @property
    def full_name(self) -> str:
        """The name as on an official list: title, given name, FAMILY NAME in capitals."""
        return " ".join(part for part in (self.honorific, self.given_name, self.family_name.upper()) if part)


class AgendaItem(TrilingualModel, Versioned, Tracked):
    """An item of the working copy of a meeting's agenda; its number follows from its place in the tree."""

    class Kind(models.TextChoices):
        INFORMATION = "information", pgettext_lazy("kind of agenda item", "Information")
        DISCUSSION = "discussion", pgettext_lazy("kind of agenda item", "Discussion")
        DECISION = "decision", pgettext_lazy("kind of agenda item", "Decision")

    TRILINGUAL = ("title", "annotation")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="agenda_items", verbose_name=_("meeting")
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under item")
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    title = trilingual(models.CharField(_("title"), max_length=300, blank=True))
    annotation = trilingual(models.TextField(_("annotation"), blank=True))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DISCUSSION)
    minutes = models.PositiveSmallIntegerField(_("estimated time (minutes)"), null=True, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:item_edit", args=[self.meeting.code, self.uid])

    def label_in(self, language: str) -> str:
        return text_of(self, "title", language).value

    @property
    def text_document(self) -> tuple[str, str]:
        """The document of which its texts are part."""
        return "agenda", self.meeting.code


class Sitting(models.Model):
    """One stretch of a meeting with its own attendance and quorum."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="sittings", verbose_name=_("meeting"))
    number = models.PositiveSmallIntegerField(_("number"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    present = models.ManyToManyField(
        Delegation, blank=True, related_name="sittings", verbose_name=_("delegations present")
    )

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="sitting_numbered_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="sitting_ends_after_it_starts",
                violation_error_message=_("The sitting ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} – {self.number}"

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()

    def label_in(self, language: str) -> str:
        return f"{self.meeting.label_in(language)} – {self.number}"

    @property
    def day(self):
        """The day on which the sitting starts, at the place of the meeting."""
        return self.starts_at.astimezone(self.meeting.zone).date()


class Decision(TrilingualModel, Demonstrable):
    """A decision of a meeting: its exact text, the sitting, the mode, and the quorum as arithmetic.

    `item` is the agenda item as readers knew it when the decision was recorded (a Node as dict);
    the working copy of the agenda goes on.
    """

    class Mode(models.TextChoices):
        CONSENSUS = "consensus", pgettext_lazy("mode of decision", "By consensus")
        VOTE = "vote", pgettext_lazy("mode of decision", "By vote")

    TRILINGUAL = ("title", "text")

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="decisions", verbose_name=_("sitting"))
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, related_name="decisions", verbose_name=_("agenda item")
    )
    item = models.JSONField(_("agenda item as it stood"), default=dict, blank=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number"))
    symbol = models.CharField(_("symbol"), max_length=80, unique=True)
    title = trilingual(models.CharField(_("title"), max_length=240, blank=True))
    text = trilingual(models.TextField(_("text"), blank=True))
    mode = models.CharField(_("mode"), max_length=12, choices=Mode, default=Mode.CONSENSUS)
    decided_on = models.DateField(_("decided on"))
    quorum_base = models.PositiveSmallIntegerField(_("members entitled"))
    quorum_needed = models.PositiveSmallIntegerField(_("needed for the quorum"))
    quorum_present = models.PositiveSmallIntegerField(_("members present"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["sitting__meeting", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_present__gte=models.F("quorum_needed")), name="decided_with_quorum"
            )
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:decisions", args=[self.sitting.meeting.code]) + f"#decision-{self.number}"

    def label_in(self, language: str) -> str:
        return f"{self.symbol} {text_of(self, 'title', language)}"

    @property
    def item_as_decided(self) -> Node | None:
        """Number and title of the agenda item as they stood; None for a decision under no item."""
        return Node.from_dict(self.item) if self.item else None

    @property
    def item_number(self) -> str:
        return self.item.get("number", "")

    @property
    def item_title(self) -> str:
        return self.item_as_decided.label if self.item else ""
