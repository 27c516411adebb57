"""Releases: a tree of official text is frozen in all languages under a number and a hash.

A working copy and a release are read through the same `Node` tree (tree.py), so one page and one PDF
builder serve both: the app builds the tree from its rows, `freeze()` stores it with what changed
since the release before (differences.py), `read()` gives it back from the snapshot alone. A mistake
is corrected by the next release, or in one language by a corrigendum (corrigenda.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from django.db.models import Case, F, Q, Subquery, TextField, Value, When
from django.utils.translation import gettext_lazy as _

from . import differences, kinds
from .access import capacity_of
from .acts import party_of_capacity, reference_of
from .differences import Change, diff
from .errors import RuleBroken
from .models import IssuedDocument, Release
from .tree import Node, canonical, sha256

__all__ = ["Change", "Node", "canonical", "diff", "sha256"]  # what every user of releases needs beside it
PDF = "application/pdf"


class NothingChanged(RuleBroken):
    message = _("Nothing has changed since the last release, so there is nothing to release.")


class SeenIsOld(RuleBroken):
    message = _("The text has changed since you opened this page. Look at it again, then decide.")


class Tampered(RuleBroken):
    message = _("The stored release %(release)s does not agree with its hash. Tell the administrator.")


def releases_of(subject: models.Model, kind: str):
    """The numbered releases of a subject, the newest first, without their content."""
    return all_of(*reference_of(subject), kind).filter(corrigendum=0)


def all_of(subject_type: str, subject_id: str, kind: str):
    """Everything released of a subject, corrigenda too, the newest number first, without its content."""
    return (
        Release.objects.filter(subject_type=subject_type, subject_id=subject_id, kind=kind)
        .select_related("released_by")
        .defer("canonical", "changes")
    )


def latest(subject: models.Model, kind: str) -> Release | None:
    """The newest release of a subject, with its content."""
    return releases_of(subject, kind).defer(None).first()


@transaction.atomic
def freeze(
    subject: models.Model,
    tree: Node,
    *,
    kind: str,
    by,
    on: datetime,
    symbol: str = "",
    label: str = "",
    note: dict | None = None,
    is_demonstration: bool = False,
    seen: str = "",
) -> Release:
    """Freeze `tree` as the next release of `subject`, whose row is locked meanwhile.

    `seen` is the sha256 of the tree that the person had in sight. What changed since the release
    before is computed here, once. Raises SeenIsOld when the tree is another by now, NothingChanged
    when the last release holds the same content, DuplicateId when two nodes have the same id.
    """
    type(subject)._base_manager.select_for_update().get(pk=subject.pk)
    text, last = canonical(tree), latest(subject, kind)
    if seen and seen != sha256(text):
        raise SeenIsOld
    if last and last.sha256 == sha256(text):
        raise NothingChanged
    subject_type, subject_id = reference_of(subject)
    changes = diff(tree_of(last) if last else tree, tree, kinds.of(kind))
    return Release.objects.create(
        subject_type=subject_type,
        subject_id=subject_id,
        kind=kind,
        number=last.number + 1 if last else 1,
        label=label,
        symbol=symbol,
        canonical=text,
        sha256=sha256(text),
        changes=differences.to_json(changes),
        note=note or {},
        released_at=on,
        released_by=by,
        **capacity(by, subject),
        is_demonstration=is_demonstration,
    )


def capacity(by, subject: models.Model) -> dict:
    """In which capacity a person releases something of `subject`, as a release keeps it."""
    return {"capacity": capacity_of(by, subject), "capacity_of": party_of_capacity(by, subject)}


def changes_of(release: Release, before: Release | None = None) -> list[Change]:
    """What a release changed of the one before, as stored; of a release from before it was, computed now.

    `before` spares the query for the release before, where the caller has it with its content.
    """
    if release.changes is not None:
        return differences.from_json(release.changes)
    before = before or previous(release)
    return diff(tree_of(before), tree_of(release), kinds.of(release.kind)) if before else []


def previous(release: Release) -> Release | None:
    """The release before, with its content; of a corrigendum, the release it corrects."""
    if release.corrects_id:
        return release.corrects
    earlier = all_of(release.subject_type, release.subject_id, release.kind).defer(None)
    return earlier.filter(corrigendum=0, number__lt=release.number).first()


def tree_of(release: Release) -> Node:
    """The frozen tree. Raises Tampered when the stored content does not agree with the stored hash."""
    verify(release)
    return Node.from_dict(release.content)


def verify(release: Release) -> None:
    """Raise Tampered unless the content of a release still has its hash."""
    if sha256(release.canonical) != release.sha256:
        raise Tampered(release=str(release))


# ---------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class Reading:
    """A release as somebody reads it in a language: `shown` is it, or the corrigendum in force there.

    `latest` is the newest release of the subject, `numbered` all of them, the oldest first;
    `corrigenda` are those of the release in all languages, `in_force` the last in this one;
    `corrections` say what it corrects in the text that is shown.
    """

    release: Release
    shown: Release
    latest: Release
    numbered: list[Release]
    corrigenda: list[Release]
    in_force: Release | None
    tree: Node
    corrections: list[Change] = field(default_factory=list)

    @property
    def corrected(self) -> set[str]:
        """The ids of the nodes whose words a corrigendum replaced."""
        return {change.id for change in self.corrections}

    @property
    def is_latest(self) -> bool:
        return self.release.number == self.latest.number


def read(
    subject: models.Model, kind: str, language: str, *, number: int | None = None, as_issued: bool = False
) -> Reading | None:
    """A release (the newest by default) for a reader of `language`, in one query; None if there is none.

    With `as_issued` it is the text as first issued, whatever was corrected since. Raises Tampered.
    """
    everything = all_of(*reference_of(subject), kind)
    newest = everything.order_by("-number").values("number")[:1]
    wanted = Q(number=number or Subquery(newest), language__in=("", language))
    text = Case(When(wanted, then=F("canonical")), default=Value(""), output_field=TextField())
    rows = list(everything.annotate(text=text).order_by("number", "corrigendum"))
    for row in rows:
        if row.text:
            row.canonical = row.text
    numbered = [row for row in rows if not row.corrects_id]
    release = next((row for row in reversed(numbered) if number in (None, row.number)), None)
    if release is None:
        return None
    corrigenda = [row for row in rows if row.corrects_id == release.pk]
    in_force = next((row for row in reversed(corrigenda) if row.language == language), None)
    shown = in_force if in_force and not as_issued else release
    tree = tree_of(shown)
    corrections = diff(tree_of(release), tree, kinds.of(kind)) if shown is not release else []
    return Reading(release, shown, numbered[-1], numbered, corrigenda, in_force, tree, corrections)


# ---------------------------------------------------------------- documents as issued


def issue(release: Release, language: str, data: bytes, on: datetime) -> IssuedDocument:
    """Store the bytes of a release's document in one language, once; a second call answers the first's."""
    document, _created = IssuedDocument.objects.get_or_create(
        release=release,
        language=language,
        media_type=PDF,
        defaults={"data": data, "size": len(data), "sha256": sha256(data), "issued_at": on},
    )
    return document


def issued(release: Release, language: str) -> IssuedDocument | None:
    """The PDF issued for a release in a language."""
    return IssuedDocument.objects.filter(release=release, language=language, media_type=PDF).first()
