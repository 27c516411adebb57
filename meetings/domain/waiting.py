"""What meetings leave waiting for a person: agendas, delegations to file or approve, a meeting to come."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acs_portal.kernel import releases
from acs_portal.kernel.access import can, roles_of
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import Release, User
from acs_portal.kernel.releases import Node
from acs_portal.kernel.roles import MEMBER, OBSERVER
from acs_portal.kernel.waiting import Task
from meetings.domain import agenda, agenda_release, approvals
from meetings.models import Delegation, Meeting, RegistrationRules
from network.models import Party, held_posts

NEWS = timedelta(days=30)
SOON = timedelta(days=14)
TO_FILE = ("", Delegation.State.DRAFT, Delegation.State.RETURNED)
OVER = (Meeting.State.CLOSED, Meeting.State.CANCELLED)


def waiting_for(user: User, *, on: datetime) -> list[Task]:
    """The tasks of a person in meetings at a moment, in the language in force."""
    coming = Meeting.objects.exclude(state__in=OVER).order_by("opens_on")
    if can(user, "agenda.release"):
        coming = list(approvals.with_waiting(coming).prefetch_related("agenda_items"))
        hashes = _hashes_of_last_agendas(coming)
        agenda.note_pending(meeting for meeting in coming if str(meeting.pk) in hashes)
        tasks = [task for meeting in coming for task in _to_prepare(meeting, hashes.get(str(meeting.pk)), on)]
        return [task for meeting in coming for task in _to_decide(meeting)] + tasks
    if roles_of(user).isdisjoint({MEMBER, OBSERVER}):
        return []
    announced = [
        meeting
        for meeting in coming
        if meeting.is_announced and meeting.closes_on >= official_day(on, meeting.time_zone)
    ]
    return _to_file(user, announced) + [_to_attend(meeting) for meeting in announced] + _to_read(on)


def _to_decide(meeting: Meeting) -> list[Task]:
    """For the Secretariat: delegations that were submitted, and those that want something otherwise."""
    address = reverse("meetings:delegations", args=[meeting.code])
    submitted = ngettext(
        "Approve the delegation of %(party)s", "Approve %(count)s delegations", meeting.to_approve
    ) % {"party": meeting.first_to_approve, "count": meeting.to_approve}
    changed = ngettext(
        "Answer the changes of the delegation of %(party)s",
        "Answer the changes of %(count)s delegations",
        meeting.to_answer,
    ) % {"party": meeting.first_to_answer, "count": meeting.to_answer}
    tasks = [
        (meeting.to_approve, Task(submitted, meeting.title, f"{address}?state=submitted", urgent=True)),
        (meeting.to_answer, Task(changed, meeting.title, f"{address}?state=waiting", urgent=True)),
    ]
    return [task for count, task in tasks if count]


def _to_file(user: User, coming: list[Meeting]) -> list[Task]:
    """For a focal point and the deputy: delegations not filed yet, or returned; three queries."""
    parties = Party.objects.filter(pk__in={party for party, _post, _kind in held_posts(user)})
    own = [party for party in parties if can(user, "delegation.draft", party)]
    open_ = [meeting for meeting in coming if meeting.takes_registrations] if own else []
    if not open_:
        return []
    filed = Delegation.objects.filter(meeting__in=open_, party__in=own)
    states = {(one.meeting_id, one.party_id): one.state for one in filed}
    deadlines = dict(RegistrationRules.objects.filter(meeting__in=open_).values_list("meeting", "deadline"))
    return [
        _task_of_filing(meeting, party, states.get((meeting.pk, party.pk), ""), deadlines.get(meeting.pk))
        for meeting in open_
        for party in own
        if states.get((meeting.pk, party.pk), "") in TO_FILE
    ]


def _task_of_filing(meeting: Meeting, party: Party, state: str, deadline: date | None) -> Task:
    is_returned = state == Delegation.State.RETURNED
    title = _("File the delegation of %(party)s")
    if is_returned:
        title = _("Complete the delegation of %(party)s")
    url = reverse("meetings:my_delegation", args=[meeting.code, party.slug])
    return Task(
        title % {"party": party.name}, meeting.title, url, deadline or meeting.opens_on, urgent=is_returned
    )


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
