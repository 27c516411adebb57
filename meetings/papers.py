"""Papers for the door, each in one language: badges, name plates, attendance sheets, letters.

They are no releases: they hold the names of people, so the bytes are kept a day (letters: until the
person is erased) and can be forgotten.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched, groupby

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from acs_portal.kernel.dates import official_day
from acs_portal.kernel.pdf import Document
from acs_portal.kernel.templatetags.portal import period_in_words
from acs_portal.kernel.texts import Text, text_of
from meetings.models import Badge, Delegate, Meeting, OfficialLetter, Print
from network.models import Party

PER_SHEET = {"a6": 4, "a7": 8}
LONG_NAME = {"a6": 19, "a7": 21}  # letters of a family name that fit in large type
# the shape of a category, so that it is told apart without colour
SHAPES = {
    Party.Kind.MEMBER_STATE: "circle",
    Party.Kind.ASSOCIATE_MEMBER: "square",
    Party.Kind.FOUNDING_OBSERVER: "diamond",
    Party.Kind.OBSERVER_COUNTRY: "triangle",
    Party.Kind.OBSERVER_ORGANISATION: "hexagon",
    Party.Kind.SOCIAL_ACTOR: "cross",
}


@dataclass(frozen=True, slots=True)
class Face:
    """A delegate as printed on a badge or plate, in one language."""

    delegate: Delegate
    given: str
    family: str
    is_long: bool
    function: Text
    role: str
    party: str
    category: str
    shape: str
    code: SafeString = SafeString("")


def badges(
    wanted: Print, delegates: list[Delegate], given: dict[int, Badge], *, size: str, on: datetime
) -> Document:
    """Badges as sheets to cut; the first page says how, and counts them by delegation."""
    with translation.override(wanted.language):
        faces = [_face(delegate, wanted.language, size, given[delegate.pk]) for delegate in delegates]
        context = {"sheets": list(batched(faces, PER_SHEET[size], strict=False)), "size": size}
        return _papers(wanted, "pdf/badges.html", _("Badges"), delegates, on, context)


def plates_of_delegations(wanted: Print, delegates: list[Delegate], *, on: datetime) -> Document:
    """A name plate for each delegation: an A4 sheet to fold, the party on both sides."""
    with translation.override(wanted.language):
        names = [_parties(group)[0] for group in _by_delegation(delegates)]
        plates = [(name, "", len(name) > LONG_NAME["a6"]) for name in names]
        context = {"sheets": list(batched(plates, 1, strict=False)), "size": "a4"}
        return _papers(wanted, "pdf/plates.html", _("Name plates"), delegates, on, context)


def plates_of_delegates(wanted: Print, delegates: list[Delegate], *, on: datetime) -> Document:
    """A name plate for each delegate, two to a sheet to cut and fold, the name on both sides."""
    with translation.override(wanted.language):
        plates = [
            (name, delegate.delegation.party.label_in(wanted.language), len(name) > 2 * LONG_NAME["a6"])
            for delegate in delegates
            for name in [delegate.full_name]
        ]
        context = {"sheets": list(batched(plates, 2, strict=False)), "size": "a5"}
        return _papers(wanted, "pdf/plates.html", _("Name plates"), delegates, on, context)


def attendance(wanted: Print, delegates: list[Delegate], *, on: datetime) -> Document:
    """Sheets to sign, by delegation: one for each sitting recorded, else one for each day."""
    language = wanted.language
    with translation.override(language):
        groups = [
            (
                group[0].delegation.party.label_in(language),
                [
                    (one.full_name, text_of(one, "function", language), one.get_role_display())
                    for one in group
                ],
            )
            for group in _by_delegation(delegates)
        ]
        context = {"sittings": _sittings(wanted.meeting), "groups": groups}
        return _papers(wanted, "pdf/attendance.html", _("Attendance sheets"), delegates, on, context)


def _sittings(meeting: Meeting) -> list[str]:
    """The headings of the sheets, in the language in force."""
    held = [
        _("Sitting %(number)s, %(day)s") % {"number": sitting.number, "day": _day(sitting.day)}
        for sitting in meeting.sittings.select_related("meeting").order_by("number")
    ]
    days = (meeting.closes_on - meeting.opens_on).days + 1
    return held or [_day(meeting.opens_on + timedelta(days=number)) for number in range(days)]


def letter(issued: OfficialLetter) -> Document:
    """A letter about a delegate, with the reference and the mark by which it is checked."""
    language, meeting, delegate = issued.language, issued.meeting, issued.delegate
    with translation.override(language):
        arrival = delegate.arrivals.standing().first()
        context = {
            "letter": issued,
            "name": delegate.full_name,
            "function": text_of(delegate, "function", language),
            "role": delegate.get_role_display(),
            "party": issued.party.label_in(language),
            "meeting_title": text_of(meeting, "title", language),
            "meeting_place": text_of(meeting, "place", language),
            "period": period_in_words(meeting.opens_on, meeting.closes_on),
            "arrived_on": official_day(arrival.at, meeting.time_zone) if arrival else None,
            "facts": _travel_facts(delegate),
        }
        return Document(
            template="pdf/letter.html",
            language=language,
            title=str(issued.get_kind_display()),
            dated=official_day(issued.issued_at, meeting.time_zone),
            symbol=issued.reference,
            context=context,
            demonstration=issued.is_demonstration,
            verify_url=settings.SITE_URL + reverse("verify_hash", args=[issued.mark]),
            digest=issued.mark,
        )


# what a visa letter tells of the traveller where it is on record, by the name of the column
TRAVEL = ("nationality", "passport_number", "arrives_at", "departs_at")


def _travel_facts(delegate: Delegate) -> list[tuple[str, str]]:
    """(name, value) of what is known of a delegate's journey, in the language in force.

    Its hours are those of the place of the meeting.
    """
    columns = {field.name: field for field in delegate._meta.concrete_fields}
    found = [(columns[name].verbose_name, getattr(delegate, name)) for name in TRAVEL if name in columns]
    with timezone.override(delegate.delegation.meeting.zone):
        return [
            (str(name), formats.localize(timezone.template_localtime(value)))
            for name, value in found
            if value
        ]


def _papers(
    wanted: Print, template: str, title: str, delegates: list[Delegate], on: datetime, context: dict
) -> Document:
    counts = [(*_parties(group), len(group)) for group in _by_delegation(delegates)]
    return Document(
        template=template,
        language=wanted.language,
        title=title,
        subject=text_of(wanted.meeting, "title", wanted.language).value,
        dated=official_day(on, wanted.meeting.time_zone),
        context={"counts": counts, "total": len(delegates), **context},
        demonstration=wanted.meeting.is_demonstration,
    )


def _by_delegation(delegates: Iterable[Delegate]) -> list[list[Delegate]]:
    return [list(group) for _pk, group in groupby(delegates, key=lambda one: one.delegation_id)]


def _parties(group: list[Delegate]) -> tuple[str, str]:
    """The name of the party of a delegation and its category, in the language in force."""
    party = group[0].delegation.party
    return party.label_in(translation.get_language()), party.get_kind_display()


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _face(delegate: Delegate, language: str, size: str, badge: Badge) -> Face:
    party = delegate.delegation.party
    return Face(
        delegate,
        " ".join(part for part in (delegate.honorific, delegate.given_name) if part),
        delegate.family_name.upper(),
        len(delegate.family_name) > LONG_NAME[size],
        text_of(delegate, "function", language),
        delegate.get_role_display(),
        party.label_in(language),
        party.get_kind_display(),
        SHAPES[party.kind],
        _code(settings.SITE_URL + badge.get_absolute_url()),
    )


def _code(address: str) -> SafeString:
    """The address as a QR code; its text alternative says what it is for."""
    picture = segno.make(address, error="m", micro=False)
    title = _("Code for the check-in")
    return mark_safe(picture.svg_inline(border=0, title=title, omitsize=True))  # noqa: S308 (segno escapes it)
