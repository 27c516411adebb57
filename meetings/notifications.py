"""One function per message of meetings."""

from django.utils.translation import pgettext_lazy

from acs_portal.kernel import outbox
from acs_portal.kernel.models import Release, User
from acs_portal.kernel.notifications import corrigendum_issued
from acs_portal.kernel.outbox import Mailing
from acs_portal.kernel.reminders import Due
from meetings.models import Meeting

AGENDA_RELEASED = outbox.kind(
    "agenda_released", pgettext_lazy("kind of message", "An agenda was released"), official=True
)
MEETING_OPENS = outbox.kind(
    "meeting_opens", pgettext_lazy("kind of message", "A meeting is coming"), official=False
)
MEETING_CANCELLED = outbox.kind(
    "meeting_cancelled", pgettext_lazy("kind of message", "A meeting was cancelled"), official=True
)


def agenda_released(meeting: Meeting, release: Release, recipients: list[User]) -> Mailing:
    """Tell people that the agenda is out; once per person and release."""
    context = {"meeting": meeting, "release": release}
    return Mailing(AGENDA_RELEASED, f"agenda_released:{release.pk}", context, recipients)


def agenda_corrected(meeting: Meeting, made: Release) -> Mailing:
    """Tell those who were told of an agenda that one language of it is corrected."""
    people = outbox.told(AGENDA_RELEASED, f"agenda_released:{made.corrects_id}")
    return corrigendum_issued(made, page="meetings:agenda", code=meeting.code, recipients=people)


def meeting_opens(to: User, meeting: Meeting, *, offset: int) -> Due:
    """Remind a focal point, so many days after the opening (before it, with a minus), of a meeting."""
    cause = f"{_coming(meeting)}{meeting.opens_on}:{offset}"
    return Due(to, cause, MEETING_OPENS, {"meeting": meeting}, on=meeting.opens_on, offset=offset)


def _coming(meeting: Meeting) -> str:
    """How the causes of all reminders of a meeting begin."""
    return f"meeting_opens:{meeting.pk}:"


def withdraw_coming(meeting: Meeting) -> None:
    """Take back the reminders of a meeting that still wait for a digest: it does not open as they say."""
    outbox.withdraw(MEETING_OPENS, _coming(meeting))


def meeting_cancelled(meeting: Meeting, reason: dict[str, str], recipients: list[User]) -> Mailing:
    """Tell people that a meeting does not take place, and why."""
    context = {"meeting": meeting, "reason": reason}
    return Mailing(MEETING_CANCELLED, f"meeting_cancelled:{meeting.pk}", context, recipients)


def told_of(meeting: Meeting, agendas: list[Release]) -> list[User]:
    """Everybody to whom a message about a meeting was written: its agendas, its coming."""
    causes = [f"agenda_released:{release.pk}" for release in agendas]
    of_agendas = User.objects.filter(messages__kind=AGENDA_RELEASED, messages__cause__in=causes)
    of_coming = User.objects.filter(
        messages__kind=MEETING_OPENS, messages__cause__startswith=_coming(meeting)
    )
    return [*of_agendas.filter(is_active=True).distinct(), *of_coming.filter(is_active=True).distinct()]
