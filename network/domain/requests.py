"""Publication requests: a deputy asks, the primary focal point of the party answers.

    (none) --ask--> open --approve--> approved, and published in the same transaction
                    open --send_back--> returned, with a note: mend the draft and ask again
                    open --reject--> rejected, with a reason
                    open --withdraw--> withdrawn, by who asked
                    open, settings.REQUEST_DAYS without an answer --lapse_due--> lapsed

One accountable publisher per party, with deputies who draft but do not submit (Convention on Biological
Diversity, commenting system of Codex and IPPC). What is approved is exactly what was in sight when it was
asked: a draft that changed meanwhile is not published. A profile has one open request at a time.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts, releases
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import Release, User
from acs_portal.kernel.releases import Node

from .. import notifications, reading
from ..models import CountryProfile, Designation, Party, Post, PublicationRequest, Section
from . import profile_tree, profiles
from .profile_differences import SectionChanges, changed_sections, section_changes

State = PublicationRequest.State
REMIND_DAYS = 3  # before a request lapses

ASKED = acts.verb("request.ask", pgettext_lazy("act", "asked for the publication of the profile"))
APPROVED = acts.verb("request.approve", pgettext_lazy("act", "approved the publication request"))
RETURNED = acts.verb("request.return", pgettext_lazy("act", "returned the publication request"))
REJECTED = acts.verb("request.reject", pgettext_lazy("act", "rejected the publication request"))
WITHDRAWN = acts.verb("request.withdraw", pgettext_lazy("act", "withdrew the publication request"))
LAPSED = acts.verb("request.lapse", pgettext_lazy("act", "let the publication request lapse"))


class AlreadyAsked(RuleBroken):
    message = _(
        "%(name)s asked for the publication of this profile already. It is answered or withdrawn before "
        "somebody asks again."
    )


class NothingToAsk(RuleBroken):
    message = _("The chosen sections say exactly what is published already.")


class NotOpen(RuleBroken):
    message = _("This request is “%(state)s” already, so this can't be done any more.")


class DraftChanged(RuleBroken):
    message = _(
        "The draft changed after this request, so it can't be approved: what was asked for is no longer what "
        "would be published. Look at the differences, then return the request."
    )


class NoNote(RuleBroken):
    message = _("Say why, for the person who asked.")


class NotAsker(RuleBroken):
    message = _("A request is withdrawn by the person who asked.")


@transaction.atomic
def ask(
    *,
    profile: CountryProfile,
    sections: Iterable[str],
    note: str = "",
    seen: str = "",
    by: User,
    on: datetime,
) -> PublicationRequest:
    """Ask the publisher to publish sections of the working copy; answers the open request.

    Of the chosen sections those count that differ from what is published. Raises SeenIsOld when the text
    in sight (its fingerprint is `seen`) was another, AlreadyAsked, NothingChosen, NothingToAsk or
    ProfileEmpty.
    """
    stored = _locked(profile)
    if there := current(stored):
        raise AlreadyAsked(name=there.asked_by)
    draft, (_release, frozen) = profiles.tree(stored), profiles.last_published(stored)
    if seen and seen != profile_tree.fingerprint(draft):
        raise releases.SeenIsOld
    chosen = _to_publish(draft, frozen, list(sections))
    request = PublicationRequest.objects.create(
        profile=stored,
        sections=chosen,
        content=releases.canonical(part(draft, chosen)),
        note=note.strip(),
        asked_by=by,
        asked_at=on,
        lapses_on=official_day(on) + timedelta(days=settings.REQUEST_DAYS),
    )
    _record(request, ASKED, by=by, on=on, reason=request.note)
    for publisher in publishers(stored.party, official_day(on)):
        notifications.request_asked(publisher, request)
    return request


@transaction.atomic
def approve(*, request: PublicationRequest, by: User, on: datetime) -> Release:
    """Publish exactly what was asked for; answers the release.

    Raises NotOpen, DraftChanged, or what `profiles.publish()` raises.
    """
    stored, request = _open(request)
    if is_changed(request, profiles.tree(stored)):
        raise DraftChanged
    release = profiles.publish(profile=stored, sections=request.sections, note=request.note, by=by, on=on)
    _answer(request, State.APPROVED, APPROVED, by=by, on=on)
    return release


@transaction.atomic
def send_back(*, request: PublicationRequest, note: str, by: User, on: datetime) -> PublicationRequest:
    """Return a request to who asked, with a note of what to mend. Raises NotOpen or NoNote."""
    _stored, request = _open(request)
    return _answer(request, State.RETURNED, RETURNED, by=by, on=on, text=_said(note))


@transaction.atomic
def reject(*, request: PublicationRequest, reason: str, by: User, on: datetime) -> PublicationRequest:
    """Refuse a request, with a reason. Raises NotOpen or NoNote."""
    _stored, request = _open(request)
    return _answer(request, State.REJECTED, REJECTED, by=by, on=on, text=_said(reason))


@transaction.atomic
def withdraw(*, request: PublicationRequest, by: User, on: datetime) -> PublicationRequest:
    """Take a request back. Raises NotOpen, or NotAsker for anybody but who asked."""
    _stored, request = _open(request)
    if request.asked_by_id != by.pk:
        raise NotAsker
    return _answer(request, State.WITHDRAWN, WITHDRAWN, by=by, on=on)


def lapse_due(on: datetime) -> int:
    """Let lapse what nobody answered in time; answers how many. Safe to run twice, and beside itself."""
    late = PublicationRequest.objects.filter(state=State.OPEN, lapses_on__lt=official_day(on))
    return sum(_lapse(request, on) for request in late)


@transaction.atomic
def _lapse(request: PublicationRequest, on: datetime) -> bool:
    try:
        _stored, request = _open(request)
    except NotOpen:
        return False
    _answer(request, State.LAPSED, LAPSED, by=None, on=on)
    return True


# ---------------------------------------------------------------- reading


def current(profile: CountryProfile) -> PublicationRequest | None:
    """The open request of a profile."""
    return _rows().filter(profile=profile, state=State.OPEN).first()


def last(profile: CountryProfile) -> PublicationRequest | None:
    """The newest request of a profile, open or answered."""
    return _rows().filter(profile=profile).first()


def to_mend(profile: CountryProfile) -> PublicationRequest | None:
    """The request that was returned, as long as nobody asked anew and nothing was published since."""
    newest = last(profile)
    if newest is None or newest.state != State.RETURNED:
        return None
    release = releases.latest(profile, profiles.KIND)
    return None if release and release.released_at > newest.answered_at else newest


def is_changed(request: PublicationRequest, draft: Node) -> bool:
    """Whether the working copy `draft` says anything else by now, in a section that was asked for."""
    return releases.canonical(part(draft, request.sections)) != request.content


def changed_since(request: PublicationRequest, draft: Node) -> list[SectionChanges]:
    """What changed between what was asked for and the working copy `draft`, section by section."""
    return _between(request.asked, part(draft, request.sections), request.sections)


def against_published(request: PublicationRequest) -> list[SectionChanges]:
    """What differs between what is published and what was asked for; [] where nothing was published."""
    _release, frozen = profiles.last_published(request.profile)
    return _between(frozen, request.asked, request.sections) if frozen else []


def _between(old: Node, new: Node, sections: Iterable[str]) -> list[SectionChanges]:
    before, after = reading.sections_of(old), reading.sections_of(new)
    chosen = [code for code in sections if before[code] != after[code]]
    return [section_changes(before[code], after[code]) for code in chosen]


def part(draft: Node, sections: Iterable[str]) -> Node:
    """The tree of a profile with the chosen sections alone; the others are empty."""
    blank = [node if node.id in sections else Node(node.id, {}) for node in draft.children]
    return replace(draft, words={}, children=blank)


def publishers(party: Party, day: date) -> list[User]:
    """Who answers for a party on a day: its primary focal point, with an account that may log in."""
    held = Designation.objects.in_force_on(day).filter(post__party=party, post__kind=Post.Kind.PRIMARY)
    return [one.person.user for one in held.filter(person__user__is_active=True)]


def to_remind(on: datetime) -> list[tuple[PublicationRequest, list[User]]]:
    """The requests that lapse within REMIND_DAYS, with whom to remind. The day is `lapses_on`."""
    today = official_day(on)
    soon = _rows().filter(state=State.OPEN, lapses_on__gte=today)
    soon = soon.filter(lapses_on__lte=today + timedelta(days=REMIND_DAYS + 1))
    return [(request, publishers(request.profile.party, today)) for request in soon]


def _rows():
    return PublicationRequest.objects.select_related("profile__party", "asked_by", "answered_by")


# ---------------------------------------------------------------- inside


def _to_publish(draft: Node, frozen: Node | None, sections: list[str]) -> list[str]:
    """Of the chosen sections those that differ. Raises NothingChosen, NothingToAsk, ProfileEmpty."""
    if not sections:
        raise profiles.NothingChosen
    chosen = [code for code in changed_sections(draft, frozen) if code in sections]
    if not chosen:
        raise NothingToAsk
    authority = draft if Section.AUTHORITY in chosen or frozen is None else frozen
    is_chosen = frozen is not None or Section.AUTHORITY in chosen
    if not (is_chosen and authority.children[0].words.get("authority")):
        raise profiles.ProfileEmpty
    return chosen


def _locked(profile: CountryProfile) -> CountryProfile:
    return CountryProfile.objects.select_for_update(of=("self",)).select_related("party").get(pk=profile.pk)


def _open(request: PublicationRequest) -> tuple[CountryProfile, PublicationRequest]:
    """The locked profile and the request as it is stored now. Raises NotOpen."""
    profile = _locked(request.profile)
    stored = PublicationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    stored.profile = profile
    if not stored.is_open:
        raise NotOpen(state=stored.get_state_display())
    return profile, stored


def _said(text: str) -> str:
    if not text.strip():
        raise NoNote
    return text.strip()


def _answer(request: PublicationRequest, state: str, did: str, *, by, on: datetime, text: str = ""):
    """Write the answer, record it, and tell who asked, unless it was their own."""
    request.state, request.answer, request.answered_by, request.answered_at = state, text, by, on
    request.save()
    _record(request, did, by=by, on=on, reason=text)
    if by != request.asked_by:
        notifications.request_answered(request.asked_by, request)
    return request


def _record(request: PublicationRequest, did: str, *, by, on: datetime, reason: str) -> None:
    named = [profile_tree.section_name(code) for code in request.sections]
    acts.record(by=by, did=did, to=request.profile, after={"section": named}, reason=reason, on=on)
