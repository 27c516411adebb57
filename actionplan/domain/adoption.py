"""draft --adopt--> adopted, for good

Adoption is an act of the approver, on a decision that the plan's meeting took with its quorum: the
words freeze in three languages under a symbol and a hash, and the rows are sealed by the database.
"""

from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel import acts, gate, issuing, releases, tracking
from acs_portal.kernel.access import can
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import NotAllowed, RuleBroken
from acs_portal.kernel.languages import OWN_NAMES
from acs_portal.kernel.models import Act, Release, User
from acs_portal.kernel.outbox import Mailing
from acs_portal.kernel.releases import Node
from actionplan import notifications
from actionplan.models import Axis, Item, MandateParagraph, Plan
from meetings.domain import symbols
from meetings.models import Decision, Meeting
from network.domain import focal_points

from . import plan_tree, plans

KIND = "plan"
ADOPTED = acts.verb("plan.adopt", pgettext_lazy("act", "adopted the plan"))
MODEL_OF = {
    "plan": Plan,
    "axis": Axis,
    "item": Item,
    "mandate": MandateParagraph,
    "meeting": Meeting,
    "decision": Decision,
}


class AlreadyAdopted(RuleBroken):
    message = _("The plan is adopted already, as %(symbol)s. Nothing was done a second time.")


class PlanIsEmpty(RuleBroken):
    message = _("The plan has no items yet. Add at least one item before it is adopted.")


class TextsMissing(RuleBroken):
    message = _("Not every text is there in English, Spanish and French. Missing: %(missing)s")


class SecondPersonNeeded(RuleBroken):
    message = _(
        "You took part in writing this plan, so another approver must seal it: two persons are needed."
    )


class DecisionOfAnotherMeeting(RuleBroken):
    message = _("Decision %(symbol)s was taken by another meeting than the one of this plan.")


def decisions_for(plan: Plan):
    """The decisions by which the plan can be adopted: those of its meeting, the newest first."""
    return (
        Decision.objects.filter(sitting__meeting=plan.meeting).select_related("sitting").order_by("-number")
    )


def gap_in_words(gap: plan_tree.Gap) -> str:
    """What is missing, as a person finds it: 1.2 Expected result (Français)."""
    model = MODEL_OF[gap.node.facts["kind"]]
    label = model._meta.get_field(f"{gap.name}_{gap.language}").verbose_name
    place = gap.node.number or gap.node.facts.get("symbol") or gap.node.facts.get("code") or ""
    return str(format_lazy("{} {} ({})", place, label, OWN_NAMES[gap.language])).strip()


def blocks(plan: Plan, tree, *, by: User) -> list[RuleBroken]:
    """What keeps `by` from adopting the plan whose tree is given; an empty list when nothing does."""
    found: list[RuleBroken] = []
    if plan.is_adopted:
        found.append(AlreadyAdopted(symbol=plan.symbol))
    if not any(node.facts["kind"] == "item" for node in tree.walk()):
        found.append(PlanIsEmpty())
    if missing := [gap_in_words(gap) for gap in plan_tree.gaps(tree)]:
        found.append(TextsMissing(missing="; ".join(missing)))
    elif unready := gate.blocking(KIND, gate.findings(plan_tree.texts(plan))):
        found.append(gate.NotReady(blocks=gate.listed(unready)))
    if took_part(plan, by):
        found.append(SecondPersonNeeded())
    return found


def took_part(plan: Plan, by: User) -> bool:
    """Whether a person edited the plan or any part of it, as the register says."""
    to_type, to_id = acts.reference_of(plan)
    return Act.objects.filter(to_type=to_type, to_id=to_id, by=by, did__in=plans.EDITS).exists()


@transaction.atomic
def adopt(
    *, plan: Plan, decision: Decision, by: User, on: datetime, seen: str = "", told: str = ""
) -> Release:
    """Seal a plan by a decision of its meeting and issue it in three languages after the commit.

    `seen` is `digest_of()` the draft that the person had in sight, `told` the fingerprint of the mailing.
    Raises SeenIsOld, NotAllowed, AlreadyAdopted, PlanIsEmpty, TextsMissing, NotReady, SecondPersonNeeded,
    DecisionOfAnotherMeeting or RecipientsChanged; nothing is written then, and no symbol is used.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if not can(by, "plan.adopt", plan):
        raise NotAllowed
    if plan.is_adopted:
        raise AlreadyAdopted(symbol=plan.symbol)
    if decision.sitting.meeting_id != plan.meeting_id:
        raise DecisionOfAnotherMeeting(symbol=decision.symbol)
    draft = plan_tree.tree(plan)
    if seen and seen != digest_of(draft):
        raise releases.SeenIsOld
    mailing(plan, on=on).check(told)  # as it was in sight: the hash is not known before the seal
    for broken in blocks(plan, plan_tree.adopted_tree(draft, decision), by=by):
        raise broken
    symbol = str(symbols.allocate(meeting=plan.meeting, type="PLAN", by=by))
    release = _seal(plan, draft, decision, symbol, by=by, on=on)
    acts.record(
        by=by,
        did=ADOPTED,
        to=plan,
        after={"symbol": symbol, "decision": decision.symbol, "sha256": release.sha256},
        on=on,
    )
    telling = _telling(plan, symbol, release.sha256, on)
    telling.send()
    issuing.issue_after_commit(release)
    return release


def mailing(plan: Plan, *, on: datetime) -> Mailing:
    """The message that an adoption would send, to be looked at before; with the symbol expected by now."""
    symbol = symbols.expected(meeting=plan.meeting, type="PLAN")
    return _telling(plan, symbol, gettext("[the hash, computed when the plan is sealed]"), on)


def _telling(plan: Plan, symbol: str, sha256: str, on: datetime) -> Mailing:
    """To the primary focal points of the members in office."""
    people = focal_points.primary(official_day(on), members_only=True)
    return notifications.plan_adopted(plan, symbol=symbol, sha256=sha256, recipients=people)


def digest_of(draft: Node) -> str:
    """The sha256 of the tree of a draft, by which a page remembers what it showed."""
    return releases.sha256(releases.canonical(draft))


def _seal(plan: Plan, draft: Node, decision: Decision, symbol: str, *, by: User, on: datetime) -> Release:
    release = releases.freeze(
        plan,
        plan_tree.adopted_tree(draft, decision, symbol),
        kind=KIND,
        by=by,
        on=on,
        symbol=symbol,
        is_demonstration=plan.is_demonstration,
    )
    plan.symbol, plan.decision, plan.adopted_at = symbol, decision, on
    tracking.write(plan, by=by, on=on)
    return release
