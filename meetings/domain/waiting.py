"""What meetings leave waiting for a person: the agenda to release, a meeting to come, an agenda to read."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from acs_portal.kernel import releases
from acs_portal.kernel.access import can, roles_of
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import Release, User
from acs_portal.kernel.releases import Node
from acs_portal.kernel.roles import MEMBER, OBSERVER
from acs_portal.kernel.waiting import Task
from meetings.domain import agenda, agenda_release, invitation_list
from meetings.models import Meeting

NEWS = timedelta(days=30)
SOON = timedelta(days=14)
OVER = (Meeting.State.CLOSED, Meeting.State.CANCELLED)


def waiting_for(user: User, *, on: datetime) -> list[Task]:
    """The tasks of a person in meetings at a moment, in the language in force."""
    coming = Meeting.objects.exclude(state__in=OVER).order_by("opens_on")
    if can(user, "agenda.release"):
        coming = list(coming.annotate(**invitation_list.ISSUED).prefetch_related("agenda_items"))
        hashes = _hashes_of_last_agendas(coming)
        agenda.note_pending(meeting for meeting in coming if str(meeting.pk) in hashes)
        prepare = [
            task for meeting in coming for task in _to_prepare(meeting, hashes.get(str(meeting.pk)), on)
        ]
        return invitation_list.to_send(coming) + prepare
    if roles_of(user).isdisjoint({MEMBER, OBSERVER}):
        return []
    announced = [
        meeting
        for meeting in coming
        if meeting.is_announced and meeting.closes_on >= official_day(on, meeting.time_zone)
    ]
    answer = invitation_list.to_answer(user, on=on)
    return answer + [_to_attend(meeting) for meeting in announced] + _to_read(on)


def _hashes_of_last_agendas(meetings: list[Meeting]) -> dict[str, str]:
    """The hash of the last released agenda, by the id of the meeting; one query."""
    ids = [str(meeting.pk) for meeting in meetings]
    found = _agendas().filter(subject_id__in=ids).order_by("number")
    return dict(found.values_list("subject_id", "sha256"))


def _agendas():
    of_meetings = Release.objects.filter(subject_type=Meeting._meta.label_lower)
    return of_meetings.filter(kind=agenda_release.KIND, corrigendum=0)


def _to_prepare(meeting: Meeting, released: str | None, on: datetime) -> list[Task]:
    """For the Secretariat: an agenda to write or to release, and the opening as a date."""
    address, opens = reverse("meetings:agenda_draft", args=[meeting.code]), meeting.opens_on
    today = official_day(on, meeting.time_zone)
    if title := _step_of_agenda(agenda.tree(meeting, is_noted=True), released):
        return [Task(title, meeting.title, address, opens, urgent=opens - SOON <= today)]
    if opens < today:
        return []
    return [Task(_("The meeting opens"), meeting.title, meeting.get_absolute_url(), opens)]


def _step_of_agenda(draft: Node, released: str | None) -> str:
    """What the agenda waits for; "" when the last release says what the working copy says."""
    if not draft.children:
        return _("Write the agenda")
    if released is None:
        return _("Release the provisional agenda")
    unchanged = released == releases.sha256(releases.canonical(draft))
    return "" if unchanged else _("Release the changes of the agenda")


def _to_attend(meeting: Meeting) -> Task:
    return Task(_("Prepare for the meeting"), meeting.title, meeting.get_absolute_url(), meeting.opens_on)


def _to_read(on: datetime) -> list[Task]:
    """For focal points: the newest agenda of each meeting, when it was released in the last 30 days."""
    fresh = _agendas().filter(released_at__gt=on - NEWS, released_at__lte=on)
    newest = {
        release.subject_id: release for release in fresh.defer("canonical", "changes").order_by("number")
    }
    found = Meeting.objects.standing().in_bulk([int(pk) for pk in newest])
    return [
        Task(
            _("Read the agenda %(symbol)s") % {"symbol": newest[str(meeting.pk)].symbol},
            meeting.title,
            reverse("meetings:agenda", args=[meeting.code]),
        )
        for meeting in found.values()
    ]
