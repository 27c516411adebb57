"""none --record--> recorded (for good), with the arithmetic of the quorum"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User
from meetings.domain import agenda_release, sittings, symbols
from meetings.domain.meetings import NotInSession, locked
from meetings.models import AgendaItem, Decision, Meeting, Sitting

RECORDED = acts.verb("decision.record", pgettext_lazy("act", "recorded the decision"))


class NoQuorum(RuleBroken):
    message = _(
        "There is no quorum in this sitting: %(present)s of %(base)s member states are present, "
        "%(needed)s are needed (%(part)s)."
    )


class ItemOfAnotherMeeting(RuleBroken):
    message = _("This agenda item belongs to another meeting.")


class DecidedOutsideSitting(RuleBroken):
    message = _("The sitting was held on another day.")


class AlreadyRecorded(RuleBroken):
    message = _("This decision has already been recorded as %(symbol)s.")


@transaction.atomic
def record(
    *,
    sitting: Sitting,
    agenda_item: AgendaItem | None,
    title: dict[str, str],
    text: dict[str, str],
    mode: str,
    authentic_language: str,
    decided_on: date,
    by: User,
    on: datetime,
    is_demonstration: bool = False,
) -> Decision:
    """Record a decision of a sitting under the next symbol of type DEC; texts are language -> text.

    The agenda item is kept as readers know it at that moment. Raises NotInSession,
    ItemOfAnotherMeeting, DecidedOutsideSitting, NoQuorum, AlreadyRecorded.
    """
    meeting = locked(sitting.meeting)
    if meeting.state != Meeting.State.IN_SESSION:
        raise NotInSession
    if agenda_item and agenda_item.meeting_id != meeting.pk:
        raise ItemOfAnotherMeeting
    if decided_on not in (sitting.day, sitting.ends_at.astimezone(meeting.zone).date()):
        raise DecidedOutsideSitting
    counted = _counted(sitting)
    words = {f"title_{code}": value for code, value in title.items()}
    words |= {f"text_{code}": value for code, value in text.items()}
    if same := Decision.objects.filter(sitting=sitting, **words).first():
        raise AlreadyRecorded(symbol=same.symbol)
    symbol = symbols.allocate(meeting=meeting, type=symbols.DECISION, by=by)
    decision = Decision.objects.create(
        sitting=sitting,
        agenda_item=agenda_item,
        item=agenda_release.item_as_read(agenda_item) if agenda_item else {},
        number=symbol.number,
        symbol=symbol.text,
        mode=mode,
        authentic_language=authentic_language,
        decided_on=decided_on,
        quorum_base=counted.base,
        quorum_needed=counted.needed,
        quorum_present=counted.present,
        is_demonstration=is_demonstration,
        **words,
    )
    acts.record(by=by, did=RECORDED, to=decision, after={"symbol": symbol.text, "mode": str(mode)}, on=on)
    return decision


def _counted(sitting: Sitting) -> sittings.Quorum:
    counted = sittings.quorum(sitting)
    if not counted.is_reached:
        raise NoQuorum(
            present=counted.present,
            base=counted.base,
            needed=counted.needed,
            part=sittings.part_in_words(sitting.meeting),
        )
    return counted
