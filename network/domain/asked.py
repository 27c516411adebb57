"""What publication requests and comments leave to do for the publisher and the deputies of a party.

(reads only)
"""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acs_portal.kernel.dates import official_day
from acs_portal.kernel.waiting import Task

from ..models import CountryProfile, Party, PublicationRequest, Section
from . import comments, requests


def tasks(party: Party, profile: CountryProfile, *, publishes: bool, today: date) -> list[Task]:
    """The open request for the publisher; the returned one for the deputies; comments for the deputies."""
    found = []
    if publishes and (request := requests.current(profile)):
        found.append(_to_answer(party, request, today))
    if not publishes and (request := requests.to_mend(profile)):
        found.append(_to_mend(party, request))
    if not publishes and (open_ones := comments.unresolved(profile)):
        found.append(_to_resolve(party, open_ones))
    return found


def _to_answer(party: Party, request: PublicationRequest, today: date) -> Task:
    asked = {"name": request.asked_by.name, "day": date_format(official_day(request.asked_at))}
    return Task(
        title=_("Answer the publication request of %(party)s") % {"party": party.name},
        detail=_("%(name)s asked on %(day)s.") % asked,
        url=reverse("network:request", args=[party.slug, request.pk]),
        due=request.lapses_on,
        urgent=(request.lapses_on - today).days <= requests.REMIND_DAYS,
    )


def _to_mend(party: Party, request: PublicationRequest) -> Task:
    return Task(
        title=_("Mend the draft of %(party)s and ask again") % {"party": party.name},
        detail=_("%(name)s returned your request: %(note)s")
        % {"name": request.answered_by.name, "note": request.answer},
        url=reverse("network:profile", args=[party.slug]),
    )


def _to_resolve(party: Party, found: dict[str, list]) -> Task:
    total = sum(len(comments_there) for comments_there in found.values())
    title = ngettext(
        "%(count)s comment on the draft of %(party)s is not resolved",
        "%(count)s comments on the draft of %(party)s are not resolved",
        total,
    )
    first = next(code for code in Section.values if code in found)
    return Task(
        title=title % {"count": total, "party": party.name},
        detail=", ".join(str(Section(code).label) for code in Section.values if code in found),
        url=reverse("network:comments", args=[party.slug, first]),
    )
