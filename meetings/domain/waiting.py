"""What meetings leave waiting for a person: their tasks of a checklist, the agenda to release, delegations to
file or to approve, a meeting to come, an agenda to read."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
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
from meetings.domain import agenda, agenda_release, approvals, invitation_list
from meetings.models import Delegation, Meeting, MeetingTask
from network.models import Party, held_parties

NEWS = timedelta(days=30)
SOON = timedelta(days=14)
NEAR = timedelta(days=30)  # tasks of a checklist that are due later do not press yet
TO_FILE = ("", Delegation.State.DRAFT, Delegation.State.RETURNED)
OVER = (Meeting.State.CLOSED, Meeting.State.ARCHIVED, Meeting.State.CANCELLED)
STANDS = (Meeting.State.POSTPONED, Meeting.State.ARCHIVED, Meeting.State.CANCELLED)


def waiting_for(user: User, *, on: datetime) -> list[Task]:
    """The tasks of a person in meetings at a moment, in the language in force."""
    coming = Meeting.objects.exclude(state__in=OVER).order_by("opens_on")
    of_checklists = _of_checklists(user, on)
    if can(user, "agenda.release"):
        coming = approvals.with_waiting(coming).annotate(released=_last_agenda(), **invitation_list.ISSUED)
        coming = list(coming.prefetch_related("agenda_items"))
        agenda.note_pending(meeting for meeting in coming if meeting.released)
        prepared = [task for meeting in coming for task in _to_prepare(meeting, meeting.released, on)]
        decisions = [task for meeting in coming for task in _to_decide(meeting)]
        return [*of_checklists, *decisions, *invitation_list.to_send(coming), *prepared]
    if roles_of(user).isdisjoint({MEMBER, OBSERVER}):
        return of_checklists
    announced = [
        meeting
        for meeting in _with_own(coming, held_parties(user))
        if meeting.is_announced
        and not meeting.is_postponed
        and meeting.closes_on >= official_day(on, meeting.time_zone)
    ]
    answer = invitation_list.to_answer(user, on=on)
    to_attend = [_to_attend(meeting) for meeting in announced]
    return [*of_checklists, *answer, *_to_file(user, announced), *to_attend, *_to_read(on)]


def _of_checklists(user: User, on: datetime) -> list[Task]:
    """The open tasks of which a person is the owner, as far as they are near, and for the Secretariat how
    many others are overdue; one query."""
    is_house = can(user, "task.manage")
    today = official_day(on)
    mine = Q(owner=user.pk, due_on__lte=today + NEAR)
    if not is_house:
        mine &= ~Q(meeting__state=Meeting.State.PLANNED)
    rows = MeetingTask.objects.filter(mine | Q(due_on__lt=today) if is_house else mine)
    rows = rows.filter(state__in=MeetingTask.OPEN_STATES).exclude(meeting__state__in=STANDS)
    rows = list(rows.select_related("meeting").order_by("due_on", "pk"))
    own = [_own(task, today) for task in rows if task.owner_id == user.pk]
    late = Counter(task.meeting for task in rows if task.owner_id != user.pk)
    return own + [_overdue(meeting, count) for meeting, count in late.items()]


def _own(task: MeetingTask, today: date) -> Task:
    return Task(
        task.title, task.meeting.title, task.get_absolute_url(), task.due_on, urgent=task.due_on < today
    )


def _overdue(meeting: Meeting, count: int) -> Task:
    title = ngettext(
        "%(count)s task of the checklist is overdue", "%(count)s tasks of the checklist are overdue", count
    )
    url = reverse("meetings:checklist", args=[meeting.code])
    return Task(title % {"count": count}, meeting.title, f"{url}?show=late", urgent=True)


def _to_decide(meeting: Meeting) -> list[Task]:
    """For the Secretariat: delegations that were submitted, and those that want something otherwise."""
    address = reverse("meetings:delegations", args=[meeting.code])
    submitted, changed = meeting.to_approve, meeting.to_answer
    approve = _("Approve or return %(count)s delegations") % {"count": submitted}
    if submitted == 1:
        approve = _("Approve or return the delegation of %(party)s") % {"party": meeting.first_to_approve}
    answer = _("Answer the changes of %(count)s delegations") % {"count": changed}
    if changed == 1:
        answer = _("Answer the changes of the delegation of %(party)s") % {"party": meeting.first_to_answer}
    tasks = [
        (submitted, Task(approve, meeting.title, f"{address}?state=submitted", urgent=True)),
        (changed, Task(answer, meeting.title, f"{address}?state=waiting", urgent=True)),
    ]
    return [task for count, task in tasks if count]


def _to_file(user: User, coming: list[Meeting]) -> list[Task]:
    """For a focal point and the deputy: delegations not filed yet, or returned, of meetings `_with_own`."""
    own = [party for party in held_parties(user) if can(user, "delegation.draft", party)]
    return [
        _task_of_filing(meeting, party, state, meeting.deadline)
        for meeting in coming
        if meeting.takes_registrations
        for party in own
        if (state := getattr(meeting, f"filed_by_{party.pk}") or "") in TO_FILE
    ]


def _with_own(meetings: QuerySet[Meeting], parties: list[Party]) -> QuerySet[Meeting]:
    """Meetings with the `deadline` of registration, and the state of the delegation of each party."""
    filed = {
        f"filed_by_{party.pk}": Subquery(
            Delegation.objects.filter(meeting=OuterRef("pk"), party=party.pk).values("state")[:1]
        )
        for party in parties
    }
    return meetings.annotate(deadline=F("registration_rules__deadline"), **filed)


def _task_of_filing(meeting: Meeting, party: Party, state: str, deadline: date | None) -> Task:
    is_returned = state == Delegation.State.RETURNED
    title = _("File the delegation of %(party)s")
    if is_returned:
        title = _("Complete the delegation of %(party)s")
    url = reverse("meetings:my_delegation", args=[meeting.code, party.slug])
    return Task(
        title % {"party": party.name}, meeting.title, url, deadline or meeting.opens_on, urgent=is_returned
    )


def _last_agenda() -> Subquery:
    """The hash of the last released agenda of a meeting."""
    of_meeting = _agendas().filter(subject_id=Cast(OuterRef("pk"), CharField()))
    return Subquery(of_meeting.order_by("-number").values("sha256")[:1])


def _agendas():
    of_meetings = Release.objects.filter(subject_type=Meeting._meta.label_lower)
    return of_meetings.filter(kind=agenda_release.KIND, corrigendum=0)


def _to_prepare(meeting: Meeting, released: str | None, on: datetime) -> list[Task]:
    """For the Secretariat: an agenda to write or to release, and the opening as a date."""
    if meeting.is_postponed:
        url = reverse("meetings:meeting_resume", args=[meeting.code])
        return [Task(_("Give the postponed meeting new dates"), meeting.title, url)]
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
