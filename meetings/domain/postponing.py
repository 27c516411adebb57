"""announced, or registration open --postpone--> postponed --resume--> announced, with new dates
cancelled --resume--> announced, with new dates

Whoever was told of the meeting is told that it is put off, and again when it has new dates.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from acs_portal.kernel.outbox import Mailing
from meetings import notifications
from meetings.domain import delegate_links, due_days
from meetings.domain.meetings import (
    ReasonMissing,
    everybody_told,
    guard_stands,
    in_every_language,
    locked,
    move,
    say_why,
)
from meetings.models import Meeting

State = Meeting.State

POSTPONED = acts.verb("meeting.postpone", pgettext_lazy("act", "postponed the meeting"))
RESUMED = acts.verb("meeting.resume", pgettext_lazy("act", "gave the meeting new dates"))


class NotToPostpone(RuleBroken):
    message = _("Only a meeting that has been announced, and not yet opened, can be postponed.")


class NotPutOff(RuleBroken):
    message = _("Only a meeting that was postponed or cancelled is given new dates in this way.")


class ClosesBeforeItOpens(RuleBroken):
    message = _("The meeting closes before it opens.")


@transaction.atomic
def postpone(*, meeting: Meeting, reason: dict[str, str], by: User, on: datetime, told: str = "") -> None:
    """Put off a meeting to come and tell everybody who was told of it; `reason` is language -> text.

    `told` is the fingerprint of the mailing that was in sight. Raises MeetingCancelled, MeetingClosed,
    NotToPostpone, ReasonNotInEveryLanguage, RecipientsChanged.
    """
    meeting = locked(meeting)
    guard_stands(meeting)
    if not meeting.is_coming:
        raise NotToPostpone
    reason = in_every_language(reason)
    telling = postponement(meeting, reason, on=on)
    telling.check(told)
    say_why(meeting, "postponed", reason)
    move(meeting, State.POSTPONED, POSTPONED, by, on, reason=reason[meeting.authentic_language])
    notifications.withdraw_coming(meeting)
    telling.send()


def postponement(meeting: Meeting, reason: dict[str, str], *, on: datetime) -> Mailing:
    """The message that tells that a meeting is put off."""
    return notifications.meeting_postponed(meeting, reason, everybody_told(meeting, on=on))


@transaction.atomic
def resume(
    *,
    meeting: Meeting,
    opens_on: date,
    closes_on: date,
    reason: str,
    by: User,
    on: datetime,
    told: str = "",
) -> None:
    """Give a postponed or cancelled meeting new dates: it is announced again, and everybody is told.

    The open tasks of its checklist and the open links of its delegates follow. Raises NotPutOff,
    ClosesBeforeItOpens, ReasonMissing, RecipientsChanged.
    """
    meeting = locked(meeting)
    if not (meeting.is_postponed or meeting.is_cancelled):
        raise NotPutOff
    if closes_on < opens_on:
        raise ClosesBeforeItOpens
    if not reason.strip():
        raise ReasonMissing
    meeting.opens_on, meeting.closes_on = opens_on, closes_on
    telling = resumption(meeting, on=on)
    telling.check(told)
    say_why(meeting, "postponed", {})
    say_why(meeting, "cancelled", {})
    move(meeting, State.ANNOUNCED, RESUMED, by, on, reason=reason.strip())
    due_days.follow_opening(meeting, by=by, on=on)
    delegate_links.follow_dates(meeting, on=on)
    telling.send()


def resumption(meeting: Meeting, *, on: datetime) -> Mailing:
    """The message that tells the new dates, which the meeting carries already."""
    return notifications.meeting_resumed(meeting, everybody_told(meeting, on=on))
