"""How long what a meeting knows of people is kept after its last day, and why (kernel/retention.py).

The terms are sober defaults of the portal: no text of the ACS sets them. Parts stand before what they are
part of.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import retention
from acs_portal.kernel.message_kinds import KINDS
from acs_portal.kernel.models import Message
from meetings import notifications
from meetings.models import (
    Answer,
    Delegate,
    DelegateChange,
    DelegateLink,
    Delegation,
    Invitation,
    Meeting,
    OfficialLetter,
)

JOURNEY, LINKS, YEAR = 30, 120, 365  # days


TOOK_NO_PART = (
    Q(withdrawn_at__isnull=False)
    | Q(waitlisted_at__isnull=False)
    | Q(is_new=True)
    | ~Q(delegation__state=Delegation.State.APPROVED)
)


def _rule(model, *columns: str, of: str, **rest) -> None:
    retention.rule(model, *columns, of=of, ended=Meeting.objects.ended_by, **rest)


_rule(
    Delegate, "passport_number", "nationality",
    of="delegation__meeting", days=JOURNEY,
    why=_("They serve the letter for a visa, which has no use once the journey is over."),
)  # fmt: skip
_rule(
    Delegate, "arrives_at", "arrives_by", "departs_at", "departs_by", "phone",
    of="delegation__meeting", days=JOURNEY,
    why=_("They serve the transfers and the days of the meeting; a month settles the accounts."),
)  # fmt: skip
_rule(
    Delegate, "dietary_needs", "access_needs",
    of="delegation__meeting", days=JOURNEY,
    why=_("They may tell of health or faith and serve the days of the meeting alone."),
)  # fmt: skip
_rule(
    Delegate, "email", "language", "created_for",
    of="delegation__meeting", days=YEAR,
    why=_("The report and its follow-up are sent there, until the next yearly meeting."),
)  # fmt: skip
_rule(
    Delegation, "letter", "credentials_file", "credentials_note",
    of="meeting", days=YEAR,
    why=_("Letters name people; their reference and date stay on record when the issued list stands."),
)  # fmt: skip
_rule(
    Invitation, "contact_name", "contact_email", "answer_note",
    of="meeting", days=YEAR,
    why=_("They serve the correspondence about this meeting and its report."),
)  # fmt: skip
_rule(
    OfficialLetter, "data",
    of="meeting", days=JOURNEY, only=Q(kind=OfficialLetter.Kind.VISA_SUPPORT),
    what=_("letters in support of a visa"),
    why=_("They hold what a passport says; reference and day stay, so that a copy can be verified."),
)  # fmt: skip
for path in ("delegate__delegation__meeting", "delegation__meeting"):
    _rule(
        Answer, of=path, days=JOURNEY, key="answers",
        what=_("answers of delegates to questions") if path.count("__") > 1
        else _("answers of delegations to questions"),
        why=_("What was asked for the days of the meeting is of no use after them."),
    )  # fmt: skip
_rule(
    DelegateChange, of="delegate__delegation__meeting", days=LINKS, key="changes",
    what=_("changes that were asked for"),
    why=_("The issued list says how each was decided."),
)  # fmt: skip
_rule(
    Message, of="of_meeting", days=LINKS, key="messages", among=notifications.about_links,
    what=KINDS[notifications.DELEGATE_LINK].label,
    why=_("They lead in until 90 days after the meeting, so that a consent can be taken back."),
)  # fmt: skip
_rule(
    DelegateLink, of="delegate__delegation__meeting", days=LINKS, key="links",
    what=_("private links"),
    why=_("They lead in until 90 days after the meeting, so that a consent can be taken back."),
)  # fmt: skip
_rule(
    Delegate, of="delegation__meeting", days=YEAR, key="delegates",
    only=TOOK_NO_PART,
    what=_("names of those who had no seat or were withdrawn"),
    why=_("They took no part, so no official list names them."),
)  # fmt: skip

retention.keep(
    _("Name, title, function and role of those who took part"),
    _("The list of participants is an official document of the meeting, sealed when it is issued."),
)
retention.keep(
    _("Who was checked in at the door, and when"),
    _("It is the record of who attended, on which letters of attendance rest."),
)
retention.keep(
    _("The register of acts"),
    _("It says who did what and proves that nothing was changed; of personal data it keeps no value."),
)
