"""The official documents of the network: the directory and the cooperation profile of a party."""

from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from acs_portal.kernel import identity, issuing, releases
from acs_portal.kernel.dates import official_day
from acs_portal.kernel.models import Release
from acs_portal.kernel.pdf import Attachment, Document, long_date
from acs_portal.kernel.releases import Node

from .models import Visibility
from .reading import KIND, field_names, field_values, readable, texts_of, upgraded
from .relations_picture import in_tree, relations_picture


def directory_document(directory) -> Document:
    """The directory as of its day in protocol order, with the contacts that its seats carry."""
    with override(directory.language):
        return Document(
            template="pdf/directory.html",
            language=directory.language,
            title=_("Directory of the Network of International Cooperation Focal Points"),
            subject=_as_of(directory.day, directory.known, directory.language),
            dated=directory.day,
            context={"directory": directory},
            demonstration=_shows_demonstration(directory),
        )


def _withholds(tree: Node) -> bool:
    """Whether a profile holds entries or fields that not everybody may read."""
    return releases.canonical(readable(tree, Visibility.PUBLIC)) != releases.canonical(upgraded(tree))


@issuing.prints(
    KIND,
    name=pgettext_lazy("kind of release", "Cooperation profile"),
    reader="directory.read",
    names=field_names(),
    values=field_values(),
    withholds=_withholds,
    editions={tier: partial(readable, tier=tier) for tier in Visibility.values},
)
def profile_document(release: Release, tree: Node, language: str) -> Document:
    """The published cooperation profile of a party, from its frozen words alone, as everybody may read it."""
    return _edition(release, tree, language, Visibility.PUBLIC)


def reading_copy(release: Release, tree: Node, language: str, tier: str) -> Document | None:
    """The same with what a reader of a tier may read besides; None where that is nothing more."""
    shown, public = (releases.canonical(readable(tree, one)) for one in (tier, Visibility.PUBLIC))
    return None if shown == public else _edition(release, tree, language, tier)


def _edition(release: Release, tree: Node, language: str, tier: str) -> Document:
    shown = readable(tree, tier)
    whole = releases.canonical(shown) == releases.canonical(upgraded(tree))
    with override(language):
        subject = _("Cooperation profile, version %(number)s") % {"number": release.number}
        if tier != Visibility.PUBLIC:
            subject = f"{subject} – {_('for %(readers)s only') % {'readers': Visibility(tier).label}}"
        return Document(
            template="pdf/profile.html",
            language=language,
            title=tree.text("title", language).value,
            subject=subject,
            dated=official_day(release.released_at),
            context={"sections": texts_of(shown), "party": None, "seats": (), "of_a_day": False}
            | _relations(shown, language),
            original_language=tree.authentic,
            demonstration=release.is_demonstration,
            verify_url=identity.address(release.sha256, language),
            digest=release.sha256,
            edition="" if tier == Visibility.PUBLIC else tier,
            attachments=(_words_of(release, shown, "" if whole else tier),),
        )


def _relations(shown: Node, language: str) -> dict:
    """What the profile says itself of with whom it works, and the same as a picture."""
    found = in_tree(shown, language)
    return {"relations": found, "picture": relations_picture(found, language, linked=False)}


def _words_of(release: Release, shown: Node, tier: str) -> Attachment:
    """The frozen words as a file: all that the hash covers, or the part that readers of a tier may read."""
    if not tier:
        words = _("The frozen words of the profile, canonical JSON")
        return Attachment("profile.json", release.canonical.encode(), words)
    words = _("The frozen words that this edition shows, canonical JSON")
    return Attachment("profile-part.json", identity.part(release.sha256, shown, tier), words)


def draft_document(tree: Node, language: str, *, dated: date, demonstration: bool) -> Document:
    """A preview of the working copy of a profile, which says that it is a draft."""
    with override(language):
        return Document(
            template="pdf/profile.html",
            language=language,
            title=tree.text("title", language).value,
            subject=_("Cooperation profile, draft"),
            dated=dated,
            context={"sections": texts_of(tree), "party": None, "seats": (), "of_a_day": False}
            | _relations(tree, language),
            original_language=tree.authentic,
            demonstration=demonstration,
            draft=True,
        )


def _as_of(day: date, known: date | None, language: str) -> str:
    """The day that a document shows, and at which day that was on record."""
    shown = _("As of %(day)s") % {"day": long_date(day, language)}
    if known is None:
        return shown
    return f"{shown}; " + _("as on record at %(day)s") % {"day": long_date(known, language)}


def party_document(
    entry, language: str, *, dated: date, known: date | None = None, of_a_day: bool = False
) -> Document:
    """The sheet of a party: its standing and its focal points; `of_a_day` says as of which day."""
    with override(language):
        return Document(
            template="pdf/profile.html",
            language=language,
            title=entry.party.label_in(language),
            subject=f"{entry.party.get_kind_display()}. {_as_of(dated, known, language)}"
            if of_a_day
            else str(entry.party.get_kind_display()),
            dated=dated,
            context={
                "sections": None,
                "party": entry.party,
                "seats": entry.seats,
                "of_a_day": of_a_day,
                "relations": None,
            },
            demonstration=any(seat.designation and seat.designation.is_demonstration for seat in entry.seats),
        )


def _shows_demonstration(directory) -> bool:
    """Whether a holder or a profile shown is a demonstration record."""
    seats = [seat for entry in (*directory.entries, *directory.not_known) for seat in entry.seats]
    return any(seat.designation and seat.designation.is_demonstration for seat in seats)


def unanswered_document(parties, language: str, *, dated: date, demonstration: bool) -> Document:
    """The annex of the countries that have not answered, in protocol order: (party, what is wanting)."""
    with override(language):
        return Document(
            template="pdf/unanswered.html",
            language=language,
            title=_("Countries that have not answered"),
            subject=_("Cooperation profiles, as of %(day)s") % {"day": long_date(dated, language)},
            dated=dated,
            context={"parties": parties},
            demonstration=demonstration,
        )
