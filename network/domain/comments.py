"""Comments on the draft of a profile, by the reviewers, deputies and the publisher of the party.

    (none) --add--> unresolved --resolve--> resolved --reopen--> unresolved
    any --withdraw--> (none), by its author

The register keeps who did what to which section, never the words: a comment can be erased.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acs_portal.kernel import acts
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User

from ..models import ENTRIES, CountryProfile, ProfileComment
from . import profile_tree

ADDED = acts.verb("comment.add", pgettext_lazy("act", "commented on the draft of the profile"))
RESOLVED = acts.verb("comment.resolve", pgettext_lazy("act", "resolved a comment on the draft"))
REOPENED = acts.verb("comment.reopen", pgettext_lazy("act", "opened a comment on the draft again"))
WITHDRAWN = acts.verb("comment.withdraw", pgettext_lazy("act", "withdrew a comment on the draft"))


class NoWords(RuleBroken):
    message = _("Write what you want to say.")


class EntryUnknown(RuleBroken):
    message = _("This entry has been removed in the meantime. Comment on the section instead.")


class AlreadySo(RuleBroken):
    message = _("Somebody else did this in the meantime.")


class NotAuthor(RuleBroken):
    message = _("A comment is withdrawn by its author.")


@transaction.atomic
def add(
    *, profile: CountryProfile, section: str, text: str, entry: UUID | None = None, by: User, on: datetime
) -> ProfileComment:
    """Comment on a section of the draft, or on one of its entries. Raises NoWords or EntryUnknown."""
    if not text.strip():
        raise NoWords
    if entry and not _has(profile, section, entry):
        raise EntryUnknown
    comment = ProfileComment.objects.create(
        profile=profile, section=section, entry=entry, text=text.strip(), written_by=by, written_at=on
    )
    _record(comment, ADDED, by, on)
    return comment


@transaction.atomic
def resolve(*, comment: ProfileComment, by: User, on: datetime) -> ProfileComment:
    """Say that a comment is dealt with. Raises AlreadySo."""
    comment = _locked(comment)
    if comment.resolved_at:
        raise AlreadySo
    comment.resolved_by, comment.resolved_at = by, on
    comment.save()
    _record(comment, RESOLVED, by, on)
    return comment


@transaction.atomic
def reopen(*, comment: ProfileComment, by: User, on: datetime) -> ProfileComment:
    """Say that a comment is not dealt with after all. Raises AlreadySo."""
    comment = _locked(comment)
    if not comment.resolved_at:
        raise AlreadySo
    comment.resolved_by = comment.resolved_at = None
    comment.save()
    _record(comment, REOPENED, by, on)
    return comment


@transaction.atomic
def withdraw(*, comment: ProfileComment, by: User, on: datetime) -> None:
    """Erase a comment. Raises AlreadySo when it is gone, NotAuthor for anybody but its author."""
    comment = _locked(comment)
    if comment.written_by_id != by.pk:
        raise NotAuthor
    _record(comment, WITHDRAWN, by, on)
    comment.delete()


def of_section(profile: CountryProfile, section: str) -> list[ProfileComment]:
    """The comments on a section, the unresolved first, each in the order of writing; one query."""
    rows = ProfileComment.objects.filter(profile=profile, section=section)
    found = rows.select_related("written_by", "resolved_by", "profile__party")
    return sorted(found, key=lambda comment: comment.resolved_at is not None)


def unresolved(profile: CountryProfile) -> dict[str, list[ProfileComment]]:
    """Section -> the comments that nobody has resolved, in the order of writing; one query."""
    found: dict[str, list[ProfileComment]] = {}
    rows = ProfileComment.objects.filter(profile=profile, resolved_at=None)
    for comment in rows.select_related("written_by"):
        found.setdefault(comment.section, []).append(comment)
    return found


def _has(profile: CountryProfile, section: str, entry: UUID) -> bool:
    return section in ENTRIES and ENTRIES[section].objects.filter(profile=profile, uid=entry).exists()


def _locked(comment: ProfileComment) -> ProfileComment:
    rows = ProfileComment.objects.select_for_update(of=("self",)).select_related("profile__party")
    if (found := rows.filter(pk=comment.pk).first()) is None:
        raise AlreadySo
    return found


def _record(comment: ProfileComment, did: str, by: User, on: datetime) -> None:
    named = [profile_tree.section_name(comment.section)]
    acts.record(by=by, did=did, to=comment.profile, after={"section": named}, on=on)
