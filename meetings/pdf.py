"""Documents of a meeting in one language: agenda, participants, invitation, checklist, practical note."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import identity, issuing
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import Release
from acs_portal.kernel.pdf import Document, long_date
from acs_portal.kernel.releases import Node, tree_of
from acs_portal.kernel.templatetags.portal import period_in_words
from acs_portal.kernel.texts import Text, best, text_of
from meetings.models import AgendaItem, Delegate, Meeting, MeetingTask
from meetings.timeline import checklist_picture


@dataclass(frozen=True, slots=True)
class Line:
    """An agenda item as printed, with the level of its heading (2 to 4)."""

    id: str
    number: str
    level: int
    title: Text
    annotation: Text
    kind: str
    minutes: int | None
    node: Node


def agenda_title(tree: Node) -> str:
    """What the agenda is called in the language in force: annotated when an item carries an annotation."""
    if any(node.words.get("annotation") for node in tree.walk()):
        return _("Annotated provisional agenda")
    return _("Provisional agenda")


@issuing.prints(
    "agenda",
    name=pgettext_lazy("kind of release", "Agenda"),
    reader="meeting.read",
    times=("minutes", "opens_on", "closes_on", "time_zone"),
    names={
        "title": lazy("title"),
        "annotation": lazy("annotation"),
        "place": lazy("place"),
        "venue": lazy("venue"),
        "kind": lazy("kind"),
        "minutes": lazy("estimated time (minutes)"),
        "opens_on": lazy("opens on"),
        "closes_on": lazy("closes on"),
        "time_zone": lazy("time zone"),
        "code": lazy("code"),
    },
    values={"kind": lambda kind: AgendaItem.Kind(kind).label},
    changes=True,
)
def agenda_of_release(release: Release, tree: Node, language: str) -> Document:
    """A released agenda as document."""
    return agenda(tree, language, **_issued(release, tree, language), note=release.note)


def agenda(
    tree: Node,
    language: str,
    *,
    dated: date,
    symbol: str = "",
    note: dict | None = None,
    demonstration: bool = False,
    draft: bool = False,
    verify_url: str = "",
    digest: str = "",
) -> Document:
    """The agenda of a tree in one language; a working copy is a `draft` without symbol."""
    with translation.override(language):
        lines = [line for child in tree.children for line in _lines(child, language, 2)]
        return Document(
            template="pdf/agenda.html",
            title=agenda_title(tree),
            context={"lines": lines, "note": best(note or {}, tree.authentic, language), **_where(tree)},
            **_common(tree, language, dated, symbol, demonstration, verify_url, digest),
            draft=draft,
        )


def in_order(participants: Node, language: str) -> Node:
    """The same tree with the parties of each category in the alphabetical order of a language."""
    return replace(
        participants,
        children=[
            replace(
                category,
                children=sorted(category.children, key=lambda node: (node.facts["sort"][language], node.id)),
            )
            for category in participants.children
        ],
    )


def participants_title(tree: Node) -> str:
    """What the list is called in the language in force; one from before lists had a stage is plain."""
    titles = {"provisional": _("Provisional list of participants"), "final": _("Final list of participants")}
    return titles.get(tree.facts.get("stage", ""), _("List of participants"))


@issuing.prints(
    "participants",
    name=pgettext_lazy("kind of release", "List of participants"),
    reader="participant.read",
    times=("opens_on", "closes_on", "time_zone"),
)
def participants_of_release(release: Release, tree: Node, language: str) -> Document:
    """An issued list of participants, in the order of the language."""
    tree = in_order(tree, language)
    with translation.override(language):
        return Document(
            template="pdf/participants.html",
            title=participants_title(tree),
            context={
                "categories": [_category(node, language) for node in tree.children],
                "delegates": sum(len(party.children) for node in tree.children for party in node.children),
                **_where(tree),
            },
            **_common(tree, language, **_issued(release, tree, language)),
        )


def checklist(meeting: Meeting, tasks: list[MeetingTask], language: str, *, today: date) -> Document:
    """The checklist of a meeting on a day, as a picture and a table; an inner paper without a symbol."""
    with translation.override(language):
        return Document(
            template="pdf/checklist.html",
            language=language,
            title=_("Checklist"),
            subject=text_of(meeting, "title", language).value,
            dated=today,
            context={
                "rows": [(task, task.is_late(today)) for task in tasks],
                "picture": checklist_picture(meeting, tasks, language, today=today),
                "place": text_of(meeting, "place", language).value,
                "period": period_in_words(meeting.opens_on, meeting.closes_on),
            },
            orientation="landscape",
            demonstration=meeting.is_demonstration,
        )


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of invitation as printed, wholly in its language; `address` is where it can be checked."""

    language: str
    symbol: str
    dated: str
    addressee: str
    party: str
    title: str
    place: str
    period: str
    salutation: str
    body: str
    closing: str
    signatory: str
    signatory_post: str
    address: str = ""


def letter(tree: Node, dated: date, *, address: str = "") -> Letter:
    """A letter as printed, from its words, which are in one language alone."""
    language = tree.authentic
    texts = ("party", "title", "place", "salutation", "body", "closing", "signatory_post")
    with translation.override(language):
        return Letter(
            language=language,
            symbol=tree.number,
            dated=long_date(dated, language),
            addressee=tree.facts["addressee"],
            period=_where(tree)["period"],
            signatory=tree.facts["signatory"],
            address=address,
            **{name: tree.text(name, language).value for name in texts},
        )


@issuing.prints(
    "invitation",
    name=pgettext_lazy("kind of release", "Letter of invitation"),
    reader="invitation.manage",
    one_language=True,
    times=("opens_on", "closes_on", "time_zone", "answer_by"),
)
def letter_of_release(release: Release, tree: Node, language: str) -> Document:
    """An issued letter of invitation."""
    return invitation(tree, **_issued(release, tree, language))


def invitation(
    tree: Node,
    *,
    dated: date,
    symbol: str = "",
    demonstration: bool = False,
    draft: bool = False,
    verify_url: str = "",
    digest: str = "",
) -> Document:
    """The letter to one party as document; a preview is a `draft` without symbol."""
    printed = letter(tree, dated)
    with translation.override(tree.authentic):
        return Document(
            template="pdf/invitation.html",
            language=tree.authentic,
            title=_("Invitation: %(party)s") % {"party": printed.party},
            subject=printed.title,
            dated=dated,
            symbol=symbol,
            context={"letter": printed},
            demonstration=demonstration,
            draft=draft,
            verify_url=verify_url,
            digest=digest,
        )


def invitations(released: list[Release], language: str, *, dated: date, subject: str) -> Document:
    """Several issued letters as one file to print: each on pages of its own, in its own language."""
    with translation.override(language):
        return Document(
            template="pdf/invitations.html",
            language=language,
            title=_("Letters of invitation"),
            subject=subject,
            dated=dated,
            context={"letters": [letter_as_issued(release) for release in released]},
            demonstration=any(release.is_demonstration for release in released),
        )


def letter_as_issued(release: Release) -> Letter:
    """The letter of a release, from its frozen words."""
    tree = tree_of(release)
    issued = _issued(release, tree, tree.authentic)
    return letter(tree, issued["dated"], address=issued["verify_url"])


@issuing.prints(
    "practical",
    name=pgettext_lazy("kind of release", "Practical information"),
    reader="meeting.read",
    times=("opens_on", "closes_on", "time_zone"),
    names={"title": lazy("title"), "text": lazy("text"), "place": lazy("place"), "venue": lazy("venue")},
    changes=True,
)
def practical_of_release(release: Release, tree: Node, language: str) -> Document:
    """A released note of practical information."""
    return practical(tree, language, **_issued(release, tree, language))


def practical(
    tree: Node,
    language: str,
    *,
    dated: date,
    symbol: str = "",
    demonstration: bool = False,
    draft: bool = False,
    verify_url: str = "",
    digest: str = "",
) -> Document:
    """The practical information of a tree in one language; a working copy is a `draft` without symbol."""
    with translation.override(language):
        sections = [
            {
                "id": f"section-{node.id}",
                "title": node.text("title", language),
                "text": node.text("text", language),
                "node": node,
            }
            for node in tree.children
        ]
        return Document(
            template="pdf/practical.html",
            title=_("Practical information"),
            context={"sections": sections, **_where(tree)},
            **_common(tree, language, dated, symbol, demonstration, verify_url, digest),
            draft=draft,
        )


def _issued(release: Release, tree: Node, language: str) -> dict:
    return {
        "dated": official_day(release.released_at, tree.facts.get("time_zone")),
        "symbol": release.symbol,
        "demonstration": release.is_demonstration,
        "verify_url": identity.address(release.sha256, language),
        "digest": release.sha256,
    }


def _common(tree: Node, language: str, dated, symbol, demonstration, verify_url, digest) -> dict:
    return {
        "language": language,
        "subject": tree.text("title", language).value,
        "original_language": tree.authentic,
        "dated": dated,
        "symbol": symbol,
        "demonstration": demonstration,
        "verify_url": verify_url,
        "digest": digest,
    }


def _where(tree: Node) -> dict:
    """Place and days of the meeting, for the cover."""
    days = (date.fromisoformat(tree.facts[name]) for name in ("opens_on", "closes_on"))
    return {"place": tree.text("place").value, "period": period_in_words(*days)}


def _lines(node: Node, language: str, level: int) -> list[Line]:
    line = Line(
        f"item-{node.id}",
        node.number,
        level,
        node.text("title", language),
        node.text("annotation", language),
        str(AgendaItem.Kind(node.facts["kind"]).label),
        node.facts["minutes"],
        node,
    )
    return [line, *(below for child in node.children for below in _lines(child, language, level + 1))]


def _category(node: Node, language: str) -> dict:
    return {
        "heading": node.text("title", language),
        "delegates": sum(len(party.children) for party in node.children),
        "parties": [
            {
                "name": party.text("title", language),
                "delegates": [_delegate(delegate, language) for delegate in party.children],
            }
            for party in node.children
        ],
    }


def _delegate(node: Node, language: str) -> dict:
    return {
        "name": node.facts["name"],
        "role": str(Delegate.Role(node.facts["role"]).label),
        "function": node.text("function", language),
        "demonstration": node.facts["is_demonstration"],
    }
