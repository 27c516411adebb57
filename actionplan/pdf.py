"""The official documents of the action plan: the adopted plan, its draft preview, a project fiche."""

from datetime import date

from django.utils.translation import gettext, gettext_lazy, override, pgettext, pgettext_lazy

from acs_portal.kernel import identity, issuing
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import Release
from acs_portal.kernel.pdf import Attachment, Document, long_date
from acs_portal.kernel.releases import Node
from acs_portal.kernel.templatetags.portal import money
from actionplan.models import Fiche
from actionplan.reading import Budget, ReadPlan, read_plan
from meetings.models import Decision

BAR, LABEL, AMOUNT, ROW = 300, 16, 164, 20  # of the budget picture: widths and height of a row, in points


@issuing.prints(
    "plan",
    name=pgettext_lazy("kind of release", "Action plan"),
    reader="plan.read",
    titles=("title", "action"),
    times=("starts_on", "ends_on", "adopted_on", "decided_on"),
    names={
        "title": gettext_lazy("title"),
        "preamble": gettext_lazy("preamble"),
        "objective": gettext_lazy("objective"),
        "action": gettext_lazy("action"),
        "result": gettext_lazy("expected result"),
        "responsible": gettext_lazy("responsible"),
        "indicator": gettext_lazy("indicator"),
        "place": gettext_lazy("place"),
        "source": gettext_lazy("instrument"),
        "address": gettext_lazy("paragraph"),
        "summary": gettext_lazy("what it says, in short"),
        "text": gettext_lazy("text"),
        "starts_on": gettext_lazy("starts"),
        "ends_on": gettext_lazy("ends"),
        "adopted_on": gettext_lazy("adopted"),
        "amount": gettext_lazy("budget"),
        "currency": gettext_lazy("currency"),
        "totals": gettext_lazy("total budget"),
        "mandates": gettext_lazy("mandates"),
        "symbol": gettext_lazy("symbol"),
    },
)
def plan_document(release: Release, tree: Node, language: str) -> Document:
    """The adopted plan in one language, from the release alone, with its canonical data and its seal."""
    with override(language):
        plan = read_plan(tree)
        description = gettext("The text of the plan in three languages as it was frozen (canonical JSON)")
        return Document(
            **_plan_face(plan, language),
            dated=plan.adopted_on,
            symbol=release.symbol,
            subject=gettext("Adopted by the %(meeting)s") % {"meeting": plan.meeting.text("title")},
            demonstration=release.is_demonstration,
            verify_url=identity.address(release.sha256, language),
            digest=release.sha256,
            attachments=(
                Attachment(f"{plan.node.facts['code']}.json", release.canonical.encode(), description),
            ),
        )


def draft_document(tree: Node, language: str, *, dated: date, demonstration: bool) -> Document:
    """A preview of the draft in one language; it says on every page that it is not issued."""
    with override(language):
        plan = read_plan(tree)
        subject = gettext("Draft for the %(meeting)s") % {"meeting": plan.meeting.text("title")}
        return Document(
            **_plan_face(plan, language),
            dated=dated,
            subject=subject,
            draft=True,
            demonstration=demonstration,
        )


def _plan_face(plan: ReadPlan, language: str) -> dict:
    return {
        "template": "pdf/plan.html",
        "language": language,
        "title": plan.node.text("title").value,
        "place": plan.meeting.text("place").value,
        "original_language": plan.node.authentic,
        "context": {
            "plan": plan,
            "period": _period(plan.starts_on, plan.ends_on, language),
            "axes": [
                (axis, [(item, _period(item.starts_on, item.ends_on, language)) for item in axis.items])
                for axis in plan.axes
            ],
            "pictures": [_picture(budget) for budget in plan.budgets],
            "decision": _decision(plan, language),
        },
    }


def _period(start: date | None, end: date | None, language: str) -> str:
    """1 May 2002 – 31 December 2003; "from" or "until" where one end is open, "" where both are."""
    if start and end:
        return f"{long_date(start, language)} – {long_date(end, language)}"
    if start:
        return pgettext("period", "from %(day)s") % {"day": long_date(start, language)}
    return pgettext("period", "until %(day)s") % {"day": long_date(end, language)} if end else ""


def _decision(plan: ReadPlan, language: str) -> dict:
    """The adopting decision with its mode and day in words, and its quorum as numbers."""
    if not plan.decision:
        return {}
    facts = plan.decision.facts
    return facts | {
        "node": plan.decision,
        "mode": Decision.Mode(facts["mode"]).label,
        "day": long_date(date.fromisoformat(facts["decided_on"]), language),
    }


def _picture(budget: Budget) -> dict:
    """The budget by axis as bars: what the template draws, and the same in words."""
    bars = [
        {
            "number": row.axis.number,
            "y": place * ROW,
            "middle": place * ROW + 12,
            "width": max(1, row.width * BAR // 1000) if row.amount else 0,
            "after": LABEL + row.width * BAR // 1000 + 6,
            "words": gettext("%(amount)s (%(n)s%%)")
            % {"amount": money(row.amount, budget.currency), "n": row.percent},
        }
        for place, row in enumerate(budget.rows)
    ]
    words = "; ".join(f"{bar['number']}: {bar['words']}" for bar in bars)
    return {
        "bars": bars,
        "words": gettext("Budget by axis: %(words)s") % {"words": words},
        "left": LABEL,
        "width": LABEL + BAR + AMOUNT,
        "height": len(bars) * ROW,
    }


def fiche_document(fiche: Fiche, sections: list, updated: str, language: str) -> Document:
    """A project fiche in the layout of its source, in the original or a courtesy translation.

    `sections` and `updated` are what `domain.fiche_form` makes of the values in `language`.
    """
    with override(language):
        return Document(
            template="pdf/fiche.html",
            language=language,
            title=getattr(fiche, f"title_{language}"),
            symbol=fiche.code,
            dated=fiche.content_dated,
            original_language=fiche.authentic_language,
            demonstration=fiche.is_demonstration,
            context={
                "fiche": fiche,
                "sections": sections,
                "updated": updated,
                "courtesy": language != fiche.authentic_language,
                "imported": long_date(official_day(fiche.imported_at), language),
            },
        )
